"""Documents of an office program (.docx, .odt) read into values, and values written as such documents."""
