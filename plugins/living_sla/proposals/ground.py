"""The two states that are compared: the terms as they are agreed at the base, and as this folder has them.

The base is where what is checked out parted from the branch that is named, so nothing that landed there since is a
change of ours. Its past is read as if it were checked out: terms that a branch brings are never among those that were
in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.agreements.sources_file import read_sources_in
from living_sla.errors import Notice, SlaError, WarningName
from living_sla.files import bytes_of
from living_sla.history.git.repository import MAX_OBJECT_BYTES, checked_out_ids
from living_sla.history.git.trusted_ref import content_at, settings_at, trusted_ref
from living_sla.history.past import FORMAT, Past, past_at
from living_sla.history.versions.branch import agreements_at, compared
from living_sla.model.past.change import AgreementChanges
from living_sla.model.paths import SIGNOFFS_FOLDER, SOURCES_FILE, WAIVERS_FOLDER
from living_sla.model.proposals.proposal import ProposalEnd
from living_sla.proposals.still_personal import still_personal
from living_sla.reviews.folder.layout import FOLDER, MANIFEST, SIGNOFFS, is_sealed
from living_sla.settings import Settings

if TYPE_CHECKING:
    from living_sla.agreements.project import Project
    from living_sla.history.git.repository import Repository
    from living_sla.model.agreement.source import Source
    from living_sla.model.agreement.terms import Agreement
    from living_sla.report import Agreed

THIS_FOLDER = "this folder"


class ProposalGround(Struct, frozen=True, dict=True):
    """Everything that a proposal is told from, but for exports."""

    root: Path
    agreed: Agreed
    """What this folder says, with the past of the branch that is checked out."""
    base: ProposalEnd
    compared: tuple[AgreementChanges, ...]
    """The agreements that differ, in order of their ids."""
    past: Past
    """That of the base."""
    notices: tuple[Notice, ...]

    @property
    def head(self) -> ProposalEnd:
        """What is proposed."""
        history = self.agreed.past.history
        return ProposalEnd("", history.head, bool(history.uncommitted))

    @cached_property
    def settings(self) -> Settings:
        """Those of the trusted ref, and never those of the branch; the defaults where no ref is trusted."""
        repository = self.past.history.repository
        ref = trusted_ref(repository) if repository is not None else None
        return Settings() if repository is None or ref is None else settings_at(repository, ref)

    @cached_property
    def signed_files(self) -> dict[str, str]:
        """The sign-offs and waivers of the base, and the signatures beside them: their blobs by their paths."""
        repository = self.past.history.repository
        if repository is None or self.base.commit is None:
            return {}
        files = (repository.files(self.base.commit, of) for of in (SIGNOFFS_FOLDER, WAIVERS_FOLDER))
        return {path: entry.id for of in files for path, entry in of.items()}

    def given(self, agreement: Agreement) -> Collection[str]:
        """The sign-offs that were given for these terms when they were agreed before; none where they never were."""
        versions = self.past.history.versions.get(agreement.terms.id, ())
        return self.signed_files if any(version.digest == agreement.digest for version in versions) else ()

    @cached_property
    def lost(self) -> Mapping[str, str]:
        """Files that nobody ever edits and that the base has, by path, with what became of each in this folder."""
        repository = self.past.history.repository
        return dict(_lost_files(self.root, repository, self.base.commit)) if repository and self.base.commit else {}

    @cached_property
    def redeclared(self) -> frozenset[str]:
        """The sources that this folder declares otherwise than the base, or that only one of the two declares."""
        here, there = self.agreed.project.sources, self.sources
        return frozenset(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))

    @cached_property
    def still_personal(self) -> Mapping[str, Source | None]:
        """The sources that this folder would read people from, by name; with what they are read by instead."""
        return still_personal(self.root, self.agreed.project.sources, self.sources) if self.redeclared else {}

    @cached_property
    def project(self) -> Project:
        """What is proposed, with the sources as they may be read."""
        project = self.agreed.project
        if not self.still_personal:
            return project
        read = {name: self.still_personal.get(name, source) for name, source in project.sources.items()}
        return replace(project, sources={name: source for name, source in read.items() if source is not None})

    @property
    def personal_notices(self) -> Iterator[Notice]:
        """What is read otherwise than this folder declares it, because it would tell about people."""
        for name, source in sorted(self.still_personal.items()):
            how = f"it is read as {self.base.name} declares it" if source is not None else "it is not read"
            message = f"{name} would read what {self.base.name} calls personal: {how}"
            hint = "a source that is about other columns lands first, in a change of its own"
            where = self.agreed.project.source_place(name)
            yield Notice(WarningName.STILL_PERSONAL, message, where, hint)

    @cached_property
    def looked_at(self) -> tuple[AgreementChanges, ...]:
        """The agreements that differ, and those that are judged by a source that is declared otherwise."""
        differing = {of.agreement.terms.id for of in self.compared}
        others = [of for of in self.agreed.project.agreements if of.terms.id not in differing]
        alike = [AgreementChanges(of, of) for of in others if self.redeclared & set(of.terms.sources)]
        return tuple(sorted((*self.compared, *alike), key=lambda of: of.agreement.terms.id))

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources as the base declares them: what was agreed is judged by what was declared then."""
        repository = self.past.history.repository
        here = dict(self.agreed.project.sources)
        if repository is None or self.base.commit is None:
            return here
        raw = content_at(repository, self.base.commit, SOURCES_FILE)
        return here if raw is None else dict(read_sources_in(raw).sources)


