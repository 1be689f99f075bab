"""Agreement files and `sources.yml`: strict YAML in, checked terms out."""
