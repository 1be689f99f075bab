"""Twelve commitments in three versions, by month and region, over an export of any size."""
