"""Every sentence, number, unit, status and list in English: for pages, terminal, comments and documents alike."""
