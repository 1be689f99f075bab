"""Sign-offs of reviews: who may give one, what each is worth, and how the next one is written."""
