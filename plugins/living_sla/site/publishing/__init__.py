"""A site on its way to its readers: built aside and put in place, or served while somebody edits."""
