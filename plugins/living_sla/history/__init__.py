"""Git to values: what was agreed, by whom, since when. The only room that runs git."""
