"""A measure that a user wrote, in a package that is installed beside the product: here a folder on the path."""

from __future__ import annotations

import pickle
import re
import sys
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from living_sla import report
from living_sla.errors import Faults, SlaError
from living_sla.measures.measure import measure
from living_sla.model.agreement.custom import custom_class
from living_sla.model.time.zones import micros
from living_sla.words.numbers import plain_spaces
from tests.factories.cohorts import at, batch, cohort_of
from tests.factories.desks import desk_agreement, write_desk

PAGE = Path(__file__).parent.parent.parent / "docs" / "own-measures.md"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
AGREEMENT = desk_agreement(
    """\
  - id: ours
    title: Ours
    by: sales
    category: metrics
    measure: {kind: custom, name: NAME, source: leads, at: came_at, where: {region: not test}, with: WITH}
    target: TARGET
    per: month
    by_segment: region
""",
    more="""\
exceptions:
  - {id: outage, from: 2026-09-20T00:00, until: 2026-09-21T00:00, reason: Outage, effect: exclude}
""",
)
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: UTC
  key: id
  as_of: 2026-10-10T12:00
  columns:
    id: {from: ID, type: text}
    came_at: {from: Came, type: instant}
    quoted_at: {from: Quoted, type: instant}
    amount: {from: Amount, type: money, currency: EUR}
    region: {from: Region, type: text}
    score: {from: Score, type: integer}
