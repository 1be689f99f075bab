"""The site: macros over the finished report, the MkDocs plugin, and what stands around both."""
