"""What a source declares about cells is read by an engine's workers as it is at home."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from living_sla import report
from tests.engines import generated
from tests.engines.test_equal import assert_equal, attainments

NOW = datetime(2026, 2, 1, tzinfo=UTC)
MEASURES = {
    "answered": ("kind: within, from: came_at, to: answered_at, limit: 4 business hours", "at least 50%"),
    "worth": ("kind: total, at: came_at, column: worth", "at least 1000 EUR"),
    "worked": ("kind: average, at: came_at, of: worked", "at most 40 hours"),
    "waited": ("kind: average, at: came_at, of: waited", "at most 40 hours"),
    "vans": ("kind: count, at: came_at, where: {products: includes Kühlwagen}", "at least 1"),
}
VALUES = {
    "answered": Fraction(1, 2),
    "worth": Fraction(1_234_567 * 2 + 1, 2),
    "worked": Fraction(36 * 3600 + 1800, 3600) / 2,
    "waited": Fraction(1234 + 6, 60) / 2,
    "vans": 1,
}
SOURCE = """\
leads:
  {path}
  encoding: cp850
  delimiter: ";"
  decimal: ","
  thousands: "."
  skip_lines: 2
  timezone: Europe/Berlin
  key: id
  as_of: {{newest_of: [seen_at]}}
  columns:
    id: {{from: Nr, type: text, label: Nummer}}
    came_at: {{from: [Tag, Zeit], type: instant, format: ["%d.%m.%Y %H:%M", iso]}}
    answered_at: {{from: Antwort, type: instant, format: unix ms}}
    seen_at: {{from: Stand, type: instant, format: unix s}}
    worth: {{from: Wert, type: money, currency: EUR}}
    worked: {{from: Dauer, type: duration, format: [h:mm, h:mm:ss]}}
    waited: {{from: Minuten, type: duration, format: minutes}}
    products: {{from: Produkte, type: text, values_separator: ";"}}
"""
ROWS = """\
Übersicht

Nr;Tag;Zeit;Antwort;Stand;Wert;Dauer;Minuten;Produkte
1;05.01.2026;9:00;1767610800000;1769900000;1.234.567,50;36:00;1.234,0;"Kühlwagen; Busse"
2;2026-01-06;09:00;;1769900001;0,00;0:30:00;6;"Busse;Kühlwagen-Anhänger"
"""


def declared(root, engine):
    """The project, its export read by that engine, or by this machine."""
    (root / "agreements").mkdir(parents=True)
    commitments = "".join(
        generated.COMMITMENT.format(id=name, measure=measure, source="leads", target=target, per="month")
        for name, (measure, target) in MEASURES.items()
    )
    terms = generated.AGREEMENT.replace("2026-07-01", "2026-01-01").partition("definitions:")[0]
    (root / "agreements" / "desk.md").write_text(f"{terms}commitments:\n{commitments}---\n", encoding="utf-8")
    (root / "data" / "leads").mkdir(parents=True)
    (root / "data" / "leads" / "part-0.csv").write_bytes(ROWS.replace("\n", "\r\r\n").encode("cp850"))
    stored = "\n  stored: csv" if engine == "spark" else ""
    path = f"path: leads\n  engine: {engine}{stored}" if engine else "path: leads/part-*.csv"
    (root / "data" / "sources.yml").write_text(SOURCE.format(path=path), encoding="utf-8")
    return report.build(root, now=NOW)


def test_what_a_source_declares_is_read_alike(tmp_path, engine):
    at_home, elsewhere = declared(tmp_path / "home", None), declared(tmp_path / "elsewhere", engine)
    assert_equal(attainments(elsewhere), attainments(at_home))
    for commitment in at_home.agreement("desk").commitments:
        [month] = [found for found in commitment.series if found.period.label == "2026-01"]
        assert month.value == VALUES[commitment.commitment.id], commitment.commitment.id
