"""Reads shaped for one page: frozen values from plain rows, a fixed number of SQL statements; nothing is written."""
