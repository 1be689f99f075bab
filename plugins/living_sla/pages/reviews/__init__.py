"""The page of a review: its record and its minutes in eight parts, the same every time, and nothing that is computed."""
