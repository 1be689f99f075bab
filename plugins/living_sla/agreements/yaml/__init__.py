"""A YAML document as people may write it here: characters, strict reading, its nodes and their places."""
