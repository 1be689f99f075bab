"""The Monday page as a message: the same sentences, as plain text that whoever sends it escapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from living_sla.model.counted import counted
from living_sla.model.figures.crossed import Crossed, Threshold
from living_sla.model.figures.monday import MondayRow, monday
from living_sla.model.figures.news import news, zone_of_report
from living_sla.model.figures.standing import Report
from living_sla.model.time.zones import wall_time
from living_sla.words import numbers, times
from living_sla.words.standing import figures, outlook
from living_sla.words.standing.age import data_age
from living_sla.words.standing.monday import answer, kept_line, named, names_of, phrase, where, with_limit
from living_sla.words.standing.news import NewsLine, news_line
from living_sla.words.standing.to_do import tasks

_MOST = 20
"""So many lines a part has: chats refuse what is longer than some tens of thousands of letters."""
_LONGEST = 600


class MessageLine(Struct, frozen=True):
    """One line: what it is about, what is said of it, and a remark. Text, without any markup."""

    about: str
    text: str
    note: str = ""


class MessagePart(Struct, frozen=True):
    """Lines below a heading."""

    title: str
    lines: tuple[MessageLine, ...]


class Message(Struct, frozen=True):
    """What is sent; every text in it is plain."""

    subject: str
    """One sentence."""
    sentences: tuple[str, ...]
    """What follows it."""
    parts: tuple[MessagePart, ...]
    foot: str
    """How old the data is."""
    address: str = ""
    """Of the page that tells more; empty where the site names none."""


def digest(report: Report, since: datetime, address: str = "") -> Message:
    """What Home says, with what has changed since that instant."""
    found = monday(report)
    subject, *more = answer(found, report.built_at)
    decisions = set(map(id, found.decisions))
    names = names_of(found)
    rest = [row for row in found.rows if not row.is_open]
    day = times.day(wall_time(since, zone_of_report(report)).date())
    zone = zone_of_report(report)
    parts = (
        _part("Needs a decision", [_line(row, names[row.part.title] > 1) for row in found.decisions]),
        _part("To watch", [_line(row, names[row.part.title] > 1) for row in found.rows
                           if row.is_open and id(row) not in decisions]),
        _part("To do", [MessageLine(item.who, item.what, item.when) for item in tasks(report)]),
        _part(f"Changed since {day}", [_of_news(item) for item in (news_line(of, zone) for of in news(report, since))]),
    )  # fmt: skip
    if rest:
        others = "The rest: " if len(rest) < len(found.rows) else ""
        more.append(f"{others}{kept_line(rest)}, nothing to do.")
    shown = tuple(part for part in parts if part.lines)
    return Message(subject, tuple(more), shown, _foot(report, found.rows), address)


def crossings(report: Report, new: Sequence[Crossed], address: str = "") -> Message:
    """What was crossed, the first of it as the subject."""
    found = monday(report)
    names = names_of(found)
    sentences = [_crossing(item, names, report.built_at) for item in new]
    subject, *more = sentences[: _MOST + 1]
    left = len(sentences) - len(more) - 1
    more += [f"And {counted(left, 'threshold')} more."] * bool(left)
    return Message(subject, tuple(more), (), _foot(report, found.rows), address)


def _foot(report: Report, rows: Sequence[MondayRow]) -> str:
    age = data_age(report, rows)
    if age is None:
        return "There is no data yet."
    of = f" of {age.name}" if age.name else ""
    return f"{'Old data' if age.is_old else 'Data'}{of}: up to {times.instant(age.as_of, age.zone)}, {age.age}."


def _part(title: str, lines: Sequence[MessageLine]) -> MessagePart:
    shown = [MessageLine(_cut(line.about), _cut(line.text), _cut(line.note)) for line in lines[:_MOST]]
    more = len(lines) - len(shown)
    return MessagePart(title, (*shown, *[MessageLine("", f"and {numbers.number(more)} more")] * bool(more)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _line(row: MondayRow, is_one_of_several: bool) -> MessageLine:
    """A commitment: its name with its limit, its status and figure, and why it is told."""
    title = with_limit(row.part.commitment)
    about = f"{title} ({row.agreement.title})" if is_one_of_several else title
    if row.shown is None or row.shown.status is None:
        waits = "waiting " if row.part.waits else ""
        return MessageLine(about, f"{waits}{phrase(row)}")
    figure = figures.figure(row.part.commitment, row.shown)
    status = f"{row.shown.status} in {times.period_short(row.shown.period)}"
    return MessageLine(
        about, f"{status}, {figure}, target {figures.target(row.shown.target)}", phrase(row).removesuffix(".")
    )


def _of_news(line: NewsLine) -> MessageLine:
    return MessageLine(line.what, line.text, "; ".join(filter(None, (line.when, *line.details))))


# ---------------------------------------------------------------- what was crossed


def _crossing(item: Crossed, names: Counter[str], now: datetime) -> str:
    """``First contact is at risk in November: no late answer is left to spare.``"""
    if item.source is not None:
        age = times.length(now - item.source.facts.as_of)
        return f"The data of {item.source.name} is {age} old{', too old to judge by' * (item.source.age == 'too old')}."
    assert item.row is not None
    row = item.row
    return f"{named(row, names)} {' '.join(_said(item, row))}"


def _said(item: Crossed, row: MondayRow) -> Iterator[str]:
    if item.consequence is not None:
        periods, consequence = times.periods(item.consequence.periods), item.consequence.trigger.do
        yield f"was missed in {periods}; the agreement says: {consequence}"
        return
    if item.kind is Threshold.WORSE and row.worse is not None:
        when = times.period_short(row.part.runs[-1].settled[-1].period)
        yield f"{where(row)}is worse than usual in {when}."
        return
    found = next(of for of in (row.now, row.last) if of is not None and of.period.label == item.about[-1])
    figure, when = figures.value(found, found.value), times.period_short(found.period)
    verb = "is at risk" if item.kind is Threshold.AT_RISK else "was missed" if found.ended else "is missed already"
    yield f"{verb} in {when}: {figure}, target {figures.target(found.target)}."
    if item.kind is Threshold.AT_RISK:
        yield outlook.room(row.part.commitment, found)
