"""What happened to an agreement, in sentences: versions, changes, signatures, what is in force."""
