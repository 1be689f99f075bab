"""A project of somebody's own: its first files, made of a few answers and of an export."""
