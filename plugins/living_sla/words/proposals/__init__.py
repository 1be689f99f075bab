"""What a proposal is in words."""
