"""The pages of one agreement: its overview, a page for each commitment, and its history."""
