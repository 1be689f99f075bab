"""A repository of many agreements and many commits, the same on every machine, written by `git fast-import`.

What a commit does is drawn as in a company that lives with its agreements: terms change in most commits, texts in
many, files move, branches are merged, and some commits touch no agreement at all.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

FIRST = 1_700_000_000
_PEOPLE = [(f"Person {n}", f"person{n}@northwind.example") for n in range(40)]
_TERMS = """\
---
id: {id}
title: Hand-off number {number}
summary: >
  Marketing hands over leads that Sales can work; Sales answers each of them the same working day.
effective: 2026-01-01
notice: 30 days
review: {{every: quarter, next: 2027-01-12}}
parties:
  marketing:
    team: Demand Generation {number}
    contact: {{name: Ana Ruiz, email: ana.ruiz@northwind.example}}
    signs: [ana.ruiz@northwind.example]
  sales:
    team: Sales Development {number}
    contact: {{name: Ben Okafor, email: ben.okafor@northwind.example}}
    signs: [ben.okafor@northwind.example]
channels:
  updates: "#hand-off-{number}"
coverage:
  timezone: Europe/London
  hours: {{mon-fri: 09:00-17:30}}
  holidays: GB-ENG
definitions:
  mql:
    means: A person at a target company who asked for a demo or scored {score} or more.
    where: {{lifecycle: [mql, sql, customer], score: at least {score}}}
covers: [Leads from web forms]
excludes: [Partner referrals]
commitments:
  - id: mql-volume
    title: Qualified leads
    by: marketing
    category: goals
    measure: {{kind: count, source: leads, at: mql_at, where: mql}}
    target: at least {volume}
    per: month
    owner: Ana Ruiz
  - id: first-contact
    title: First contact
    by: sales
    category: hand-off
    measure:
      kind: within
      source: leads
      where: mql
      from: mql_at
      to: first_contacted_at
      limit: {limit} business hours
    target: at least {share}%
    per: month
    owner: Ben Okafor
{others}needs:
  - {{party: marketing, what: A weekly list of rejected leads with reasons, by: every Monday}}
contingency:
  - {{when: 1 missed, commitment: first-contact, do: Both contacts meet and name one cause and one change.}}
cancellation: Either party, in writing, with the notice above.
---

"""
_OTHER = """\
  - id: answer-{place}
    title: Answer number {place}
    by: sales
    category: hand-off
    measure:
      {{kind: within, source: leads, where: mql, from: mql_at, to: first_contacted_at, limit: {place} business days}}
    target: at least {share}%
    per: month
    owner: Ben Okafor
"""


class _Agreement(Struct):
    number: int
    path: str = ""
    terms: dict[str, int] = field(default_factory=lambda: {"score": 60, "volume": 400, "limit": 4, "share": 90})
    words: int = 1
    commitments: int = 2

    def __post_init__(self) -> None:
        self.path = f"agreements/hand-off-{self.number}.md"

    def text(self) -> str:
        others = "".join(_OTHER.format(place=place, **self.terms) for place in range(1, self.commitments - 1))
        terms = _TERMS.format(id=f"hand-off-{self.number}", number=self.number, others=others, **self.terms)
        return terms + "\n".join(f"Paragraph {n} says why we do this, in our own words." for n in range(self.words))


def repository(folder: Path, *, agreements: int, commits: int, commitments: int = 2) -> Path:
    """Make the repository, its work tree checked out; returns `folder`. Each agreement has two commitments or more."""
    folder.mkdir(parents=True)
    subprocess.run(("git", "init", "--quiet", "--initial-branch=main", str(folder)), check=True)
    stream = b"".join(_commands(agreements, commits, commitments))
    subprocess.run(("git", "fast-import", "--quiet"), cwd=folder, input=stream, check=True)
    subprocess.run(("git", "reset", "--quiet", "--hard"), cwd=folder, check=True)
    return folder


def _commands(agreements: int, commits: int, commitments: int) -> Iterator[bytes]:
    draw = random.Random(20261105)
    living = [_Agreement(number, commitments=commitments) for number in range(agreements)]
    first = [part for one in living for part in _write(one)]
    yield from _commit("refs/heads/main", 0, draw, "First terms", first)
    for number in range(1, commits):
        one = draw.choice(living)
        kind = draw.random()
        if kind < 0.60:
            _change_terms(one, draw)
            yield from _commit("refs/heads/main", number, draw, f"Terms of {one.number}", _write(one))
        elif kind < 0.80:
            one.words = one.words % 12 + 1
            yield from _commit("refs/heads/main", number, draw, f"Words of {one.number}", _write(one))
        elif kind < 0.85:
            old, one.path = one.path, f"agreements/{draw.choice('abcdef')}/hand-off-{one.number}.md"
            moved = [b"D " + old.encode() + b"\n", *_write(one)] if old != one.path else _write(one)
            yield from _commit("refs/heads/main", number, draw, f"Moved {one.number}", moved)
        elif kind < 0.95:
            _change_terms(one, draw)
            yield b"reset refs/heads/side\nfrom refs/heads/main\n\n"
            yield from _commit("refs/heads/side", number, draw, f"Proposal for {one.number}", _write(one))
            yield from _commit("refs/heads/main", number, draw, "Merge a proposal", _write(one), merge=True)
        else:
            page = [b"M 100644 inline docs/page.md\n", *_data(f"Page {number}\n".encode())]
            yield from _commit("refs/heads/main", number, draw, "A page", page)


def _change_terms(one: _Agreement, draw: random.Random) -> None:
    name = draw.choice(("score", "volume", "limit", "share"))
    one.terms[name] = draw.randint(
        *{"score": (40, 80), "volume": (100, 900), "limit": (1, 16), "share": (80, 99)}[name]
    )


def _write(one: _Agreement) -> list[bytes]:
    return [f"M 100644 inline {one.path}\n".encode(), *_data(one.text().encode())]


def _data(content: bytes) -> list[bytes]:
    return [b"data %d\n" % len(content), content, b"\n"]


def _commit(
    ref: str, number: int, draw: random.Random, message: str, changes: list[bytes], *, merge: bool = False
) -> Iterator[bytes]:
    name, email = draw.choice(_PEOPLE)
    who = f"{name} <{email}> {FIRST + number * 3600} +0100\n".encode()
    yield b"commit " + ref.encode() + b"\nauthor " + who + b"committer " + who
    yield from _data(message.encode())
    if merge:
        yield b"merge refs/heads/side\n"
    yield from changes
    yield b"\n"
