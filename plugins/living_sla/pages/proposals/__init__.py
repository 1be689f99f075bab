"""The page of what a branch or a folder proposes."""
