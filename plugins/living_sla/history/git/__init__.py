"""Git in: the repository, its main line, and the ref whose settings are trusted; read through one hardened door."""
