"""The history of a made repository, and short ways to say what it holds."""

from __future__ import annotations

from pathlib import Path

from living_sla.agreements.files import agreement_files
from living_sla.agreements.reader import read_agreement
from living_sla.cache import cache_of
from living_sla.history.past import FORMAT
from living_sla.history.versions.folder import FolderAgreement
from living_sla.history.versions.history import History, read_history
from living_sla.history.versions.past_terms import AgreementFormat
from living_sla.model.agreement.terms import Agreement
from tests.factories.agreements import changed

A = "agreements/lead-handoff.md"
B = "agreements/other.md"


def terms(target: str = "95%", *, id: str = "lead-handoff", body: str = "") -> str:
    """An agreement; another target makes other terms, another body does not."""
    text = changed("    warn: 97%\n", "", changed("at least 95%", f"at least {target}"))
    return changed("id: lead-handoff", f"id: {id}", text) + body


def in_work_tree(root: Path) -> list[Agreement]:
    return [read_agreement(file, root)[0] for file in agreement_files(root)]


def history_of(root: Path, caches: Path | None = None, format: AgreementFormat = FORMAT) -> History:
    """`caches` is the folder in which what is read may be kept."""
    agreements = tuple(map(FolderAgreement.of, in_work_tree(root)))
    return read_history(root, agreements, format, cache=cache_of(root, caches) if caches else None)


def told(history: History, agreement: str = "lead-handoff") -> list[str]:
    """The revisions of an agreement, a line each: what it did, the version, and where it stood."""
    lines = []
    for revision in history.revisions(agreement):
        moved = f" from {revision.moved_from}" if revision.moved_from else ""
        lines.append(f"{revision.kind.value} {revision.version} {revision.path}{moved}")
    return lines


def targets(history: History, agreement: str = "lead-handoff") -> list[str]:
    """The target of each version, as its terms have it; a draft is marked."""
    return [
        f"{version.number}: {version.agreement.terms.commitment('first-contact').target}{' draft' * version.is_draft}"
        for version in history.versions[agreement]
    ]
