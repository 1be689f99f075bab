"""A proposal for forges and programs: one comment, annotations, a JSON document, a JUnit report."""
