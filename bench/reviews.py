"""`python -m bench.reviews`: what `sla verify` costs where a project has had many reviews of many commitments."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import click

from bench.__main__ import HERE, SLA, WORK
from bench.processes import Command, compare, table
from living_sla.agreements.past import parse_past
from living_sla.agreements.reader import read_agreement
from living_sla.documents.review_tables import figures_csv
from living_sla.history.past import read_past_here
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
    FrozenVersion,
    Releases,
    ReviewRecord,
    SealedReview,
)
from living_sla.model.reviews.signoff import ReviewSignOffFile, review_signoff_path
from living_sla.model.time.period import Period, PeriodRule
from living_sla.reviews.folder.calendar_file import calendar_csv
from living_sla.reviews.folder.fixed_texts import ATTRIBUTES_TEXT, how_to_verify
from living_sla.reviews.folder.layout import MANIFEST, MINUTES, SIGNATURE_NAMESPACE, folder_of
from living_sla.reviews.folder.manifest import manifest, seal
from living_sla.reviews.folder.record_file import record_text
from living_sla.reviews.freezing.beside import keys_of

LONDON = "Europe/London"
REGIONS = ("AMER", "APAC", "EMEA", "LATAM")
FIRST_YEAR = 2016
SIGNERS = {"marketing": "demand@northwind.example", "sales": "development@northwind.example"}
_MINUTES = b"---\nheld_on: 2016-04-12\n---\n"


@click.command()
@click.option("--reviews", default=40, show_default=True, help="Reviews on the main line, one a quarter.")
@click.option("--commitments", default=100, show_default=True, help="Commitments in each of them.")
@click.option("--rounds", default=5, show_default=True, help="Counted runs of each command.")
@click.option(
    "--agreements", default=50, show_default=True, help="Of two commitments each, on the site; 0 for no site."
)
def main(reviews: int, commitments: int, rounds: int, agreements: int) -> None:
    """Measure whole processes in turn, and print medians."""
    project = prepared(reviews, commitments)
    size = sum(file.stat().st_size for file in (project / "docs").rglob("*") if file.is_file())
    click.echo(f"{reviews} reviews of {commitments} commitments, {size / 1e6:.0f} MB, {rounds} rounds\n")
    verify = Command("sla verify, everything remembered", (SLA, "verify"), project)
    new = ("env", f"SLA_CACHE_DIR={WORK / 'no-cache'}", SLA, "verify")
    cold = Command("sla verify, nothing remembered", new, project)
    after = Command("sla verify, the run after that", new, project)
    forget = Command("(forget)", ("rm", "-rf", str(WORK / "no-cache")), project)
    while (
        b"was not read whole" in subprocess.run(verify.arguments, cwd=project, capture_output=True, check=True).stdout
    ):
        pass  # each run reads some more records whole
    click.echo(table(compare([forget, cold, after, verify], rounds), verify.name))
    if agreements:
        _measure_builds(reviews, agreements, rounds)


def _measure_builds(reviews: int, agreements: int, rounds: int) -> None:
    """Builds of a site with that many real reviews, whose exports are there, and of the same without any."""
    from bench.reviewed_site import reviewed_site  # late: it is made of what this module has

    plain, reviewed = (reviewed_site(reviews, agreements, frozen=frozen) for frozen in (False, True))
    commands = [
        Command(f"sla build, {how}, {what}", (SLA, "build", "--quiet", *options), root)
        for how, options in (("warm", ()), ("cold", ("--no-cache",)))
        for what, root in (("no reviews", plain), (f"{reviews} reviews", reviewed))
    ]
    click.echo(f"\n{agreements} agreements of two commitments, {reviews} reviews, {rounds} rounds\n")
    click.echo(table(compare(commands, rounds), commands[0].name))


def prepared(reviews: int, commitments: int) -> Path:
    """A repository with so many reviews, made once; each is committed at the end of its quarter."""
    project = WORK / f"reviews-{reviews}-{commitments}"
    if (project / "done").exists():
        return project
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(HERE / "project", project)
    git(project, "init", "--quiet", "--initial-branch=main")
    digest = _terms_and_keys(project)
    terms = (project / "agreements" / "leads.md").read_bytes()
    keyring = keys_of(read_past_here(project))
    last = git(project, "rev-parse", "HEAD")
    before: SealedReview | None = None
    for number in range(reviews):
        quarter = PeriodRule("quarter", LONDON).parse(f"{FIRST_YEAR + number // 4}-Q{number % 4 + 1}")
        files = _files(record(quarter, commitments, last, before, digest), terms, keyring)
        sums = manifest(files)
        before = SealedReview(quarter.label, seal(sums))
        for path, content in {**files, MANIFEST: sums, "index.md": b"{{ sla_review() }}\n", MINUTES: _MINUTES}.items():
            write(project / folder_of(quarter.label) / path, content)
        minutes = hashlib.sha256(_MINUTES).hexdigest()
        sign_review(project, before.id, before.seal, minutes, ("leads",), quarter.end.date())
        last = commit(project, f"Review of {quarter.label}", quarter.end)
    (project / "done").touch()
    return project


def _terms_and_keys(project: Path) -> str:
    """The digest of the terms, after they name signatories, and both have signed them with keys of the keyring."""
    path = project / "agreements" / "leads.md"
    text = path.read_text(encoding="utf-8")
    for party, signer in SIGNERS.items():
        contact = next(line for line in text.splitlines() if signer in line)
        text = text.replace(contact, f"{contact}\n    signs: [{signer}]")
        subprocess.run(
            ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key_of(project, party))), check=True
        )
    path.write_text(text, encoding="utf-8")
    write(project / ".gitignore", b"*.key\n*.key.pub\ndone\n")
    write(project / "pyproject.toml", b'[tool.living_sla]\nkeyring = "keyring"\n')
    lines = (
        f"{signer} {key_of(project, party).with_suffix('.key.pub').read_text()}" for party, signer in SIGNERS.items()
    )
    write(project / "keyring", "".join(lines).encode())
    commit(project, "Terms and keys", datetime(FIRST_YEAR, 1, 2, tzinfo=UTC))
    for party, signer in SIGNERS.items():
        subprocess.run(
            (SLA, "sign", "leads", "--as", signer, "--key", str(key_of(project, party))), cwd=project, check=True
        )
    commit(project, "Signed", datetime(FIRST_YEAR, 1, 3, tzinfo=UTC))
    return read_agreement(path, project)[0].digest


def sign_review(project: Path, review: str, seal: str, minutes: str, agreements: tuple[str, ...], on: date) -> None:
    """Sign a review and its minutes, by their digest, for both parties of these agreements."""
    for party, signer in SIGNERS.items():
        path = review_signoff_path(folder_of(review), party, signer, 1)
        file = ReviewSignOffFile(path, review, seal, minutes, agreements, party, signer, on)
        write(project / path, file.text.encode())
        signing = ("ssh-keygen", "-q", "-Y", "sign", "-n", SIGNATURE_NAMESPACE, "-f", str(key_of(project, party)))
        subprocess.run((*signing, str(project / path)), check=True, stderr=subprocess.DEVNULL)


def key_of(project: Path, party: str) -> Path:
    return project / f"{party}.key"


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def record(quarter: Period, commitments: int, commit: str, before: SealedReview | None, digest: str) -> ReviewRecord:
    """A record in which each commitment has fifteen months, a quarter and the one before it, each in four regions."""
    as_of = quarter.end
    frozen = FrozenAgreement(
        id="leads",
        title="Generated leads",
        path="agreements/leads.md",
        timezone=LONDON,
        parties={"marketing": "Demand Generation", "sales": "Sales Development"},
        names={},
        signatories={party: (signer,) for party, signer in SIGNERS.items()},
        basis=Basis.IN_FORCE,
        versions=(FrozenVersion(1, digest, "terms/leads.v1.md", Basis.IN_FORCE, as_of, None, as_of),),
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
        agreement="leads",
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


def _files(of: ReviewRecord, terms: bytes, keyring: bytes) -> dict[str, bytes]:
    agreed = parse_past(terms, path="agreements/leads.md")
    return {
        "snapshot.json": record_text(of),
        "figures.csv": figures_csv(of).encode(),
        "calendar.csv": calendar_csv(of, lambda *_: agreed.terms.coverage).encode(),
        "allowed_signers": keyring,
        "VERIFY.txt": how_to_verify(of.id),
        ".gitattributes": ATTRIBUTES_TEXT,
        "terms/leads.v1.md": terms,
    }


def commit(project: Path, subject: str, at: datetime) -> str:
    when = f"{int(at.timestamp())} +0000"
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", subject, date=when)
    return git(project, "rev-parse", "HEAD")


def git(project: Path, *arguments: str, date: str = "") -> str:
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
