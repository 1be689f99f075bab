"""What lies in the folder of a review: its files by name, its seal, and the strict reader of each."""
