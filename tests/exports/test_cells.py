"""What a cell may say, type by type; the fast reader and the slow one agree on every text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from living_sla.errors import SlaError, Unreadable
from living_sla.exports.cells.cell import read_cell
from tests.factories.exports import cells, one_column, refused


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


READ = {
    "text": [("EMEA", "EMEA"), ("007", "007"), ("1e5", "1e5"), ("NA", "NA"), (" x ", " x "), ("  ", None), ("", None)],
    "integer": [("0", 0), ("-3", -3), ("60", 60), ("123456789012345678", 123456789012345678), ("", None)],
    "number": [
        ("0.5", 0.5), ("-3", -3.0), ("0.1", 0.1), ("1234567.891", 1234567.891), ("0.333333333333333333", 1 / 3),
        ("123456789012345678", 123456789012345678.0), ("-0.000001", -1e-06),
    ],
    "money": [
        ("900000", Decimal(900000)), ("0.01", Decimal("0.01")), ("-12.3456", Decimal("-12.3456")),
        ("12.500000", Decimal("12.5")), ("99999999999999.9999", Decimal("99999999999999.9999")),
    ],
    "percent": [("12%", 0.12), ("12.5 %", 0.125), ("0.12", 0.12), ("150%", 1.5), ("1", 1.0),
                ("0", 0.0), ("-3%", -0.03)],
    "boolean": [("true", True), ("FALSE", False), ("Yes", True), ("no", False), ("1", True), ("0", False), ("", None)],
    "date": [("2026-08-03", date(2026, 8, 3)), ("2024-02-29", date(2024, 2, 29)), ("0001-01-01", date(1, 1, 1))],
    "instant": [
        ("2026-08-03 14:05", utc(2026, 8, 3, 13, 5)),
        ("2026-08-03T14:05:06", utc(2026, 8, 3, 13, 5, 6)),
        ("2026-08-03 14:05:06.1", utc(2026, 8, 3, 13, 5, 6, 100_000)),
        ("2026-08-03 14:05:06.123456", utc(2026, 8, 3, 13, 5, 6, 123_456)),
        ("2026-12-03 00:00", utc(2026, 12, 3)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", READ)
def test_each_type_reads_its_spellings(kind, tmp_path):
    texts, values = zip(*READ[kind], strict=True)
    assert cells(tmp_path, one_column(kind), texts) == list(values)


@pytest.mark.parametrize(("kind", "text", "wanted"), [(kind, *pair) for kind, pairs in READ.items() for pair in pairs])
def test_the_slow_reader_reads_the_same(kind, text, wanted):
    assert read_cell(text, one_column(kind).columns["it"], timezone_key="Europe/London") == wanted


def test_instants_with_an_offset_need_no_zone(tmp_path):
    texts = ["2026-08-03T14:05:00Z", "2026-08-03 14:05 UTC", "2026-08-03 14:05:00.5+02:00", "2026-08-03 14:05 -0330"]
    source = one_column("instant").model_copy(update={"timezone": None, "as_of": datetime(2026, 10, 31, tzinfo=UTC)})
    assert cells(tmp_path, source, texts) == [
        utc(2026, 8, 3, 14, 5),
        utc(2026, 8, 3, 14, 5),
        utc(2026, 8, 3, 12, 5, 0, 500_000),
        utc(2026, 8, 3, 17, 35),
    ]


@pytest.mark.parametrize(
    ("format", "text", "wanted"),
    [
        ("%d/%m/%Y %H:%M", "3/8/2026 9:05", utc(2026, 8, 3, 8, 5)),
        ("%m/%d/%Y, %I:%M %p", "8/3/2026, 2:05 PM", utc(2026, 8, 3, 13, 5)),
        ("%m/%d/%Y, %I:%M %p", "08/03/2026, 12:00 AM", utc(2026, 8, 2, 23)),
        ("%d.%m.%Y", "03.08.2026", utc(2026, 8, 2, 23)),
        ("%d %b %Y %H:%M:%S", "3 Aug 2026 14:05:59", utc(2026, 8, 3, 13, 5, 59)),
        ("%B %d, %Y %H:%M", "August 3, 2026 14:05", utc(2026, 8, 3, 13, 5)),
        ("%Y%m%d%H%M%S", "20260803140559", utc(2026, 8, 3, 13, 5, 59)),
        ("%d/%m/%y %H:%M", "03/08/26 14:05", utc(2026, 8, 3, 13, 5)),
        ("%Y-%m-%dT%H:%M:%S.%f%z", "2026-08-03T14:05:59.25+0200", utc(2026, 8, 3, 12, 5, 59, 250_000)),
    ],
)
def test_a_stated_format_is_read_with_or_without_leading_zeros(format, text, wanted, tmp_path):
    source = one_column("instant", format=format)
    assert cells(tmp_path, source, [text]) == [wanted]
    assert read_cell(text, source.columns["it"], timezone_key="Europe/London") == wanted


LENIENT = {
    "integer": [" 12", "12 ", "+12", "12.0", "12.7", "1e3", "012", "00", "-012", "1,200", "1_000", "0x1F", "--1", "-",
                "NaN", "٣", "true", "1234567890123456789"],
    "number": ["1e3", ".5", "5.", "inf", "Infinity", "nan", "1,5", "1.2.3", "01.5", " 1.5", "1 000", "+1.5", "1.5%",
               "-"],
    "money": ["€12", "12 EUR", "1,200.50", "12.34567", "$1", "12.", ".5", "(12)", "1e2", "012", "123456789012345"],
    "percent": ["12", "1.2", "-2", "12 percent", "%", "12%%", "1e1%", " 12%", "12  %"],
    "boolean": ["t", "f", "Y", "n", "on", "off", "2", "TrUe", " true", "true ", "x"],
    "date": ["2026-1-5", "2026-02-30", "20260105", "2026-01-05 00:00", "01/02/2026", "epoch", "infinity", "2026-00-10",
             "2026-13-01", "0000-01-01", "today", "2026-01-05Z", " 2026-01-05"],
    "instant": ["epoch", "infinity", "-infinity", "2026-1-5 10:00", "2026-01-05", "2026-01-05 1:00", "2026-01-05 24:00",
                "2026-01-05 10:60", "2026-01-05 10:00:60", "2026-01-05  10:00", "2026-01-05t10:00", "2026-01-05 10:00z",
                "2026-01-05 10:00:00.", "2026-01-05 10:00:00.1234567", "2026-01-05 10:00+16:00", "2026-01-05 10:00+1",
                "2026-02-30 10:00", "1900-01-01 00:00", "9999-12-31 00:00", "1970-01-01T00:00:00Z", "now",
                "2026-01-05 10:00 Europe/London", "2026-01-05 10:00 CET", "(empty)", "46238.58", "1767607200"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in LENIENT.items() for text in texts])
def test_what_databases_read_leniently_is_refused_with_its_line(kind, text, tmp_path):
    with pytest.raises(SlaError) as found:
        cells(tmp_path, one_column(kind), ["", text])
    assert "data/exports/leads.csv:3:2: SLA-F0" in str(found.value)
    assert "\n  hint: " in str(found.value)


def spelled_like(kind: str) -> st.SearchStrategy[str]:
    alphabet = {"instant": "0123456789-: TZ.+", "date": "0123456789-", "boolean": "trueFALSEyno01"}
    near = [text for text, _ in READ[kind] if text] + LENIENT[kind]
    damaged = st.builds(
        lambda text, at, new: text[: at % (len(text) + 1)] + new + text[at % (len(text) + 1) + 1 :],
        st.sampled_from(near),
        st.integers(0, 40),
        st.text(alphabet.get(kind, "0123456789-.,%e "), max_size=2),
    )
    return damaged.filter(lambda text: '"' not in text)


@pytest.mark.parametrize("kind", LENIENT)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_fast_reader_agrees_with_the_slow_one(kind, data, tmp_path):
    text = data.draw(spelled_like(kind))
    source = one_column(kind).model_copy(update={"thousands": "none"})
    try:
        wanted = read_cell(text, source.columns["it"], marks=source.marks, timezone_key="Europe/London")
    except Unreadable:
        with pytest.raises(SlaError):
            cells(tmp_path, source, [text])
    else:
        assert cells(tmp_path, source, [text]) == [wanted]


def test_a_column_of_many_shapes_keeps_its_order(tmp_path):
    texts = [f"{'-' * (n % 2)}{n**3}.{n % 7}" for n in range(1, 2000)]
    assert cells(tmp_path, one_column("number"), texts) == [float(text) for text in texts]


def test_every_refused_spelling_has_a_hint():
    for kind, texts in LENIENT.items():
        for text in texts:
            with pytest.raises(Unreadable) as found:
                read_cell(text, one_column(kind).columns["it"], timezone_key="Europe/London")
            assert found.value.hint, (kind, text)
            assert found.value.code, (kind, text)


def test_a_decimal_comma_is_read_where_it_is_declared(tmp_path):
    source = one_column("money", currency="EUR").model_copy(update={"decimal": ","})
    assert cells(tmp_path, source, ["1234,56", "-7"]) == [Decimal("1234.56"), Decimal(-7)]
    assert "dddd.dd is written with a decimal point" in refused_cell(tmp_path, source, "1234.56")


def refused_cell(root, source, text):
    with pytest.raises(SlaError) as found:
        cells(root, source, [text])
    return str(found.value)


def test_declared_texts_stand_for_nothing(tmp_path):
    for kind in ("text", "integer", "instant", "boolean", "date"):
        assert cells(tmp_path, one_column(kind, empty=["NA", "-"]), ["NA", "-", ""]) == [None, None, None]


@pytest.mark.parametrize(
    "format", ["%d/%m", "%Y-%j", "%x", "%d/%m/%Y %I:%M", "%d/%m/%Y %H %I %p", "%d %d %m %Y", "%d/%m/%Y %S", "%"]
)
def test_a_format_that_does_not_say_one_moment_is_refused_before_reading(format, tmp_path):
    message = refused(tmp_path_with_rows(tmp_path), one_column("instant", format=format))
    assert message.startswith("data/sources.yml:3: SLA-F057 the format ")
    assert message.endswith(
        "hint: use %Y %y %m %d %H %I %M %S %f %p %b %B %z, for example %d/%m/%Y %H:%M; or iso, unix s, unix ms"
    )


def tmp_path_with_rows(root):
    (root / "data" / "exports").mkdir(parents=True)
    (root / "data" / "exports" / "leads.csv").write_text("id,it\n1,\n")
    return root
