"""Exports of the CRM: files in, batches of typed records out. The only room that opens `data/`."""

from living_sla.exports.export import Export, Record, open_export
from living_sla.exports.freshness import Freshness, freshness

__all__ = ["Export", "Freshness", "Record", "freshness", "open_export"]
