"""What people wrote, on its way to a page: files, front matter, macros, addresses and navigation."""
