"""What could be promised: nine of the last ten closed periods kept it, by the terms of today over the whole past."""

from __future__ import annotations

import json
import random
from math import floor

import pytest

from living_sla.agreements.editing.setting import read_setting
from living_sla.documents.promises import promises_document
from living_sla.errors import SlaError
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.pooled import by_limit, kept_by_nine
from living_sla.proposals.curve import promised
from living_sla.proposals.proposal import answer_of
from living_sla.scaffold.changed import changed
from living_sla.words.standing.promises import HEAD, promise_lines
from tests.proposals.proposing import AGREEMENT, EXPORT, HEADER, NOW, project

MONTHS = [(2025, month) for month in range(7, 13)] + [(2026, month) for month in range(1, 10)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = project(tmp_path_factory.mktemp("curve") / "project", AGREEMENT.replace("2026-02-01", "2025-07-01"))
    chance, rows = random.Random(15), []
    for year, month in MONTHS:
        for number in range(chance.randrange(20, 40)):
            day, minutes = 1 + number % 27, chance.randrange(1, 470)
            rows.append(
                f"L{year}{month}-{number},,,,{year}-{month:02}-{day:02} 09:00,"
                f"{year}-{month:02}-{day:02} {9 + minutes // 60:02}:{minutes % 60:02}\n"
            )
    made.commit({EXPORT: HEADER + "".join(rows)}, "More leads")
    return made


def kept_of_ten(folder, limit, percents):
    """How many of the last ten closed periods these terms would have kept."""
    settings = [f"first-contact.measure.limit={limit} minutes", f"first-contact.target=at least {percents}%"]
    asked = changed(folder.root, "lead-handoff", list(map(read_setting, settings))).edited.after
    [impact] = answer_of(folder.root, [asked], now=NOW, cache=False).impacts
    return sum(pair.after.status is Status.MET for pair in impact.closed[-10:])


def test_nine_of_the_last_ten_periods_kept_it_and_a_percent_more_they_did_not(folder):
    calendar = AGREEMENT.replace("2026-02-01", "2025-07-01").replace("4 business hours", "240 minutes")
    folder.write("agreements/lead-handoff.md", calendar)
    [contact] = promised(folder.root, "lead-handoff", "first-contact", now=NOW, cache=False)
    limits = dict(by_limit(contact.durations))
    assert len(limits) > 5
    for limit in (min(limits), 120, 240):
        assert kept_of_ten(folder, limit, floor(limits[limit] * 100)) >= 9
    assert kept_of_ten(folder, 240, floor(limits[240] * 100) + 1) < 9


def test_a_volume_has_one_target_and_the_curve_is_told_in_lines_and_json(folder):
    volume, contact = standings = promised(folder.root, now=NOW, cache=False)
    counts = sorted([of.value for of in volume.series if of.ended][-10:])
    assert kept_by_nine(volume) == counts[1]
    lines = list(promise_lines(standings))
    assert lines[0] == HEAD
    assert lines[3] == f"  at least {kept_by_nine(volume)}"
    document = json.loads(promises_document(standings))
    assert document["schema"] == "sla-promises/1"
    assert [of["commitment"] for of in document["commitments"]] == ["volume", "first-contact"]
    assert [of["limit"] for of in document["commitments"][1]["limits"]] == list(dict(by_limit(contact.durations)))


def test_a_name_that_nothing_has_is_refused(folder):
    with pytest.raises(SlaError, match='there is no commitment "first-contct"'):
        promised(folder.root, "lead-handoff", "first-contct", now=NOW, cache=False)
