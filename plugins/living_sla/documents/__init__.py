"""What machines read: documents with a version of their own, and the table of figures."""
