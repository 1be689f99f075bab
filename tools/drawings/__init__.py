"""The drawings of the documentation: time on a line, worked out by the product's own clock."""
