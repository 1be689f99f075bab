"""What the fields of the files are: their faults in words, their descriptions for editors, and what is no term."""
