"""Figures do not depend on who reads: counts are equal, values within 1e-9."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from living_sla import report
from living_sla.api import explain
from living_sla.documents.attainment import fields
from living_sla.pages.provenance import provenance
from tests.engines import generated

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 1, tzinfo=UTC)
DEMONSTRATION = {"spark": "\n  engine: spark", "dask": "\n  engine: dask"}


def attained(root, **asked):
    return attainments(report.build(root, now=NOW, **asked))


def attainments(found):
    """Every attainment of every commitment, in order."""
    return [
        attainment
        for standing in found.agreements
        for commitment in standing.commitments
        for series in (commitment.series, *commitment.segments)
        for attainment in series
    ]


def assert_equal(found, expected):
    for one, other in zip(found, expected, strict=True):
        for name in ("value", "lower", "upper", "without_exceptions"):
            ours, theirs = getattr(one, name), getattr(other, name)
            assert (ours is None) == (theirs is None), (one.commitment, name)
            assert ours is None or abs(ours - theirs) <= Fraction(1, 10**9) * max(1, abs(theirs))
        same = {name: getattr(other, name) for name in ("value", "lower", "upper", "without_exceptions")}
        assert replace(one, **same) == other


@pytest.fixture(scope="module", params=["parquet", "csv"])
def ending(request):
    return request.param


@pytest.fixture(scope="module")
def project(tmp_path_factory, ending):
    return generated.project(tmp_path_factory.mktemp(ending), ending)


@pytest.fixture(scope="module")
def plain(project, ending):
    return report.build(generated.declare(project, ending, engine=None), now=NOW)


@pytest.fixture(scope="module")
def elsewhere(project, ending, engine):
    return report.build(generated.declare(project, ending, engine), now=NOW)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """The project with typed exports, for what does not depend on their format."""
    return generated.project(tmp_path_factory.mktemp("tables"), "parquet")


def test_how_long_records_took_and_what_was_before_is_equal(plain, elsewhere):
    ours, theirs = (
        [(of.durations, of.baseline) for standing in found.agreements for of in standing.commitments]
        for found in (elsewhere, plain)
    )
    assert ours == theirs
    assert any(durations is not None and durations.periods for durations, _ in ours)


def test_every_measure_is_equal(plain, elsewhere):
    found = attainments(elsewhere)
    assert {attainment.commitment for attainment in found} == {name for name, *_ in generated.MEASURES}
    assert sum(attainment.counts.met for attainment in found) > 1_000
    assert_equal(found, attainments(plain))


def test_an_earlier_moment_is_replayed_alike(tables, engine):
    at = datetime(2026, 8, 20, 15, tzinfo=UTC)
    expected = attained(generated.declare(tables, "parquet", engine=None), as_of=at)
    assert_equal(attained(generated.declare(tables, "parquet", engine), as_of=at), expected)


def test_the_demonstration_is_equal(tmp_path, engine):
    for name in ("agreements", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    expected = attained(tmp_path)
    sources = tmp_path / "data" / "sources.yml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("\n  timezone:", f"{DEMONSTRATION[engine]}\n  timezone:"), encoding="utf-8")
    assert_equal(attained(tmp_path), expected)


def test_what_was_read_says_by_whom(plain, elsewhere, engine):
    expected, found = plain.sources["leads"].facts, elsewhere.sources["leads"].facts
    assert found.files == ()
    assert found.paths == ("leads",)
    assert found.elsewhere.engine.split()[0].lower() == engine
    assert found.unread is None  # what else an engine could read, nobody asks it
    assert replace(found, files=expected.files, unread=expected.unread, elsewhere=None) == expected


def test_a_page_and_a_document_say_who_read(elsewhere, engine):
    page = re.sub("<[^>]*>", " ", str(provenance(elsewhere.agreements[0], elsewhere)))
    assert re.search(rf"leads +read by {engine.title()} [0-9.]+ in [0-9]+ parts; no fingerprint", page)
    source = fields(elsewhere.agreements[0].commitments[0].series[0], elsewhere)["source"]
    assert source["files"] == []
    assert source["path"] == "leads"
    assert source["engine"] == elsewhere.sources["leads"].facts.elsewhere.engine


@pytest.mark.parametrize("commitment", ["answered", "tried"])
def test_one_record_is_explained_alike(tables, engine, commitment):
    here = explain(generated.declare(tables, "parquet", engine=None), "desk", commitment, "L00042")
    there = explain(generated.declare(tables, "parquet", engine), "desk", commitment, "L00042")
    assert there.explanation == here.explanation
    assert (there.file, there.line) == ("leads", None)


def test_spark_reads_a_table(tables, spark):
    expected = attained(generated.declare(tables, "parquet", engine=None))
    root = generated.declare(tables, "parquet", "spark")
    for name in generated.NAMES:
        spark.read.parquet(str(root / "data" / name)).createOrReplaceTempView(f"crm_{name}")
    sources = root / "data" / "sources.yml"
    text = sources.read_text(encoding="utf-8").replace("path: ", "path: crm_")
    sources.write_text(text.replace("stored: parquet", "stored: table"), encoding="utf-8")
    assert_equal(attained(root), expected)
