"""Whether a text that is kept for ever names anybody whom the terms do not name."""
