"""The public Python API: what notebooks, scripts and measures of your own may rely on.

Everything else in the package may change in any release. Reads the project in a folder; writes nothing but the cache.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla import explain as _explain
from living_sla import report as _report
from living_sla.documents.rows import chosen, rows_of
from living_sla.errors import EnvironmentFault, Faults, Notice, SlaError
from living_sla.model.agreement.custom import CustomMeasure as Measure
from living_sla.model.agreement.custom import Figure
from living_sla.model.agreement.scalars import ColumnName, Day, Duration, Moment, Percentile, Share, Whole, Words
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.explanation import Told
from living_sla.model.figures.standing import AgreementStanding, Report, Standing

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "AgreementStanding",
    "Attainment",
    "ColumnName",
    "Day",
    "Duration",
    "EnvironmentFault",
    "Faults",
    "Figure",
    "Measure",
    "Moment",
    "Notice",
    "Percentile",
    "Report",
    "Share",
    "SlaError",
    "Standing",
    "Status",
    "Told",
    "Whole",
    "Words",
    "build",
    "check",
    "explain",
    "table",
]


def build(
    project: str | Path = ".", *, as_of: datetime | None = None, agreement: str | None = None, cache: bool = True
) -> Report:
    """How every commitment of the project stands: what the site and ``sla attain`` show.

    Args:
        project: The folder that holds `agreements/` and `data/`.
        as_of: Replay this earlier instant; without a zone it is on the clock of each source. Without it, each export
            has its own as-of.
        agreement: The id of the one agreement that is asked for; without it, all of them.
        cache: Whether to remember what was read; the report is the same without.

    Raises:
        Faults: Everything that is wrong with agreements, sources and exports, together.
        EnvironmentFault: The machine, or the repository, does not let the project be read.
    """
    return _report.build(Path(project), as_of=as_of, only=agreement, cache=cache)


def check(project: str | Path = ".") -> tuple[Notice, ...]:
    """What ``sla check`` warns of, in its order; raises `Faults` for what is wrong, and as `build` does."""
    return tuple(_report.check(Path(project)).notices)


def explain(
    project: str | Path, agreement: str, commitment: str, record: str, *, as_of: datetime | None = None
) -> Told:
    """Why one record came to its outcome, under the terms that judged it; `record` is its key, letter by letter.

    Of a deliverable, `record` is a due date: ``2026-10-30``. Raises `SlaError` for an agreement, a commitment or a
    record that does not exist, and as `build` does.
    """
    agreed = _report.read_agreed(Path(project), now=datetime.now(UTC))
    return _explain.explain(agreed, agreement, commitment, record, as_of=as_of)


def table(report: Report) -> pd.DataFrame:
    """The report as a tidy table: one row a commitment, period and segment, in the order of the site.

    Columns and their types are those of ``sla attain --format csv``: shares 0 to 1, instants in UTC, counts `Int64`.
    """
    from living_sla.documents.table import frame  # late: pandas takes longer to load than all else

    return frame(rows_of(chosen(report)))
