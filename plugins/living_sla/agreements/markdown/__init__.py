"""The body of an agreement: Markdown with calls of macros, and never a program."""
