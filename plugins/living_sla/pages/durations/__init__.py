"""Blocks about how long records took: histogram, bands, open records by age, the dial, what could be promised."""
