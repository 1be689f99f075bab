"""Whether a review is what was frozen: its bytes, the chain of reviews, and the main line that holds both."""
