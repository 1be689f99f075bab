"""Pictures at the height of a line or a paragraph, drawn from values: native SVG, without a script."""
