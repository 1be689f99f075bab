"""Measures: records and terms in, outcomes and counts out, in partial results that merge."""
