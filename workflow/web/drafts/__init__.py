"""The working text: saved as a whole, by paragraph or in another language, and kept when two write at once."""
