"""What writes the first files of a site: sources for exports, commitments from patterns and sheets, whole projects."""
