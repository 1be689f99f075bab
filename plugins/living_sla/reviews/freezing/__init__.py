"""A review is frozen: everything is gathered, refused where it must be, and written in one step."""
