"""Which version binds when."""
