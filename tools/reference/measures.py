"""`docs/reference/measures.md`: every kind of measure, each computed on the same small exports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from living_sla.model.agreement.kinds import Ends, Measure
from living_sla.model.agreement.measured import Events, Family, First, Measured
from living_sla.model.quantity import parse_target
from tools.reference import fields
from tools.reference.example import Shown, rows_of, shown_examples
from tools.reference.markdown import code, from_docs, heading, index, page
from tools.reference.schema import PartType
from tools.reference.schema import fields as entries
from tools.reference.texts import paragraphs

KINDS: tuple[type[Measured], ...] = get_args(get_args(Measure)[0])
_ABOUT = """\
A measure says which records of an [export](fields.md#source) count, and what is made of them. Every kind has the fields
`kind`, [`source`](#measure-source) and [`where`](#measure-where), and further ones of its own. The rules behind the
figures: [How figures are computed](../how-figures-are-computed.md)."""
_EXPORTS = """\
The examples are computed from these records by the product itself, for October 2026. The exports are as of
30 November; hours are Monday to Friday, 09:00 to 17:00."""
_CALLS = "Calls, for `attempts` and `gap`:"
_COLUMNS = """\
In `data/sources.yml` their columns are called `mql_at` (*Qualified*), `first_contacted_at`, `opportunity_at`, `won_at`,
`country`, `status` and `amount`."""
_TARGETS = ("at least 95%", "at least 400", "at least 900000 EUR", "at most 45 days", "at most 4 business hours")
_OWN = "An example, with its class: [A measure of your own](../own-measures.md)."
_PARTS: tuple[PartType, ...] = (Events, First, Ends)


def text() -> str:
    """The page."""
    shown = shown_examples()
    names = [kind_of(kind) for kind in KINDS]
    return page(
        "Measures",
        _ABOUT,
        index((f"`{name}`", name) for name in names),
        *(block for kind in KINDS for block in _told(kind, shown.get(kind_of(kind)))),
        heading(2, "What every measure says", "measure"),
        *entries(Measured, fields.links, anchor="measure"),
        heading(2, "Events of another source", "events"),
        *(block for part in _PARTS for block in _part(part)),
        heading(2, "The records of the examples", "records"),
        _EXPORTS,
        _COLUMNS,
        _csv("leads.csv"),
        _CALLS,
        _csv("calls.csv"),
        "Reports, for `deliverable`:",
        _csv("reports.csv"),
    )


def kind_of(kind: type[Measured]) -> str:
    """What is written behind `kind:`."""
    return str(get_args(kind.model_fields["kind"].annotation)[0])


def _told(kind: type[Measured], shown: Shown | None) -> Iterator[str]:
    name = kind_of(kind)
    yield heading(2, f"`{name}`", name)
    yield from paragraphs(from_docs(kind.__doc__ or ""))
    yield from entries(kind, fields.links, anchor=name, besides=frozenset({"kind", *Measured.model_fields}))
    yield "\n".join(f"- **{what}:** {says}" for what, says in _rules(kind, shown) if says)
    if shown is None:
        yield _OWN
        return
    yield code(shown.written, "yaml")
    yield f"*{shown.sentence}*"
    yield f"**October 2026:** {shown.figure}."
    if shown.outcomes:
        yield "\n".join(f"- `{key}`: {outcome}{f', {why}' if why else ''}" for key, outcome, why in shown.outcomes)


def _rules(kind: type[Measured], shown: Shown | None) -> Iterator[tuple[str, str]]:
    yield "Clock", _clock(kind)
    if shown is None:
        yield "Target", "whatever the class understands"
        return
    measure = shown.commitment.measure
    words = measure.outcome_words
    yield "Missed", f"{words.missed}{f'; or {words.overdue}' if words.overdue else ''}" if measure.is_share else ""
    by = sorted(measure.may_be_judged_by)
    others = f", or with `judged_by` of its {' or '.join(by)}" if by else ""
    yield "Period", f"that of {_period(kind)}{others}"
    fitting = [written for written in _TARGETS if measure.misfit(parse_target(written)) is None]
    yield "Targets", ", ".join(f"`{written}`" for written in fitting)


def _clock(kind: type[Measured]) -> str:
    has = {info.alias or name for name, info in kind.model_fields.items()}
    if kind.family is Family.STATISTIC:
        return "from `from` to `to`, where the figure is a time; business time where the target says so"
    if "from" not in has:
        return "none"
    end = " to `to`" if "to" in has else ""
    allowed = " It may run for `limit`" + (", or until the instant in `due`." if "due" in has else ".")
    return f"from `from`{end}.{allowed}"


def _period(kind: type[Measured]) -> str:
    has = {info.alias or name for name, info in kind.model_fields.items()}
    if not kind.judges_records:
        return "the due date"
    if kind.family is Family.STATISTIC:
        return "the instant in `at`, or in `from` where there is none"
    return "the instant in `at`" if "at" in has else "the start of its clock"


def _part(part: PartType) -> Iterator[str]:
    name = part.__name__.lower()
    yield heading(3, f"`{name}`", f"{name}-fields")
    yield from_docs((part.__doc__ or "").strip())
    yield from entries(part, fields.links, anchor=f"{name}-fields")


def _csv(name: str) -> str:
    rows = rows_of(name)
    lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
