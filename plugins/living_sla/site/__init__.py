"""The site: macros over the finished report, the MkDocs plugin, build and publish."""
