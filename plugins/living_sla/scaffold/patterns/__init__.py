"""Patterns of commitments, and the items of agreement files that are made of them."""
