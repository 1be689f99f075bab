"""Goals: what a count has to bring, where its number comes from, and whether a desk can work through it."""
