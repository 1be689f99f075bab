"""Values in, blocks of HTML out: every text escaped, one line each."""
