"""The past of a project: what was agreed, who signed it, and which version was in force when. Everybody asks here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.past import parse_past
from living_sla.cache import Cache, cache_of
from living_sla.changes import changes
from living_sla.errors import Notice, SlaError, WarningName
from living_sla.history.git.log import ever_held
from living_sla.history.in_force.timeline import timeline
from living_sla.history.signoffs.appraise import Appraisal, appraise
from living_sla.history.signoffs.trusted import Trusted, trusted
from living_sla.history.versions.folder import FolderAgreement, agreements_in
from living_sla.history.versions.history import History, history_at, read_history
from living_sla.history.versions.past_terms import AgreementFormat
from living_sla.model.figures.standing import HISTORY_UNREAD
from living_sla.model.past.timeline import Stale, Timeline
from living_sla.settings import Settings, read_settings

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement
    from living_sla.model.past.revision import Version
    from living_sla.model.past.signoff import SignOff

FORMAT = AgreementFormat(parse_past, changes)
"""How agreements of the past are read, and compared."""
_SKEW = timedelta(hours=1)
"""By which a clock may be wrong without a word."""


class Past(Struct, frozen=True, dict=True):
    """Every agreement of a project through time; sign-offs are looked at when somebody asks for what rests on them."""

    history: History
    settings: Settings
    now: datetime
    """The instant at which states of versions are told."""
    agreements: tuple[FolderAgreement, ...]
    """As the work tree holds them."""
    cache: Cache | None = None

    def require(self, agreement: str | None = None) -> None:
        """Raise what keeps the history from being told, or an `SlaError` where no such agreement is in it."""
        self.history.require()
        if agreement is not None and agreement not in self.history.versions:
            hint = f"there are: {', '.join(sorted(self.history.versions))}"
            raise SlaError(f'there is no agreement "{agreement}"', hint=hint)

    @property
    def refused(self) -> SlaError | None:
        """Why a history that is there cannot be told: nothing is checked, and nothing published, without it."""
        trouble = self.history.trouble
        return None if trouble is None or trouble.is_absence else trouble

    @property
    def unread(self) -> Notice | None:
        """Why every agreement is a draft, where it is one for want of a history."""
        trouble = self.history.trouble
        if trouble is None:
            return None
        return Notice(HISTORY_UNREAD if self.refused else WarningName.NOT_IN_GIT, trouble.message, hint=trouble.hint)

    def ever_held(self, path: str) -> bool:
        """Whether any commit brought a file at `path` of the project; never, where there is no history."""
        return self.history.repository is not None and ever_held(self.history.repository, path)

    @cached_property
    def trusted(self) -> Trusted | None:
        """What sign-offs are judged by; None without a history. Raises `Faults` as `appraisal` does."""
        repository = self.history.repository
        return trusted(repository, self.settings) if repository else None

    @cached_property
    def appraisal(self) -> Appraisal:
        """Every sign-off, and what it is worth; raises `Faults` where keyring or settings of trust cannot be used."""
        history = self.history
        if history.repository is None or self.trusted is None:
            return Appraisal((), self.settings.trust.required)
        return appraise(history.repository, history.landings, history.versions, self.trusted, cache=self.cache)

    @cached_property
    def timelines(self) -> Mapping[str, Timeline]:
        """By agreement, also of those that were removed; where the history cannot be told, each has one draft.

        Raises as `appraisal` does.
        """
        signoffs: dict[str, list[SignOff]] = {}
        for signoff in self.appraisal.signoffs:
            signoffs.setdefault(signoff.file.agreement, []).append(signoff)
        required = self.appraisal.required
        return {
            agreement: timeline(agreement, versions, signoffs.get(agreement, ()), required=required, now=self.now)
            for agreement, versions in self.history.versions.items()
        }

    @property
    def beginning(self) -> frozenset[str]:
        """The agreements that never were in force and have one version; none where the history cannot be told."""
        if self.refused is not None:
            return frozenset()
        return frozenset(agreement for agreement, line in self.timelines.items() if line.begins)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is strange about history and sign-offs; raises as `appraisal` does."""
        of_commits = (*self.history.notices, *_from_the_future(self.history, self.now))
        return (*of_commits, *self.appraisal.notices, *_renamed(self.history, self.agreements))


