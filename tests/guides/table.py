"""The pages that are followed, and when: the clock of their outputs stands still, so that they stay true."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

DOCS = Path(__file__).resolve().parents[2] / "docs"
README = "../README.md"
DEMONSTRATION = "2026-10-22T09:00"
"""The day after the exports of the demonstration."""

SPARK = find_spec("pyspark") is not None
WORKBOOKS = find_spec("xlsxwriter") is not None
WITH_WORKBOOKS = "sla pack 2026-07 -o ../handout --only xlsx"
WITH_SPARK = "sla attain lead-handoff/first-contact --period 2026-09  # with Spark"

INSTALLATION = frozenset({"python3 -m venv sla-tools", ". sla-tools/bin/activate", "pip install living-sla"})


class Followed(Struct, frozen=True):
    at: str = DEMONSTRATION
    """When its reader begins, in UTC."""
    skipped: frozenset[str] = frozenset()
    """Its commands that a test cannot run: they install something, or never end."""


PAGES = {
    README: Followed(skipped=frozenset({"pip install living-sla"})),
    "tutorial.md": Followed(skipped=INSTALLATION | {"sla serve"}),
    "start.md": Followed(skipped=frozenset({"pip install living-sla", "sla serve", "sla init leads.csv"})),
    "how-to/start-your-own.md": Followed(at="2026-11-06T17:30"),
    "how-to/add-a-commitment.md": Followed(),
    "how-to/import-a-spreadsheet.md": Followed(),
    "how-to/propose-a-change.md": Followed(),
    "how-to/change-a-target.md": Followed(),
    "how-to/sign.md": Followed(at="2026-11-09T09:00"),
    "how-to/freeze-a-review.md": Followed(at="2026-10-05T09:00"),
    "how-to/hold-a-review.md": Followed(skipped=frozenset() if WORKBOOKS else frozenset({WITH_WORKBOOKS})),
    "how-to/add-a-region.md": Followed(),
    "how-to/another-figure.md": Followed(),
    "how-to/figures-elsewhere.md": Followed(),
    "how-to/spark.md": Followed(skipped=frozenset() if SPARK else frozenset({WITH_SPARK})),
}

NOT_FOLLOWED = {
    "how-to/publish-container.md": "needs a machine that runs containers",
    "how-to/publish-nginx.md": "sets up a server",
}
"""Pages whose commands nobody can run in a test, and why."""
