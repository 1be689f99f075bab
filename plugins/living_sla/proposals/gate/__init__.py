"""What keeps a proposal from landing: signatures that are missing, findings that nobody answers for."""
