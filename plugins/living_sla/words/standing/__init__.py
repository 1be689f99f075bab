"""How commitments stand, in words and numbers: figures, verdicts, what is due."""
