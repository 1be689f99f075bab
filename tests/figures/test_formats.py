"""Where a format stands that nobody can read by."""

from __future__ import annotations

import pytest

from living_sla.agreements.reader import load_project
from living_sla.errors import Faults
from living_sla.figures.scans import open_source
from tests.factories.agreements import SOURCES, changed, line_of, write_project


def test_f057_a_format_is_refused_at_its_own_place(tmp_path):
    piece = "mql_at: {from: Became MQL, type: instant"
    sources = changed(piece, f"{piece}, format: DD.MM.YYYY", SOURCES)
    project = load_project(write_project(tmp_path, sources=sources))
    export = tmp_path / "data/exports/leads-1.csv"
    export.parent.mkdir()
    export.write_text("anything\n")
    with pytest.raises(Faults) as found:
        open_source(project, "leads", ["mql_at"])
    line, column = line_of(piece, sources), len(f"    {piece}, format: ") + 1
    assert str(found.value).startswith(f"data/sources.yml:{line}:{column}: SLA-F057 the format ")
