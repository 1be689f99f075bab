"""Northwind Freight, an invented company, as a git bundle: `northwind.bundle` is made by `tools/demo`."""
