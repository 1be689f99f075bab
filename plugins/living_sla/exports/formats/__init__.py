"""Formats of files: bytes in, a table of texts out, or the faults that make them no table."""