"""
# Of 19 and 20 September, the last lies in an outage; L8 begins after the as-of, and L6 is quoted after it.
LEADS = """\
ID,Came,Quoted,Amount,Region,Score
L1,2026-09-01 10:00,2026-09-01 12:00,100,North,5
L2,2026-09-02 10:00,2026-09-02 16:00,50.25,North,
L3,2026-09-03 10:00,,,South,7
L4,2026-09-20 10:00,2026-09-20 11:00,900,South,7
L5,2026-09-04 10:00,2026-09-04 11:00,900,test,7
L6,2026-10-01 10:00,2026-10-11 11:00,10,South,1
L7,2026-10-02 10:00,2026-10-02 11:00,30,,1
L8,2026-10-12 10:00,2026-10-12 11:00,30,North,1
"""
CODE = '''
from typing import ClassVar

from living_sla.model.agreement.custom import Figure, CustomMeasure
from living_sla.model.agreement.scalars import ColumnName, Whole

class QuotedValue(CustomMeasure):
    """Money quoted, a lead counted as often as its weight says."""
    takes = {"quoted": ("instant",), "amount": ("money",)}
    quoted: ColumnName
    amount: ColumnName
    weight: Whole = 1

    def figure(self, records):
        quoted = records["quoted"].notna()
        value = records["amount"][quoted].sum() * self.weight
        return Figure(value, met=int(quoted.sum()), pending=int((~quoted).sum()))

class Slowest(CustomMeasure):
    takes = {"quoted": ("instant",)}
    quoted: ColumnName

    def figure(self, records):
        return Figure((records["quoted"] - records["start"]).max(), met=len(records))

class QuotedShare(CustomMeasure):
    takes = {"quoted": ("instant",)}
    quoted: ColumnName

    def figure(self, records):
        quoted = int(records["quoted"].notna().sum())
        return Figure(met=quoted, missed=len(records) - quoted)

class Seen(CustomMeasure):
    takes = {"quoted": (), "region": (), "score": ()}
    quoted: ColumnName
    region: ColumnName
    score: ColumnName
    frames: ClassVar[list] = []

    def figure(self, records):
        Seen.frames.append(records)
        return Figure(1)

class Broken(CustomMeasure):
    def figure(self, records):
        raise KeyError("ana.ruiz@northwind.example")

class Wordy(CustomMeasure):
    def figure(self, records):
        return Figure("many")

NOT_A_MEASURE = 3
'''
ENTRIES = """\
[living_sla.measures]
quoted-value = our_measures:QuotedValue
slowest = our_measures:Slowest
quoted-share = our_measures:QuotedShare
seen = our_measures:Seen
broken = our_measures:Broken
wordy = our_measures:Wordy
not-a-measure = our_measures:NOT_A_MEASURE
gone = our_measures:Gone
"""
BOTH = "{quoted: quoted_at, amount: amount}"


def install(folder, code, entries, module="our_measures"):
    """What an installer leaves behind: a module, and beside it the metadata with its entry points."""
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    metadata = folder / f"{module}-1.2.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module.replace('_', '-')}\nVersion: 1.2\n")
    (metadata / "entry_points.txt").write_text(entries, encoding="utf-8")


@pytest.fixture
def site_packages(tmp_path, monkeypatch):
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    custom_class.cache_clear()
    yield folder
    custom_class.cache_clear()
    for name in ("our_measures", "acme_measures"):
        sys.modules.pop(name, None)


@pytest.fixture
def project(tmp_path, site_packages):
    install(site_packages, CODE, ENTRIES)
    return write_desk(tmp_path, AGREEMENT, SOURCES, leads=LEADS)


def build(project, name, said, target):
    text = AGREEMENT.replace("NAME", name).replace("WITH", said).replace("TARGET", target)
    (project / "agreements" / "desk.md").write_text(text, encoding="utf-8")
    [standing] = report.build(project, now=NOW).agreements[0].commitments
    return standing


def by_month(standing):
    return {found.period.label: found for found in standing.series}


def refused(project, name, said="{}", target="at least 5"):
    with pytest.raises(SlaError) as caught:
        build(project, name, said, target)
    return str(caught.value)


# ---------------------------------------------------------------- figures


def test_a_value_and_counts_come_from_the_users_class(project):
    found = by_month(build(project, "quoted-value", BOTH, "at least 100 EUR"))
    september, october = found["2026-09"], found["2026-10"]
    assert (september.value, september.unit) == (Fraction(601, 4), "EUR")
    assert (september.counts.met, september.counts.pending, september.counts.excluded) == (2, 1, 1)
    assert (october.value, october.counts.met, october.counts.pending) == (30, 1, 1)


def test_a_segment_has_a_figure_of_its_own(project, monkeypatch):
    """North, South and the blank one; the groups are small, and would be withheld."""
    monkeypatch.setattr("living_sla.model.figures.small_groups.SMALLEST_GROUP", 1)
    segments = build(project, "quoted-value", BOTH, "at least 100 EUR").segments
    values = [[(found.segment, found.value) for found in of_period] for of_period in segments]
    assert values == [
        [("North", Fraction(601, 4)), ("South", 0), ("", None)],
        [("North", None), ("South", 0), ("", 30)],
    ]


def test_segments_that_are_merged_are_given_to_the_class_together(project, monkeypatch):
    """Of the four leads of September one is excluded, and counts all the same."""
    monkeypatch.setattr("living_sla.model.figures.small_groups.SMALLEST_GROUP", 3)
    with (project / "data" / "exports" / "leads.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"M{n},2026-09-0{n} 10:00,2026-09-0{n} 11:00,1,West,1\n" for n in range(1, 5))
    september, _ = build(project, "quoted-value", BOTH, "at least 100 EUR").segments
    assert [(found.segment, found.merged, found.value, found.counts.excluded) for found in september] == [
        ("North", (), None, 0),
        ("South", (), None, 0),
        ("West", (), 4, 0),
        ("", (), None, 0),
        ("Other", ("North", "South"), Fraction(601, 4), 1),
    ]


def test_a_setting_is_read_by_the_class(project):
    said = "{quoted: quoted_at, amount: amount, weight: 3}"
    assert by_month(build(project, "quoted-value", said, "at least 100 EUR"))["2026-09"].value == Fraction(1803, 4)


def test_a_length_of_time_is_in_the_unit_of_the_target(project):
    found = by_month(build(project, "slowest", "{quoted: quoted_at}", "at most 5 hours"))["2026-09"]
    assert (found.value, found.unit, found.status) == (6, "hours", "missed")


def test_counts_alone_make_a_share(project):
    found = by_month(build(project, "quoted-share", "{quoted: quoted_at}", "at least 60%"))["2026-09"]
    assert (found.value, found.status) == (Fraction(2, 3), "met")


def test_pending_records_keep_an_ended_period_open(project):
    assert by_month(build(project, "quoted-value", BOTH, "at least 100 EUR"))["2026-09"].status == "on track"


def test_the_class_is_given_what_has_happened_and_nothing_else(project):
    said = "{quoted: quoted_at, region: region, score: score}"
    build(project, "seen", said, "at least 1")
    frame = sys.modules["our_measures"].Seen.frames[-1]  # October as a whole; nobody asks about its two small segments
    assert list(frame.columns) == ["key", "start", "quoted", "region", "score"]
    assert frame["key"].tolist() == ["L6", "L7"]
    assert frame["quoted"].isna().tolist() == [True, False]
    assert frame["region"].isna().tolist() == [False, True]
    assert [str(kind) for kind in frame.dtypes[["start", "score"]]] == ["datetime64[us, UTC]", "Int64"]


def test_parts_of_an_export_merge_in_any_order(project):
    """As they do where an engine reads, and where two processes do."""
    build(project, "quoted-value", BOTH, "at least 100 EUR")
    measure_ = {"kind": "custom", "name": "quoted-value", "source": "leads", "at": "mql_at"}
    said = {"with": {"quoted": "contacted_at", "amount": "amount"}}
    asked = cohort_of({"measure": measure_ | said, "target": "at least 5 EUR", "by_segment": "region"})
    records = [
        {"id": f"K{number}", "mql_at": at(f"2026-09-{number + 1:02}T10:00"), "contacted_at": at("2026-09-29T10:00"),
         "amount": Decimal(number), "region": ("North", "South", None)[number % 3]} for number in range(9)
    ]  # fmt: skip
    parts = [measure([asked], [(batch(cut), micros(NOW))])[0] for cut in (records[6:], [], records[:6])]
    merged, *others = [pickle.loads(pickle.dumps(part)) for part in parts]
    for other in others:
        merged.merge(other)
    [whole] = measure([asked], [(batch(records), micros(NOW))])
    for found in (merged, whole):
        found.finish(asked, micros(NOW))
    assert merged.own.figures.table.equals(whole.own.figures.table)
    assert merged.own.figures.of(0, None).value == 36
    assert merged.own.figures.of(0, ("North", "South")).value == 21
    assert merged.own.figures.groups()[0, "South"].records == 3


def test_an_agreement_says_what_is_measured(project):
    assert plain_spaces(build(project, "quoted-value", BOTH, "at least 100 EUR").sentence) == (
        "Each month, Development makes sure that the quoted value of leads that do not have the region "
        '"test" is at least EUR 100.'
    )


def test_the_example_of_the_documentation_works(project, site_packages):
    """The module, the entry point and the measure are those of the page."""
    yaml, toml, code = re.findall(r"```(?:yaml|toml|python)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    entry = re.search(r'"living_sla.measures"\]\n(.*)\n', toml)[1].replace('"', "")
    install(site_packages, code, f"[living_sla.measures]\n{entry}\n", module="acme_measures")
    assert "name: quote-spread " in yaml
    said = re.search(r"with: (.*)", yaml)[1]
    september, october = build(project, "quote-spread", said, "at most 6 hours").series
    # Waits of 2 and 6 hours, the slower one ignored; in October one hour, ignored, and one that is pending.
    assert (september.value, september.counts.met, september.counts.pending) == (0, 1, 1)
    assert (october.value, october.counts.pending) == (None, 1)


# ---------------------------------------------------------------- what is wrong


def test_a_measure_that_is_not_installed_is_told(project):
    assert refused(project, "quoted-valeu") == (
        'agreements/desk.md:17:35: SLA-F010 no installed package offers a measure "quoted-valeu"\n'
        "  hint: installed are: broken, gone, not-a-measure, quoted-share, quoted-value, seen, slowest, wordy"
    )


def test_a_measure_that_is_none_is_told(project):
    told = refused(project, "not-a-measure")
    assert 'the measure "not-a-measure" (our_measures:NOT_A_MEASURE) is not a measure' in told
    assert "hint: let the entry point name a class that derives from living_sla.api.Measure" in told
    assert 'the measure "gone" (our_measures:Gone) cannot be imported' in refused(project, "gone")


def test_a_field_that_the_class_does_not_have_is_told_where_it_stands(project):
    said = "{quoted: quoted_at, amount: amount, wieght: 2}"
    assert refused(project, "quoted-value", said, "at least 5 EUR") == (
        'agreements/desk.md:17:154: SLA-F010 unknown field "wieght"\n  hint: did you mean "weight"?'
    )


def test_a_field_that_is_missing_or_unreadable_is_told(project):
    told = refused(project, "quoted-value", "{quoted: quoted_at, weight: x}", "at least 5 EUR")
    assert '"amount" is missing' in told
    assert ':138: SLA-F006 "x"' in told


def test_a_column_of_the_wrong_type_is_told(project):
    told = refused(project, "quoted-value", "{quoted: amount, amount: nothing}", "at least 5 EUR")
    assert 'SLA-F014 "amount" of "leads" is of type money, wanted here is instant' in told
    assert 'SLA-F010 "nothing" is not a column of "leads"' in told


def test_code_that_fails_is_told_without_what_it_says(project):
    """Its text may quote a record."""
    assert refused(project, "broken") == (
        'the measure of "ours" in "desk", Broken, failed with KeyError\n'
        "  hint: it was given 3 records; run its own tests, or report this to who wrote it"
    )


def test_a_value_that_is_no_number_is_told(project):
    assert refused(project, "wordy") == (
        'the measure of "ours" in "desk", Wordy, gave no value for the target at least 5\n'
        "  hint: give a number, or None"
    )


def test_faults_of_a_measure_come_with_all_others(project):
    text = AGREEMENT.replace("NAME", "nothing").replace("WITH", "{}").replace("TARGET", "at least 5")
    (project / "agreements" / "desk.md").write_text(text.replace("by: sales", "by: salse"), encoding="utf-8")
    with pytest.raises(Faults) as caught:
        report.build(project, now=NOW)
    assert [fault.code for fault in caught.value.faults] == ["SLA-F020", "SLA-F010"]
