"""What happened to an agreement: revisions, versions, changes, sign-offs, and what was in force when."""
