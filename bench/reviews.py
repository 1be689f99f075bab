"""`python -m bench.reviews`: what `sla verify` costs where a project has had many reviews of many commitments."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import click

from bench.__main__ import HERE, SLA, WORK
from bench.processes import Command, compare, table
from living_sla.model.agreement.measured import Family
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.outcome import Counts
from living_sla.model.past.basis import Basis
from living_sla.model.quantity import Target
from living_sla.model.reviews.record import (
    FrozenAgreement,
    FrozenCommitment,
    FrozenFile,
    FrozenMeasure,
    FrozenSource,
    Releases,
    ReviewRecord,
    SealedReview,
)
from living_sla.model.time.period import Period, PeriodRule
from living_sla.reviews.folder import MANIFEST, folder_of
from living_sla.reviews.manifest import manifest, seal
from living_sla.reviews.record_file import record_text

LONDON = "Europe/London"
REGIONS = ("AMER", "APAC", "EMEA", "LATAM")
FIRST_YEAR = 2016


@click.command()
@click.option("--reviews", default=40, show_default=True, help="Reviews on the main line, one a quarter.")
@click.option("--commitments", default=100, show_default=True, help="Commitments in each of them.")
@click.option("--rounds", default=5, show_default=True, help="Counted runs of each command.")
def main(reviews: int, commitments: int, rounds: int) -> None:
    """Measure whole processes in turn, and print medians."""
    project = prepared(reviews, commitments)
    size = sum(file.stat().st_size for file in (project / "docs").rglob("*") if file.is_file())
    click.echo(f"{reviews} reviews of {commitments} commitments, {size / 1e6:.0f} MB, {rounds} rounds\n")
    verify = Command("sla verify", (SLA, "verify"), project)
    one = Command("sla verify, one review", (SLA, "verify", f"{FIRST_YEAR}-Q1"), project)
    click.echo(table(compare([verify, one], rounds), one.name))


def prepared(reviews: int, commitments: int) -> Path:
    """A repository with so many reviews, made once; each is committed at the end of its quarter."""
    project = WORK / f"reviews-{reviews}-{commitments}"
    if (project / "done").exists():
        return project
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(HERE / "project", project)
    _git(project, "init", "--quiet", "--initial-branch=main")
    last = _commit(project, "Terms", datetime(FIRST_YEAR, 1, 4, tzinfo=UTC))
    before: SealedReview | None = None
    for number in range(reviews):
        quarter = PeriodRule("quarter", LONDON).parse(f"{FIRST_YEAR + number // 4}-Q{number % 4 + 1}")
        files = _files(record(quarter, commitments, last, before))
        sums = manifest(files)
        before = SealedReview(quarter.label, seal(sums))
        for path, content in {**files, MANIFEST: sums, "index.md": b"{{ sla_review() }}\n"}.items():
            file = project / folder_of(quarter.label) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        last = _commit(project, f"Review of {quarter.label}", quarter.end)
    (project / "done").touch()
    return project


def record(quarter: Period, commitments: int, commit: str, before: SealedReview | None) -> ReviewRecord:
    """A record in which each commitment has fifteen months, a quarter and the one before it, each in four regions."""
    as_of = quarter.end
    frozen = FrozenAgreement(
        id="hand-off",
        title="Hand-off",
        path="agreements/hand-off.md",
        timezone=LONDON,
        parties={"marketing": "Demand Generation", "sales": "Sales Development"},
        names={},
        signatories={},
        basis=Basis.IN_FORCE,
        versions=(),
        commitments=tuple(_commitment(f"c{number:03}", quarter, as_of) for number in range(commitments)),
        exceptions=(),
        proposals=(),
        consequences=(),
    )
    export = FrozenFile("data/exports/leads.csv", 812_345, "a94f" * 16, None)
    return ReviewRecord(
        id=quarter.label,
        period=quarter,
        as_of=as_of,
        commit=commit,
        previous=before,
        restates=None,
        pending=0,
        fiscal_year_start=1,
        releases=Releases("living-sla", "", "tzdata"),
        sources=(FrozenSource("leads", (export,), 4127, 2, as_of, "fresh"),),
        agreements=(frozen,),
        actions=(),
    )


def _commitment(name: str, quarter: Period, as_of: datetime) -> FrozenCommitment:
    rule = PeriodRule("month", LONDON)
    months = [rule.parse(f"{quarter.start.year - 1}-{month:02}") for month in range(1, 13)]
    months += [rule.parse(f"{quarter.start.year}-{month:02}") for month in range(1, 4)]
    return FrozenCommitment(
        id=name,
        title=f"First contact {name}",
        sentence="Sales owes Marketing: at least 95% get their first contact within 4 hours, judged every month.",
        by="sales",
        to="marketing",
        owner="Ben Okafor",
        measure=FrozenMeasure("within", Family.SHARE, "within"),
        segmented_by="region",
        series=tuple(_figure(name, month, None, as_of) for month in months),
        in_review=3,
        segments=tuple(_regions(name, month, as_of) for month in months),
        pooled=_figure(name, quarter, None, as_of),
        pooled_segments=_regions(name, quarter, as_of),
        before=_figure(name, quarter, None, as_of),
        before_segments=_regions(name, quarter, as_of),
        usual=None,
        variation=None,
        assurance=None,
        durations=None,
    )


def _regions(name: str, period: Period, as_of: datetime) -> tuple[Attainment, ...]:
    return tuple(_figure(name, period, region, as_of) for region in REGIONS)


def _figure(name: str, period: Period, segment: str | None, as_of: datetime) -> Attainment:
    met, missed = 300 + len(name), period.start.month + len(segment or "")
    value = Fraction(met, met + missed)
    return Attainment(
        agreement="hand-off",
        commitment=name,
        period=period,
        segment=segment,
        basis=Basis.IN_FORCE,
        version=1,
        target=Target("at least", Decimal("0.95"), "%"),
        value=value,
        unit="share",
        counts=Counts(met, missed),
        lower=value,
        upper=value,
        status=Status.MET,
        as_of=as_of,
        source="leads",
        ended=True,
    )


def _files(of: ReviewRecord) -> dict[str, bytes]:
    rows = [f"hand-off,c{n:03},2026-{month:02},{region}\n" for n in range(100) for month in range(1, 4)
            for region in REGIONS]  # fmt: skip
    return {
        "snapshot.json": record_text(of),
        "figures.csv": "".join(rows).encode(),
        "calendar.csv": b"".join(b"2026-01-%02d,09:00-17:30\n" % day for day in range(1, 29)),
        "allowed_signers": b"",
        "VERIFY.txt": b"sha256sum -c SHA256SUMS\n",
        ".gitattributes": b"* -text -filter -ident -diff\n",
        "terms/hand-off.v1.md": b"Terms.\n" * 500,
    }


def _commit(project: Path, subject: str, at: datetime) -> str:
    when = f"{int(at.timestamp())} +0000"
    _git(project, "add", "--all")
    _git(project, "commit", "--quiet", "--message", subject, date=when)
    return _git(project, "rev-parse", "HEAD")


def _git(project: Path, *arguments: str, date: str = "") -> str:
    person = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Ana Ruiz"), ("EMAIL", "ana.ruiz@northwind.example"), ("DATE", date))
        if value
    }
    done = subprocess.run(
        ("git", *arguments), cwd=project, env=os.environ | person, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