def read_past(
    root: Path, agreements: Sequence[Agreement], settings: Settings, *, now: datetime, cache: Cache | None = None
) -> Past:
    """The past of the project at `root`, whose work tree holds these agreements.

    `now` tells the states of versions, and none of the spans. A history that cannot be told is no error here:
    `History.trouble` says why.
    """
    return _past(root, tuple(map(FolderAgreement.of, agreements)), settings, now, cache)


def read_past_here(root: Path) -> Past:
    """The past of the project at `root` as of now, with what this machine remembers of it.

    Raises `Faults` with everything that is wrong in the agreements of the folder, or with its settings.
    """
    cache = cache_of(root)
    return _past(root, agreements_here(root, cache), read_settings(root), datetime.now(UTC), cache)


def past_at(past: Past, commit: str) -> Past:
    """The past of the same project as it was at another commit, judged by what is trusted now, told for the same now.

    Raises as `history_at` does.
    """
    history = history_at(past.history, commit, FORMAT, cache=past.cache)
    return replace(past, history=history, agreements=())


def agreements_here(root: Path, cache: Cache | None = None) -> tuple[FolderAgreement, ...]:
    """The agreements of the folder in order of their path; raises `Faults` with everything that is wrong in them."""
    return agreements_in(root, _todays, cache)


def _todays(raw: bytes, *, path: str, known: str | None = None) -> Agreement:
    """An agreement of today, held to more than one of the past: its page has to be right as well."""
    return parse_agreement(raw, path=path)[0]


def _past(
    root: Path, agreements: tuple[FolderAgreement, ...], settings: Settings, now: datetime, cache: Cache | None
) -> Past:
    return Past(read_history(root, agreements, FORMAT, cache=cache), settings, now, agreements, cache)


def stale(line: Timeline) -> tuple[Stale, ...]:
    """The latest sign-off of each signer who has signed earlier terms and not the newest that landed.

    Oldest version first. Refused ones are left out: they never counted, so nothing made them stale.
    """
    landed = [standing for standing in line.versions if not standing.version.is_draft]
    if not landed:
        return ()
    newest = landed[-1].version
    latest: dict[tuple[str, str], tuple[SignOff, Version]] = {}
    for standing in landed:
        for signoff in standing.signoffs:
            if not signoff.refused and signoff.landed is not None:
                signer = (signoff.file.party, signoff.file.signer.casefold())
                latest.pop(signer, None)
                latest[signer] = (signoff, standing.version)
    return tuple(
        Stale(signoff, version.number, changes(version.agreement, newest.agreement))
        for signoff, version in latest.values()
        if version.digest != newest.digest
    )


def _from_the_future(history: History, now: datetime) -> Iterator[Notice]:
    """The first commit that says a time which has not come: it, and whatever follows it, lands only then."""
    clock = max(now, datetime.now(UTC)) + _SKEW
    for commit in (landing.commit for landing in history.landings):
        if commit.landed_at > clock:
            who = "says that it was made" if commit.committed_at > clock else "follows one that says it was made"
            message = (
                f"commit {commit.id[:12]} {who} on {commit.landed_at:%Y-%m-%d}: what it and later ones bring waits"
            )
            hint = "make it again with a right clock, before others build on it"
            yield Notice(WarningName.COMMIT_FROM_THE_FUTURE, message, hint=hint)
            return


def _renamed(history: History, agreements: Sequence[FolderAgreement]) -> Iterator[Notice]:
    """Agreements whose file had another id before: to everybody who reads the history they are new."""
    here = {agreement.id for agreement in agreements}
    removed = {agreement: history.revisions(agreement) for agreement in history.agreements if agreement not in here}
    gone = {revisions[-1].path: agreement for agreement, revisions in removed.items() if revisions}
    for agreement in agreements:
        if agreement.path in gone:
            before = gone[agreement.path]
            message = f'the id was "{before}" before: its history, sign-offs and figures begin anew'
            hint = f"write id: {before} again, unless these are other terms between other people"
            yield Notice(WarningName.AGREEMENT_ID_CHANGED, message, agreement.agreement.place("id"), hint)
