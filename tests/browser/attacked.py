"""One project with every payload in every field that an outsider can write to, and its site.

What the product refuses is taken out again and counted, until the rest can be built. To see the figures:
`python -m tests.browser.attacked`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from living_sla import report
from living_sla.agreements.reader import read_agreement
from living_sla.errors import Faults, SlaError
from living_sla.model.past.signoff import SignOffFile
from living_sla.site.publishing.build import build
from tests.browser.payloads import BODIES, FILES, LINKS, NAMES, PAGE_FIELDS, PEOPLE, SWALLOWING, TEXTS, Attempt, Tried
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import REPOSITORY

ANA, BEN = "ana.ruiz@northwind.example", "ben.okafor@northwind.example"
SEGMENTS, MISSED, ON_A_PAGE = 3, 4, 8
BRANCHES = ("<svg/onload=__hit={n}>", '"onmouseover=__hit={n}', "'><script>__hit={n}</script>", "javascript=__hit={n}")
_EXTENSIONS = ["abbr", "admonition", "attr_list", "def_list", "footnotes", "tables", "toc", "pymdownx.superfences"]
NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{3}(?![0-9])")

# What a build says besides, warnings above all, takes nothing out.
_FAULT = re.compile(r"(?P<path>.+?)(?::(?P<line>[0-9]+))?(?::[0-9]+)?: SLA-F", re.DOTALL)

Value = Callable[[Attempt, str], str]
"""The payload, or a plain text in its place where it was refused."""


class Part(Struct, frozen=True):
    """One file of the project."""

    path: str
    content: Callable[[Value], str]
    name: Attempt | None = None
    """What its name was tried with."""
    otherwise: str = ""
    """Its path where that name was refused; empty where there is no such file then."""


class Project:
    """Files and commits, less what was refused."""

    def __init__(self, root: Path) -> None:
        self.root, self.tried = root, Tried()
        self.subjects = [self.tried.put("commit: subject", payload) for payload in TEXTS]
        self.authors = [self.tried.put("commit: author", payload) for payload in PEOPLE]
        self.branches = [self.tried.put("commit: branch", payload) for payload in BRANCHES]
        self.parts = {
            part.path: part for part in (*_agreements(self.tried), *_sources(self.tried), *_pages(self.tried))
        }

    def value(self, attempt: Attempt, plain: str) -> str:
        return plain if attempt.number in self.tried.refused else attempt.text

    def write(self, only: Callable[[str], bool]) -> None:
        """Put the files on the disk, less what was refused."""
        for folder in ("agreements", "data", "docs"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        for part in self.parts.values():
            refused = part.name is not None and part.name.number in self.tried.refused
            path = part.otherwise if refused else part.path
            if path and only(path):
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_text(part.content(self.value), encoding="utf-8")

    def refuse(self, faults: Iterable[SlaError]) -> None:
        """Take out what the product refused, by the files and lines that it names."""
        found: set[int] = set()
        for fault in faults:
            told = _FAULT.match(str(fault))
            if told:
                numbers = set(self._numbers(told["path"], int(told["line"] or 0)))
                assert numbers, f"this is not about a payload: {fault}"
                found |= numbers
        assert not found <= self.tried.refused, found
        self.tried.refused |= found

    def _numbers(self, path: str, line: int) -> Iterator[int]:
        part = self.parts.get(path)
        if part is not None and part.name is not None:
            yield part.name.number
        text = part.content(self.value) if part is not None else path
        lines = text.split("\n")[line - 1 :][:1] if line else [text]
        yield from {int(number) for number in NUMBER.findall("\n".join(lines))} & set(self.tried.attempts)

    def settle(self, judge: Callable[[], object], only: Callable[[str], bool] = lambda path: True) -> None:
        """Write it, or a part of it, and take out what is refused, until nothing is."""
        while True:
            self.write(only)
            try:
                judge()
            except Faults as refused:
                self.refuse(refused.faults)
            else:
                return

    def commit(self) -> None:
        """A history in which every subject and every author stands, on a branch of that name."""
        git = GitFolder.made(self.root)
        _sign(self.root, self)
        git.commit(None, "Everything", author=f"Ana Ruiz <{ANA}>")
        file = self.root / "agreements" / "history.md"
        authors = iter(self.authors)
        for at, subject in enumerate([*self.subjects, *self.authors[len(self.subjects) :]]):
            author = next(authors, None)
            name = "Ana Ruiz" if author is None else author.text
            terms = file.read_text().replace(f"at least {50 + at}%", f"at least {51 + at}%")
            git.commit({"agreements/history.md": terms}, subject.text, author=f"{name} <{ANA}>")
        for branch in self.branches:
            git.git("update-ref", f"refs/heads/{branch.text}", "HEAD")
        git.git("symbolic-ref", "HEAD", f"refs/heads/{self.branches[0].text}")


def build_attacked(root: Path) -> tuple[Path, Tried]:
    """The site with everything that was not refused, and what was tried."""
    root.mkdir(parents=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    project = Project(root)
    project.settle(lambda: build(root, strict=False, cache=False), only=_is_small)
    project.settle(lambda: report.build(root, cache=False))
    project.commit()
    return build(root, strict=False).site, project.tried


def _is_small(path: str) -> bool:
    """Whether a file is needed for the pages of the documentation, about which only a build says everything."""
    return path.startswith(("docs/", "data/")) or path == "agreements/history.md"


def _sign(root: Path, project: Project) -> None:
    """Sign-offs with remarks for every agreement that asks for them."""
    shutil.rmtree(root / "agreements" / "signoffs", ignore_errors=True)
    for path in sorted((root / "agreements").glob("texts-*.md")):
        agreement, _ = read_agreement(path, root)
        for signer, party in ((ANA, "marketing"), (BEN, "sales")):
            remark = REMARKS[agreement.terms.id, party]
            file = SignOffFile.of(
                agreement=agreement.terms.id, digest=agreement.digest, version=1, signer=signer, party=party,
                on=date(2026, 9, 1), remark=project.value(remark, "Fine."),
            )  # fmt: skip
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_text(file.text, encoding="utf-8")


REMARKS: dict[tuple[str, str], Attempt] = {}


# ---------------------------------------------------------------- agreements


def _agreements(tried: Tried) -> Iterator[Part]:
    for at, payload in enumerate(TEXTS):
        identifier = f"texts-{at}"
        for party in ("marketing", "sales"):
            REMARKS[identifier, party] = tried.put("sign-off: remark", payload)
        fields = {name: tried.put(f"terms: {name}", payload) for name in FIELDS}
        yield Part(
            f"agreements/{identifier}.md", lambda value, fields=fields: _agreement(_terms(value, fields, signs=True))
        )
    for at, bodies in enumerate(_bodies(tried, "text below an agreement")):
        yield Part(
            f"agreements/body-{at}.md",
            lambda value, bodies=bodies: _agreement(_terms(value, {}), _text(value, bodies)),
        )
    for payload in NAMES:
        name = tried.put("name of a file: agreement", payload)
        terms = {"id": f"name-{name.number}"}
        yield Part(f"agreements/{name.text}.md", lambda value, terms=terms: _agreement(terms | _terms(value, {})), name)
    yield Part("agreements/history.md", lambda value: _agreement(_terms(value, {})))


def _bodies(tried: Tried, into: str) -> Iterator[list[Attempt]]:
    """What stands on one page: a few texts, or one that could hide others."""
    put = [tried.put(into, payload) for payload in BODIES]
    yield from (put[at : at + ON_A_PAGE] for at in range(0, len(put), ON_A_PAGE))
    yield from ([tried.put(into, payload)] for payload in SWALLOWING)


def _text(value: Value, bodies: list[Attempt]) -> str:
    return "\n\n".join(["Before.", *(value(body, "Nothing.") for body in bodies), "After."])


FIELDS = (
    "title", "summary", "description", "tag", "icon", "team", "name of a contact", "deputy", "channel", "definition",
    "persona", "covered", "excluded", "title of a commitment", "owner", "filter", "need", "by when", "exception",
    "contingency", "cancellation",
)  # fmt: skip


def _terms(
    value: Value, fields: dict[str, Attempt], *, source: str = "source-0", signs: bool = False
) -> dict[str, Any]:
    def of(name: str, plain: str) -> str:
        return value(fields[name], plain) if name in fields else plain

    def party(email: str, name: str) -> dict[str, Any]:
        return {"contact": {"name": name, "email": email}, **({"signs": [email]} if signs else {})}

    deputy = {"name": of("deputy", "Tom Beck"), "email": "tom.beck@northwind.example"}
    marketing = {"team": of("team", "Marketing"), **party(ANA, of("name of a contact", "Ana Ruiz")), "deputy": deputy}
    where = {"where": {"region": of("filter", "Berlin")}} if "filter" in fields else {}
    reason = {"reason": of("exception", "CRM outage")}
    return {
        "title": of("title", "Plain"),
        "summary": of("summary", "A plain agreement."),
        "effective": "2026-01-01",
        "parties": {"marketing": marketing, "sales": {"team": "Sales", **party(BEN, "Ben Okafor")}},
        "channels": {key: of("channel", "#leads") for key in ("updates", "feedback", "problems", "meeting")},
        "coverage": {"timezone": "Europe/London", "hours": {"mon-fri": "09:00-17:00"}},
        "definitions": {"mql": {"means": of("definition", "A lead.")}},
        "personas": [{"name": of("persona", "Head"), "means": of("persona", "Runs it.")}],
        "covers": [of("covered", "Leads")],
        "excludes": [of("excluded", "Others")],
        "commitments": [
            {
                "id": "first-contact",
                "title": of("title of a commitment", "First contact"),
                "by": "sales",
                "category": "hand-off",
                "measure": {
                    "kind": "within", "source": source, "from": "mql_at", "to": "contacted_at",
                    "limit": "4 business hours", **where,
                },
                "target": "at least 50%",
                "per": "month",
                "owner": of("owner", "Ben Okafor"),
                **({} if where else {"by_segment": "region"}),
            }
        ],
        "needs": [{"party": "marketing", "what": of("need", "A list"), "by": of("by when", "every Monday")}],
        "exceptions": [{"id": "outage", "from": "2026-10-03", "until": "2026-10-04", "effect": "exclude"} | reason],
        "contingency": [{"when": "1 missed", "do": of("contingency", "Both meet.")}],
        "cancellation": of("cancellation", "In writing."),
        "tags": [of("tag", "plain")],
        "icon": of("icon", "material/truck"),
        "description": of("description", "A page."),
    }  # fmt: skip


def _agreement(terms: dict[str, Any], body: str = "Because.") -> str:
    return f"---\n{json.dumps(terms, indent=1, ensure_ascii=False)}\n---\n{body}\n"


# ---------------------------------------------------------------- exports


def _sources(tried: Tried) -> Iterator[Part]:
    count = max(len(LINKS), len(NAMES))
    files, entries = [], []
    for at in range(count):
        payload = iter(TEXTS[at % len(TEXTS) :] + TEXTS)
        name = tried.put("name of a file: export", NAMES[at % len(NAMES)])
        header = tried.put("export: header", TEXTS[at])
        link = tried.put("source: link", LINKS[at % len(LINKS)])
        cells = [tried.put("export: segment", next(payload)) for _ in range(SEGMENTS)]
        keys = [tried.put("export: key of a record", next(payload)) for _ in range(MISSED)]
        entries.append((f"source-{at}", name, header, link))
        files.append((name, header, cells, keys))
        terms = {"id": f"cells-{at}"}
        yield Part(
            f"agreements/cells-{at}.md",
            lambda value, terms=terms, at=at: _agreement(terms | _terms(value, {}, source=f"source-{at}")),
        )
    yield Part(
        "data/sources.yml", lambda value: json.dumps(dict(_entries(value, entries)), indent=1, ensure_ascii=False)
    )
    for at, (name, header, cells, keys) in enumerate(files):
        yield Part(
            f"data/exports/{name.text}.csv",
            lambda value, header=header, cells=cells, keys=keys: _export(value, header, cells, keys),
            name,
            f"data/exports/source-{at}.csv",
        )


def _entries(value: Value, entries: list[tuple[str, Attempt, Attempt, Attempt]]) -> Iterator[tuple[str, Any]]:
    for source, name, header, link in entries:
        yield (
            source,
            {
                "path": f"exports/{value(name, source)}.csv",
                "timezone": "Europe/London",
                "key": "id",
                "as_of": "2026-10-20T17:00",
                "columns": {
                    "id": {"from": "Id", "type": "text"},
                    "mql_at": {"from": "Qualified", "type": "instant"},
                    "contacted_at": {"from": "Contacted", "type": "instant"},
                    "region": {"from": value(header, "Region"), "type": "text"},
                },
                "link": value(link, "https://crm.example/{id}"),
            },
        )


def _export(value: Value, header: Attempt, cells: list[Attempt], keys: list[Attempt]) -> str:
    rows = [["Id", "Qualified", "Contacted", value(header, "Region")]]
    for month in (9, 10):
        for number in range(30):
            day = f"2026-{month:02}-{1 + number % 18:02}"
            region = [*(value(cell, "Berlin") for cell in cells), "Hamburg"][number % (len(cells) + 1)]
            rows.append([f"L{month:02}{number:02}", f"{day} 09:00", f"{day} 10:00", region])
    rows += [[value(key, f"K{at}"), "2026-10-05 09:00", "2026-10-09 09:00", "Hamburg"] for at, key in enumerate(keys)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


# ---------------------------------------------------------------- pages


def _pages(tried: Tried) -> Iterator[Part]:
    yield Part("docs/index.md", lambda value: "# Home\n\n{{ sla_scoreboard() }}\n\n{{ sla_changes() }}\n")
    for at, bodies in enumerate(_bodies(tried, "text of a page")):
        yield Part(
            f"docs/guide/body-{at}.md",
            lambda value, bodies=bodies: f"# A page\n\n{_text(value, bodies)}",
        )
    for payload in TEXTS:
        fields = {name: tried.put(f"front matter of a page: {name}", payload) for name in PAGE_FIELDS}
        first = fields["title"].number
        yield Part(
            f"docs/guide/fields-{first}.md",
            lambda value, fields=fields: _page({name: value(found, "") for name, found in fields.items()}),
        )
    for payload in NAMES:
        name = tried.put("name of a file: page", payload)
        yield Part(f"docs/guide/{name.text}.md", lambda value: "Without a title.\n", name)

    for ending, payload in FILES:
        file = tried.put("file beside the pages", payload)
        yield Part(f"docs/guide/file-{file.number}.{ending}", lambda value, file=file: file.text, file)


def _page(fields: dict[str, str]) -> str:
    lists = {"tags", "hide"}
    said = {name: [text] if name in lists else text for name, text in fields.items() if text}
    lines = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in said.items()]
    return "\n".join(["---", *lines, "---", "", "## Words", "", "Words.", ""])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        _, found = build_attacked(Path(folder) / "project")
        print(found.table())
    sys.exit(0)
