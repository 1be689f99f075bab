"""What several checks ask for: asked once, and kept, whether it is there or why it is not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from living_sla.errors import SlaError, each

# Rooms are imported late: a package that is missing must not keep the other checks from being made.

if TYPE_CHECKING:
    from living_sla.agreements.sources_file import DeclaredSources
    from living_sla.cache import Cache
    from living_sla.history.git.repository import Repository
    from living_sla.history.git.trouble import HistoryFault
    from living_sla.model.agreement.terms import Agreement
    from living_sla.settings import Settings


class AgreementsHere(Struct, frozen=True):
    """The agreements of the folder that can be read, and what is wrong in the others."""

    read: tuple[Agreement, ...]
    faults: tuple[SlaError, ...]


class Here(Struct, frozen=True, dict=True):
    """A project, or a folder that may become one, on this machine."""

    root: Path
    """Absolute, without links."""
    variables: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def is_project(self) -> bool:
        """Whether anything in the folder says that it is meant to be a project."""
        return any((self.root / name).exists() for name in ("agreements", "data/sources.yml", "mkdocs.yml"))

    @cached_property
    def repository(self) -> Repository | HistoryFault:
        """The repository around the project, or why its history cannot be told."""
        from living_sla.history.git.state import find_repository
        from living_sla.history.git.trouble import HistoryFault

        try:
            return find_repository(self.root)
        except HistoryFault as fault:
            return fault

    @cached_property
    def git_settings(self) -> Mapping[str, tuple[str, ...]]:
        """What git is told on this machine and in this repository, by name, the last value counts; none without git."""
        from living_sla.history.git import process
        from living_sla.model.harmless import decoded

        try:
            raw = process.run(self.root, "config", "--null", "--list")
        except (process.GitMissing, process.GitFailed):
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for entry in raw.split(b"\0")[:-1]:
            name, _, value = decoded(entry).partition("\n")
            found[name] = (*found.get(name, ()), value)
        return found

    def git_setting(self, name: str) -> str:
        """The value of one setting of git, in lower-case letters its name; empty where it has none."""
        return self.git_settings.get(name, ("",))[-1].strip()

    @cached_property
    def settings(self) -> Settings | SlaError:
        """`[tool.living_sla]` of the folder, or what is wrong with it."""
        from living_sla.settings import read_settings

        try:
            return read_settings(self.root)
        except SlaError as fault:
            return fault

    @cached_property
    def agreements(self) -> AgreementsHere:
        """Every agreement that can be read by itself; what they say together is for `sla check`."""
        from living_sla.agreements.files import agreement_files, misnamed
        from living_sla.agreements.reader import read_agreement
        from living_sla.model.time import calendar

        if self.cache is not None:
            calendar.recall(self.cache)  # else the first agreement with holidays loads all that are known
        read: list[Agreement] = []
        faults = list(misnamed(self.root))
        try:
            paths = agreement_files(self.root)
        except SlaError as fault:
            return AgreementsHere((), (*faults, *each(fault)))
        for path in paths:
            try:
                read.append(read_agreement(path, self.root)[0])
            except SlaError as fault:
                faults += each(fault)
        return AgreementsHere(tuple(read), tuple(faults))

    @cached_property
    def sources(self) -> DeclaredSources | SlaError:
        """The sources that are declared, or what is wrong with the declaration."""
        from living_sla.agreements.sources_file import read_sources

        try:
            return read_sources(self.root)
        except SlaError as fault:
            return fault

    @cached_property
    def cache(self) -> Cache | None:
        """What this machine remembers of the project; None where no folder can be trusted with it."""
        from living_sla.cache import cache_of

        return cache_of(self.root)
