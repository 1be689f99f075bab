"""The same site by Zensical, which runs no plugin: what the plugin makes of every page is laid out for it to wrap."""
