"""Reviews: frozen, sealed, signed, checked; each is one folder below `docs/reviews/`."""
