"""Exports of the CRM: files in, batches of typed records out. The only room that opens `data/`."""