def ground_of_answer(root: Path, agreed: Agreed, asked: Iterable[Agreement]) -> ProposalGround:
    """What is told where somebody asks what other terms would come to, without a branch, against those of the folder.

    `asked` are agreements of the folder as they would be; nothing is written.
    """
    would_be = {of.terms.id: of for of in asked}
    after = [would_be.get(of.terms.id, of) for of in agreed.project.agreements]
    differing = tuple(of for of in compared(agreed.project.agreements, after, FORMAT) if of.kind != "same")
    return ProposalGround(root, agreed, ProposalEnd(THIS_FOLDER, None), differing, agreed.past, ())


def ground_of(root: Path, agreed: Agreed, base: str | None = None) -> ProposalGround:
    """What a proposal in the folder at `root` is told from; `base` is whatever git knows a commit by.

    Raises `SlaError` where there is no such commit, and `HistoryFault` where the history cannot be told.
    """
    past = agreed.past
    past.require()
    repository = past.history.repository
    assert repository is not None
    there = agreements_at(repository, base, FORMAT)
    differing = tuple(of for of in compared(there.agreements, agreed.project.agreements, FORMAT) if of.kind != "same")
    return ProposalGround(
        root, agreed, ProposalEnd(there.name, there.commit), differing, past_at(past, there.commit), there.notices
    )


# ---------------------------------------------------------------- sign-offs, waivers, sealed files


def _lost_files(root: Path, repository: Repository, base: str) -> Iterator[tuple[str, str]]:
    """Each by its path in the project, with what happened to it; files that are as the base has them are left out."""
    for folder in (SIGNOFFS_FOLDER, WAIVERS_FOLDER, FOLDER):
        for path, entry in repository.files(base, folder).items():
            if _is_kept(path) and (what := _what_became(root, path, entry.id)):
                yield path, what


def _is_kept(path: str) -> bool:
    """Whether nobody ever edits the file at that path."""
    if not path.startswith(f"{FOLDER}/"):
        return True
    inside = path.removeprefix(f"{FOLDER}/").partition("/")[2]
    return bool(inside) and (is_sealed(inside) or inside == MANIFEST or inside.startswith(f"{SIGNOFFS}/"))


def _what_became(root: Path, path: str, blob: str) -> str:
    try:
        raw = bytes_of(root / path, root, largest=MAX_OBJECT_BYTES)
    except (SlaError, OSError):
        return "is gone"
    return "" if blob in checked_out_ids(raw, len(blob)) else "is edited"
