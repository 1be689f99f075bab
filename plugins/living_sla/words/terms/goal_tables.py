"""Goals for a terminal: the way back from the quota, the months, and the hours of the desk, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from living_sla.model.agreement.basis import CountBasis
from living_sla.model.figures.goal_item import GoalItem
from living_sla.model.notation import MONTHS
from living_sla.words.layout import aligned, capital
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing.figures import bare_percent, target
from living_sla.words.terms.goals import ALL_ALIKE, PERIODS, cells
from living_sla.words.terms.plans import amount, capacity_sentence, said


def goal_table(item: GoalItem, notes: Sequence[str] = ()) -> str:
    """One goal: its target, these notes, whether the target is what the basis needs, then the tables of the page."""
    told = cells(item)
    commitment, basis = item.commitment, item.commitment.basis
    head = f"{item.terms.id}/{commitment.id}  {target(commitment.target)} {commitment.per.each}"
    blocks = [[head, *(f"  {note}" for note in notes)]]
    if basis is not None:
        blocks[0].append(f"  {told['verdict']}")
        blocks.append([f"  {line}" for line in _columns(_way(basis, told), texts=2)])
        if basis.seasons or basis.regions:
            blocks.append([f"  {line}" for line in _columns(_months(basis, told), texts=1)])
    if item.desk is not None and item.terms.capacity is not None:
        lines = [capacity_sentence(item.terms, item.terms.capacity), *_columns(_desk(told), texts=1)]
        lines.append(f"It can work through {told['most']} a month, with {_attempts(item.attempts)} each.")
        blocks.append([f"  {line}" for line in lines])
    return plain_spaces("\n\n".join("\n".join(block) for block in blocks))


def _columns(rows: Iterable[Sequence[str]], *, texts: int) -> list[str]:
    """One line a row: the first columns hold texts, the others numbers, which end below one another."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return aligned([[*row[:texts], *map(str.rjust, row[texts:], widths[texts:])] for row in table])


def _attempts(number: int) -> str:
    return "1 attempt" if number == 1 else f"{number} attempts"


def _way(basis: CountBasis, told: dict[str, str]) -> Iterator[list[str]]:
    last = basis.conversions[-1].end if basis.conversions else "Deal"
    yield ["", "", *(f"a {period}" for period in PERIODS)]
    rows = [
        ("Quota", f"{amount(basis.quota)} a {basis.per}", "quota"),
        ("Owed here", f"{bare_percent(basis.share)} of it", "sum"),
    ]
    if basis.deal:
        rows.append((capital(said(last)), f"{amount(basis.deal)} each", "stage-0"))
    for position, rise in enumerate(reversed(basis.conversions), 1):
        rows.append(
            (capital(said(rise.start)), f"{bare_percent(rise.share)} become {said(rise.end)}", f"stage-{position}")
        )
    for name, assumed, cell in rows:
        yield [name, assumed, *(told[f"{cell}-{period}"] for period in PERIODS)]


def _months(basis: CountBasis, told: dict[str, str]) -> Iterator[list[str]]:
    regions = [f"{name} {bare_percent(share)}" for name, share in basis.regions.items()]
    yield ["", "season", "all", *regions]
    for month, (name, weight) in enumerate(zip(MONTHS, basis.weights, strict=True), 1):
        of_regions = [told[f"month-{month}-{region}"] for region in range(len(regions))]
        yield [name, bare_percent(weight), told[f"month-{month}"], *of_regions]
    yield ["Year", "", told["months"], *(told[f"months-{region}"] for region in range(len(regions)))]


def _desk(told: dict[str, str]) -> Iterator[list[str]]:
    yield ["", "records", "attempts", "hours needed", "hours there", "hours"]
    names = [("average", "An average month")]
    if told["heaviest"] != ALL_ALIKE:
        names.append(("heaviest", told["heaviest"]))
    for name, month in names:
        yield [month, *(told[f"desk-{name}-{cell}"] for cell in ("records", "attempts", "hours", "there", "left"))]
