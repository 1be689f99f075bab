"""The first page, the page of a team, and the matrix: many commitments at a glance."""
