"""Sign-offs to trust levels: what a file in the history proves about who agreed to which terms."""
