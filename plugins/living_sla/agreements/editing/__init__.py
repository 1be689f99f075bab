"""One value of an agreement's front matter changed at its own place: every other byte of the file stays."""
