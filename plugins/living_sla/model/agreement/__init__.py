"""What people agree on and declare: terms, measures, conditions, sources; each parses and describes itself."""
