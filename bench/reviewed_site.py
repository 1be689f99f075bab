"""A site whose reviews are real: each frozen by us from the export of its day, which is committed, as are all of them.

Ten years of leads, of which each quarter's export holds those before its end; in every fourth quarter one lead of the
quarter before is answered later than it was, so a quarter of the reviews differ from what the exports say today.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.__main__ import SLA, WORK
from bench.reviews import FIRST_YEAR, LONDON, REGIONS, SIGNERS, commit, git, key_of, sign_review, write
from living_sla.model.reviews.review_id import review_id
from living_sla.model.time.period import PeriodRule
from living_sla.reviews.folder.layout import MINUTES, folder_of
from living_sla.reviews.freezing.freeze import freeze

_LEADS = 300
"""A quarter."""
_TERMS = """\
---
id: hand-off-{number:02}
title: Hand-off number {number}
summary: Marketing hands over leads that Sales can work; Sales answers each of them the same working day.
effective: {year}-01-01
parties:
  marketing:
    team: Demand Generation
    contact: {{name: Demand desk, email: demand@northwind.example}}{marketing}
  sales:
    team: Sales Development
    contact: {{name: Development desk, email: development@northwind.example}}{sales}
coverage:
  timezone: Europe/London
  hours: {{mon-fri: 09:00-17:30}}
  holidays: GB-ENG
commitments:
  - id: mql-volume
    title: Qualified leads
    by: marketing
    category: goals
    measure: {{kind: count, source: leads, at: mql_at}}
    target: at least {volume}
    per: month
    by_segment: region
    owner: Demand desk
  - id: first-contact
    title: First contact
    by: sales
    category: hand-off
    measure: {{kind: within, source: leads, from: mql_at, to: contacted_at, limit: {limit} business hours}}
    target: at least 85%
    per: month
    by_segment: region
    owner: Development desk
---

Measured by `python -m bench.reviews`.
"""
_SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: UTC
  key: id
  as_of: {newest_of: [mql_at, contacted_at]}
  columns:
    id: {from: lead_id, type: text}
    mql_at: {from: mql_at, type: instant}
    contacted_at: {from: first_contacted_at, type: instant}
    region: {from: region, type: text}
"""
_SETTINGS = """\
site_name: The benchmark of reviews
theme: {name: material, font: false, features: [navigation.instant, navigation.prune, navigation.tabs, toc.follow]}
plugins:
  - search
  - macros: {modules: [living_sla.site.macros], render_by_default: false, force_render_paths: index.md}
  - living-sla
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, tables, toc: {permalink: true}]
"""
_MINUTES = b"---\nheld_on: 2016-04-12\n---\n"


def reviewed_site(reviews: int, agreements: int, *, frozen: bool) -> Path:
    """The project, made once: a commit a quarter for its export and, where they are `frozen`, one for its review."""
    root = WORK / f"reviewed-{reviews}-{agreements}" / ("reviews" if frozen else "plain")
    if (root / "done").exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    _begin(root, agreements)
    leads: list[list[str]] = []
    draw = random.Random(20260104)
    for number in range(reviews):
        quarter = PeriodRule("quarter", LONDON).parse(f"{FIRST_YEAR + number // 4}-Q{number % 4 + 1}")
        if number % 4 == 0 and leads:
            leads[-150][2] = _at(datetime.fromisoformat(leads[-150][2]) + timedelta(days=9))
        leads += _quarter(draw, len(leads), quarter.start, quarter.end)
        rows = "".join(",".join(lead) + "\n" for lead in leads)
        export = f"lead_id,mql_at,first_contacted_at,region\n{rows}".encode()
        write(root / "data" / "exports" / "leads.csv", export)
        now = quarter.end + timedelta(days=1, hours=9)
        commit(root, f"Export of {quarter.label}", now)
        if frozen:
            done = freeze(root, review_id(quarter.label), now=now)
            write(root / folder_of(quarter.label) / MINUTES, _MINUTES)
            minutes = hashlib.sha256(_MINUTES).hexdigest()
            sign_review(root, quarter.label, done.seal, minutes, ("hand-off-00",), now.date())
            commit(root, f"Review of {quarter.label}", now)
    (root / "done").touch()
    return root


def _begin(root: Path, agreements: int) -> None:
    """Agreements, of which the first names signatories and is signed, sources, keys and a site."""
    root.mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    for party in SIGNERS:
        make = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key_of(root, party)))
        subprocess.run(make, check=True)
    for number in range(agreements):
        who = {party: f"\n    signs: [{signer}]" if number == 0 else "" for party, signer in SIGNERS.items()}
        terms = _TERMS.format(number=number, year=FIRST_YEAR, volume=85 + number % 20, limit=4 + number % 5, **who)
        write(root / f"agreements/hand-off-{number:02}.md", terms.encode())
    keys = (f"{who} {key_of(root, party).with_suffix('.key.pub').read_text()}" for party, who in SIGNERS.items())
    write(root / "keyring", "".join(keys).encode())
    write(root / ".gitignore", b"*.key\n*.key.pub\ndone\nsite/\n")
    write(root / "pyproject.toml", b'[tool.living_sla]\nkeyring = "keyring"\n')
    write(root / "data" / "sources.yml", _SOURCES.encode())
    write(root / "docs" / "index.md", b"# Commitments\n\n{{ sla_scoreboard() }}\n")
    write(root / "mkdocs.yml", _SETTINGS.encode())
    commit(root, "Terms", datetime(FIRST_YEAR, 1, 1, 9, tzinfo=UTC))
    for party, signer in SIGNERS.items():
        sign = (SLA, "sign", "hand-off-00", "--as", signer, "--key", str(key_of(root, party)))
        subprocess.run(sign, cwd=root, check=True)
    commit(root, "Signed", datetime(FIRST_YEAR, 1, 1, 10, tzinfo=UTC))


def _quarter(draw: random.Random, first: int, start: datetime, end: datetime) -> list[list[str]]:
    """Leads of a quarter in the order of time, all answered before it ends but the last, of the next day."""
    seconds = int((end - start).total_seconds()) - 20 * 86400
    found = []
    for number, offset in enumerate(sorted(draw.randrange(seconds) for _ in range(_LEADS))):
        came = start + timedelta(seconds=offset)
        answered = came + timedelta(seconds=int(draw.lognormvariate(9.2, 1.1)) % (15 * 86400))
        found.append([f"L{first + number:06}", _at(came), _at(answered), draw.choice(REGIONS)])
    last = end + timedelta(hours=8)
    return [*found, [f"L{first + _LEADS:06}", _at(last), _at(last + timedelta(minutes=5)), REGIONS[0]]]


def _at(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
