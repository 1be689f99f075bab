"""The one comment on a pull request, in Markdown: a mark that nobody sees, a verdict that reads alone, one table.

Everything else is collapsed below them. Nothing in it is read as markup of the agreements' own, and there are no
pictures, which forges strip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape

from living_sla.errors import SlaError
from living_sla.model.counted import counted
from living_sla.model.proposals.impact import CommitmentImpact, PeriodPair
from living_sla.model.proposals.mark import mark_of
from living_sla.model.proposals.proposal import Proposal
from living_sla.words.layout import in_markdown
from living_sla.words.numbers import plain_spaces
from living_sla.words.proposals import comment as words
from living_sla.words.proposals.gate import finding_line
from living_sla.words.proposals.verdict import verdict

BUDGET = 12_000
"""Characters that are enough to read."""
HARD_STOP = 60_000
"""Characters beyond which a forge may refuse: GitHub answers 422 above 65,536."""
MOST_ROWS = 6
_MOST_FAULTS = 20
LAST = 4
"""Closed periods in the table."""


def comment(proposal: Proposal, *, page: str = "", budget: int = BUDGET) -> str:
    """The whole text; `page` is the address of the page of the proposal, where there is one.

    Whole collapsed sections are left out from the end, and named, until the rest keeps to `budget`.
    """
    mark = mark_of((of.id for of in proposal.agreements), proposal.head.commit, proposal.at).line
    head = [mark, "", f"**{in_markdown(plain_spaces(verdict(proposal)))}**"]
    if not proposal.changes_terms and not proposal.findings:
        return "\n".join([*head, "", _foot(proposal, page), ""])
    table = list(_table(proposal))
    sections = list(_sections(proposal))
    for kept in range(len(sections), -1, -1):
        left_out = [title for title, _ in sections[kept:]]
        text = "\n".join(
            [*head, *table, *_collapsed(sections[:kept]), *_left_out(left_out), "", _foot(proposal, page), ""]
        )
        if len(text) <= budget:
            break
    return text


def refusal(faults: Sequence[SlaError], head: str | None, at: datetime) -> str:
    """The comment where a proposal cannot be looked at: that it cannot, and why, never an empty table."""
    first, *others = faults
    where = f"{first.where}: " if first.where else ""
    more = f" ({counted(len(others), 'fault')} more)" if others else ""
    told = in_markdown(f"Nobody can tell yet what this proposes: {where}{first.message}{more}.")
    lines = [mark_of((), head, at).line, "", f"**{told}**"]
    if first.hint:
        lines += ["", in_markdown(f"Next: {first.hint}.")]
    if others:
        shown = [f"- {in_markdown(str(fault).splitlines()[0])}" for fault in others[:_MOST_FAULTS]]
        lines += [*_collapsed([("All faults", [f"- {in_markdown(where + first.message)}", *shown])])]
    return "\n".join([*lines, ""])


def _foot(proposal: Proposal, page: str) -> str:
    """The state that it tells, small."""
    link = f' · <a href="{escape(page)}">{words.PAGE}</a>' if page else ""
    return f"<sub>{in_markdown(words.told_at(proposal))}{link}</sub>"


def _table(proposal: Proposal) -> Iterator[str]:
    """At most six rows; the others are counted."""
    impacts = [(of, impact) for of in proposal.agreements for impact in of.impacts]
    ordered = sorted(impacts, key=lambda each: -len(each[1].flips))
    if not ordered:
        return
    yield ""
    yield f"| Who owes it | Before → after | Last {LAST} closed periods: before → after | Verdicts that flip |"
    yield "| --- | --- | --- | --- |"
    for of, impact in ordered[:MOST_ROWS]:
        cells = [words.bearer(of, impact), words.before_and_after(of, impact), words.flips(impact)]
        bearer, owed, flips = map(_cell, cells)
        yield _row([bearer, owed, _last(impact), flips])
    yield ""
    yield f"<sub>{in_markdown(words.legend((impact for _, impact in ordered[:MOST_ROWS]), LAST))}</sub>"
    if len(ordered) > MOST_ROWS:
        yield ""
        yield f"{counted(len(ordered) - MOST_ROWS, 'commitment')} more: see the periods below."


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return in_markdown(plain_spaces(text))


def _last(impact: CommitmentImpact) -> str:
    if impact.why_not:
        return _cell(impact.why_not)
    lines = [_cell(words.pair(pair)) for pair in words.last_closed(impact, LAST)]
    return "<br>".join(map(_unbroken, lines)) or "no closed period"


def _unbroken(line: str) -> str:
    """The same in one line, also in the narrow column of a telephone."""
    return line.replace(" ", "&nbsp;").replace("-", "&#8209;")


def _sections(proposal: Proposal) -> Iterator[tuple[str, list[str]]]:
    """Titles and lines of what is collapsed, in the order in which people ask for it."""
    flips = [(impact, pair) for impact in proposal.impacts for pair in impact.flips]
    if flips:
        yield f"{counted(len(flips), 'verdict')} that would flip", list(_periods(flips))
    if proposal.agreements:
        yield "What changes in the terms", list(_changes(proposal))
    signatures = [words.signature(of, each) for of in proposal.agreements for each in of.signatories]
    if signatures:
        yield "Signatures", [f"- {in_markdown(line)}" for line in signatures]
    yield "How it was computed", [f"- {_cell(line)}" for line in words.computed(proposal)]
    if proposal.findings:
        lines = [f"- {_cell(finding_line(finding))}" for finding in proposal.findings]
        yield counted(len(proposal.findings), "finding"), lines


def _periods(pairs: Iterable[tuple[CommitmentImpact, PeriodPair]]) -> Iterator[str]:
    yield "| Commitment | Period | Before | After |"
    yield "| --- | --- | --- | --- |"
    for impact, pair in pairs:
        cells = [impact.named.title, pair.period.label, words.side(pair.before), words.side(pair.after)]
        yield _row(map(_cell, cells))


def _changes(proposal: Proposal) -> Iterator[str]:
    for of in proposal.agreements:
        yield f"- {in_markdown(words.headline(of))}"
        for change in of.compared.changes:
            yield f"  - {in_markdown(plain_spaces(words.change(of, change)))}"


def _collapsed(sections: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    for title, lines in sections:
        yield ""
        yield f"<details><summary>{in_markdown(title)}</summary>"
        yield ""
        yield from lines
        yield ""
        yield "</details>"


def _left_out(titles: Sequence[str]) -> Iterator[str]:
    if titles:
        yield ""
        yield f"Left out, because a comment has to be short: {in_markdown('; '.join(titles))}. `sla impact` prints it."
