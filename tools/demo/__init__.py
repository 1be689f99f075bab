"""Northwind Freight, an invented company: its people, its leads, and the exports that its CRM would write."""
