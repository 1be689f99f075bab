"""Cells: one read plainly, or whole columns at once, to the same values; what leaves are batches of typed columns."""
