"""The reviews of a project, read from their folders with what checking them found."""
