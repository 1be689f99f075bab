"""The terms of an agreement in sentences."""
