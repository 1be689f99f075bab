"""The past under both terms."""
