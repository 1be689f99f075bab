"""What writes the first files of a site: so far, an entry of `sources.yml` for an export that nobody has declared."""
