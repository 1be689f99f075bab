"""Figures: the terms that were in force and the exports in, every commitment's standing through time out."""
