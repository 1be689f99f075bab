"""The words and rules of service level agreements: pure values, no files, no git, no site."""
