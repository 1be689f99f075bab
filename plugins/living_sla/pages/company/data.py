"""The data of the company: what each export is, how old, what was read of it, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from living_sla.errors import WarningName
from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.standing import AgreementStanding, Report, SourceStanding, WaitingSource
from living_sla.model.slug import slug_of
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.pages.provenance import every_source
from living_sla.words import numbers, times
from living_sla.words.standing.provenance import AGE_WORDS, adjusted_words

ODD = (
    WarningName.NEVER_MET,
    WarningName.WHOLE_CELL,
    WarningName.END_WITHOUT_START,
    WarningName.EVENT_WITHOUT_RECORD,
    WarningName.NO_EVENT_BELONGS,
    WarningName.EXPORT_SHRUNK,
    WarningName.EXPORT_UNCHANGED,
    WarningName.EXPORT_FROM_THE_FUTURE,
    WarningName.AS_OF_BEFORE_FACTS,
)
"""What the page tells of an export: nothing whose message could hold a cell or a header that nobody declared."""
_LINES_SHOWN = 12


class Unusable(Struct, frozen=True):
    """Why some records could not be judged, and which."""

    why: str
    records: str
    """``lines 14, 27 and 31``."""


class _SourceShown(Struct, frozen=True):
    """One source, with everything that is known of its export."""

    name: str
    id: str
    source: SourceStanding | None
    waiting: WaitingSource | None
    origin: str
    zone: str
    age: str
    """``3 days before this build``."""
    age_word: str
    columns: str
    unread: str
    adjusted: tuple[str, ...]
    uses: tuple[tuple[str, str], ...]
    """Titles and addresses of the commitments that are measured by it."""
    unusable: tuple[Unusable, ...]
    odd: tuple[str, ...]

    @property
    def never(self) -> str:
        """That no file of it is there, as a sentence."""
        what = self.waiting.what if self.waiting else ""
        return f"{what[:1].upper()}{what[1:]}"


def data(report: Report, links: Links) -> Markup:
    """Every source of `sources.yml` that an agreement asks, in its order; those that wait for data come last."""
    shown = [_read(source, zone, report, links) for source, zone in every_source(report)]
    shown += [_never_came(found, report, links) for found in report.waiting.values()]
    return render("company-data.html", sources=shown)


def _read(source: SourceStanding, zone: str, report: Report, links: Links) -> _SourceShown:
    facts = source.facts
    past = report.built_at >= facts.as_of
    between = times.length(abs(report.built_at - facts.as_of))
    return _SourceShown(
        name=source.name,
        id=_id(source.name),
        source=source,
        waiting=None,
        origin=source.origin,
        zone=zone,
        age=f"{between} {'before' if past else 'after'} this build",
        age_word=AGE_WORDS[source.age],
        columns=numbers.listed(facts.columns),
        unread=_unread(facts.unread),
        adjusted=tuple(adjusted_words(facts)),
        uses=tuple(_uses(source.name, report, links)),
        unusable=tuple(unusable_of(source.name, report)),
        odd=tuple(dict.fromkeys(_odd(source, report))),
    )


def _never_came(found: WaitingSource, report: Report, links: Links) -> _SourceShown:
    uses = tuple(_uses(found.name, report, links))
    return _SourceShown(found.name, _id(found.name), None, found, found.origin, "UTC", "", "", "", "", (), uses, (), ())


def _id(name: str) -> str:
    return f"source-{slug_of(name) or name}"


def _unread(count: int | None) -> str:
    if count is None:
        return "Nothing else was read."
    if not count:
        return "The file has no other columns."
    columns = "one other column of the file" if count == 1 else f"{numbers.number(count)} other columns of the file"
    return f"The {columns} {'is' if count == 1 else 'are'} never read."


def _odd(source: SourceStanding, report: Report) -> Iterator[str]:
    for notice in report.notices:
        if notice.name in ODD and notice.where == source.place:
            yield f"{notice.message[:1].upper()}{notice.message[1:]}."


def _measured(source: str, report: Report) -> Iterator[tuple[AgreementStanding, Commitment]]:
    for standing in report.agreements:
        for commitment in standing.terms.commitments:
            if source in commitment.measure.sources:
                yield standing, commitment


def _uses(source: str, report: Report, links: Links) -> Iterator[tuple[str, str]]:
    several = len(report.agreements) > 1
    for standing, commitment in _measured(source, report):
        title = f"{commitment.title} ({standing.title})" if several else commitment.title
        yield title, links.commitment(standing.id, commitment.id)


def unusable_of(source: str, report: Report) -> Iterator[Unusable]:
    """The records of a source that some commitment could not judge, by reason, each once; only the first are known."""
    found: dict[str, dict[str, int | None]] = {}
    for standing in report.agreements:
        for part in standing.commitments:
            if part.commitment.measure.source == source:
                for record in part.unusable:
                    found.setdefault(record.why, {})[record.key] = record.line
    for why, records in found.items():
        lines = sorted({line for line in records.values() if line is not None})
        without = sum(line is None for line in records.values())
        yield Unusable(f"{why[:1].upper()}{why[1:]}", _lines(lines, without))


def _lines(lines: list[int], without: int) -> str:
    shown = [str(line) for line in lines[:_LINES_SHOWN]]
    if not shown:
        return "one record" if without == 1 else f"{numbers.number(without)} records"
    more = len(lines) + without - len(shown)
    said = f"{', '.join(shown)} and {numbers.number(more)} more" if more else numbers.listed(shown)
    return f"{'line' if len(shown) == 1 and not more else 'lines'} {said}"
