"""The page on engines shows a source that is read as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from living_sla.agreements.sources_file import read_sources

PAGE = Path(__file__).parent.parent.parent / "docs" / "engines.md"


def test_the_example_is_a_source(tmp_path):
    [example] = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.yml").write_text(example, encoding="utf-8")
    source = read_sources(tmp_path).sources["leads"]
    assert (source.engine, source.stored, source.path) == ("spark", "parquet", "s3a://crm/leads")
