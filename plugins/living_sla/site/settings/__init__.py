"""The settings of a site: read as data, held against those of the trusted ref, and loaded from where they may be."""
