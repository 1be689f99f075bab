"""Effects: what the figures say of changes of terms, and of experiments."""
