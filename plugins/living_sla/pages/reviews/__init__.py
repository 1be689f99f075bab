"""The page of a review: its record and its minutes in eight parts, always the same."""
