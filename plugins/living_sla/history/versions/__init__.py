"""What the main line did to each agreement: files to revisions and versions, and their terms when somebody asks."""
