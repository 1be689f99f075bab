"""How things stand: what a page or a terminal tells about commitments, agreements and exports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from living_sla.errors import NoFile, Notice, Place, SlaError, WarningName
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.contingency import Triggered
from living_sla.model.figures.course import Course
from living_sla.model.figures.durations import Durations
from living_sla.model.figures.journey import StageFigures
from living_sla.model.figures.own_past import Stood
from living_sla.model.figures.provenance import ExportFacts
from living_sla.model.figures.signals import ComparableRun, comparable_runs
from living_sla.model.figures.usual_range import Assurance, UsualRange, Variation, assurance, variation
from living_sla.model.forge import Forge
from living_sla.model.past.basis import Basis
from living_sla.model.past.revision import Revision
from living_sla.model.past.timeline import Stale, Timeline
from living_sla.model.time.calendar import CalendarDay

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement, Commitment, Terms
    from living_sla.model.figures.review_agenda import ReviewAgenda
    from living_sla.model.proposals.proposal import Proposal

WORST_FIRST = (Status.MISSED, Status.AT_RISK, Status.NO_DATA, Status.ON_TRACK, Status.MET, Status.NOT_IN_FORCE)


class UnusableRecord(Struct, frozen=True):
    """A record that could not be judged, and why; its line is the physical line in the export."""

    key: str
    line: int | None
    why: str


class Unjoined(Struct, frozen=True):
    """Events of another source that belong to no record of the one that is judged."""

    source: str
    """Where the events are."""
    records: str
    """Where the records are."""
    events: int
    """How many events there are."""
    without_record: int
    """How many of them belong to none."""


def events_without_record(found: Unjoined) -> str:
    """``37 of the 1,204 events of calls belong to no record of leads``."""
    belong = "belongs" if found.without_record == 1 else "belong"
    return (
        f"{found.without_record:,} of the {found.events:,} events of {found.source} {belong} "
        f"to no record of {found.records}"
    )


class Standing(Struct, frozen=True, dict=True):
    """One commitment through time."""

    agreement: str
    commitment: Commitment
    sentence: str
    """The commitment in words, written from the terms."""
    series: tuple[Attainment, ...]
    """Every period in which the terms hold, all records together, oldest first."""
    segments: tuple[tuple[Attainment, ...], ...] = ()
    """For each of these periods its segments, in alphabetical order and the blank one last; then those that are merged.

    Each is what may be shown: see `small_groups.py`.
    """
    unusable: tuple[UnusableRecord, ...] = ()
    """The first of the records that could not be judged."""
    unjoined: tuple[Unjoined, ...] = ()
    """Sources of events of which some belong to no record."""
    baseline: tuple[Attainment, ...] = ()
    """The periods of up to a year before anything was agreed, oldest first: figures by the same rules, no verdicts."""
    durations: Durations | None = None
    """How long its records took, and how old open ones are, as far as it may be told; None where they have no clock."""
    stood: Stood | None = None
    """What its closed periods stood at on the day of the running one; None where nobody can know."""
    course: Course | None = None
    """How its running volume came where it stands; None of anything else, and where it may not be told."""
    why_not: str = ""
    """Why there are no figures at all, where there are none."""
    waits_for: tuple[str, ...] = ()
    """The sources without any file yet that its newest terms judge by."""
    timezone: str = "UTC"
    """The zone of the agreement, in which its days are told."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What columns of its source are called, where they have a label."""

    @property
    def id(self) -> str:
        """The id of the commitment."""
        return self.commitment.id

    @property
    def title(self) -> str:
        """What the commitment is called."""
        return self.commitment.title

    @property
    def waits(self) -> bool:
        """Whether it has no figures because an export has never come."""
        return bool(self.waits_for) and not self.series

    @property
    def last_closed(self) -> Attainment | None:
        """The latest period with a verdict: ended, and met or missed."""
        decided = (
            found for found in reversed(self.series) if found.ended and found.status in (Status.MET, Status.MISSED)
        )
        return next(decided, None)

    @property
    def current(self) -> Attainment | None:
        """The latest period of all: running, or the last one that the terms cover."""
        return self.series[-1] if self.series else None

    @property
    def now(self) -> Attainment | None:
        """The latest period where it is not decided yet, or was decided before its end."""
        return None if self.current is self.last_closed else self.current

    @cached_property
    def runs(self) -> tuple[ComparableRun, ...]:
        """The series, cut wherever figures left and right do not compare."""
        return comparable_runs(self.series, volume=self.commitment.measure.is_volume)

    @property
    def usual_range(self) -> UsualRange | None:
        """What the figures under terms that count as today's do usually lie in; None for fewer than six periods.

        None as well where nobody owes it any more.
        """
        lapsed = self.current is None or self.current.status is Status.NOT_IN_FORCE
        return None if lapsed else self.runs[-1].usual

    @cached_property
    def variation(self) -> Variation | None:
        """Whether the latest settled figure is news; None without a usual range."""
        usual = self.usual_range
        if usual is None:
            return None
        return variation(self.runs[-1].values, usual, more_is_better=self._more_is_better)

    @cached_property
    def assurance(self) -> Assurance | None:
        """Whether today's target can be kept by going on as before; None without a usual range."""
        usual, current = self.usual_range, self.current
        if usual is None or current is None:
            return None
        # Of a volume whose terms hold for a part of the running period, the target of that part says nothing of others.
        target = self.commitment.target.at(current.period.label) if current.window is not None else current.target
        return assurance(usual, Fraction(target.amount), more_is_better=self._more_is_better)

    @property
    def _more_is_better(self) -> bool:
        return self.series[-1].target.direction == "at least"

    @property
    def concern(self) -> tuple[int, int]:
        """Sorts the worst first: by the running period, then by the last closed one."""
        latest, closed = self.current, self.last_closed
        return (
            WORST_FIRST.index(latest.status if latest else Status.NO_DATA),
            WORST_FIRST.index(closed.status if closed else Status.NO_DATA),
        )


class AgreementStanding(Struct, frozen=True, dict=True):
    """One agreement: its terms, their standing and all its commitments, in the order of the file."""

    agreement: Agreement
    """As the folder has it, which may be a proposal: see `shown`."""
    basis: Basis
    commitments: tuple[Standing, ...]
    calendar: tuple[CalendarDay, ...] = ()
    """The days that differ, over the time that the figures cover and the year after, in order."""
    calendar_release: str = ""
    """Library and release that the holidays came from; empty where the terms name no holidays."""
    calendar_gaps: tuple[int, ...] = ()
    """Years of the figures, or of the months ahead, whose holidays the library does not know, or not all of them."""
    zones_release: str = ""
    """Library and release that the time zones came from."""
    triggered: tuple[Triggered, ...] = ()
    """The consequences that the latest verdicts set off; binding only where `basis` is in force."""
    timeline: Timeline | None = None
    """Its versions and since when each was in force; None where no history could be read."""
    stale: tuple[Stale, ...] = ()
    """Sign-offs to earlier terms by those who have not signed the newest, with what has changed since."""
    revisions: tuple[Revision, ...] = ()
    """What the main line did to it, oldest first; empty where no history could be read."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What columns are called in whatever source, where all of them call one alike."""
    journey: tuple[StageFigures, ...] = ()
    """The customer's way as the terms in force state it, or else the newest, with counts of the last ended month."""
    commit: str | None = None
    """The commit that the agreement was read at; None outside git or with uncommitted edits."""

    @property
    def id(self) -> str:
        """The id of the agreement."""
        return self.agreement.terms.id

    @property
    def title(self) -> str:
        """What the agreement is called."""
        return self.terms.title

    @property
    def terms(self) -> Terms:
        """The terms that bind, or bound last; the newest, where none ever did or nobody knows."""
        return self.shown.terms

    @cached_property
    def shown(self) -> Agreement:
        """The agreement with these terms: what pages tell, whatever the folder proposes."""
        return self.timeline.shown(self.agreement) if self.timeline is not None else self.agreement


class SourceStanding(Struct, frozen=True):
    """One export: what was read, and whether it is fresh enough to speak."""

    name: str
    facts: ExportFacts
    age: str
    """``fresh``, ``stale`` or ``too old``, by the source's `max_age` at the time of the build."""
    origin: str = ""
    """Who exports it, and from which view, as far as the source says."""
    place: Place | None = None
    """Where it is declared: what is odd about it is told of this place."""


class WaitingSource(Struct, frozen=True):
    """A source that no file has ever been there for."""

    name: str
    path: str
    """As it is declared."""
    fault: NoFile
    """That no file is there, where it is declared, and which one is probably meant."""
    origin: str = ""
    """Who exports it, and from which view, as far as the source says."""

    @property
    def identity(self) -> str:
        """What it is remembered by once it was read."""
        return identity(self.name, self.path)

    @property
    def what(self) -> str:
        """``no file is called "exports/leads-*.csv" below data/``."""
        return self.fault.message

    @property
    def notice(self) -> Notice:
        """The warning that it waits."""
        return Notice(WAITING, f"{self.name} waits for data: {self.what}", self.fault.where, self.fault.hint)


def identity(name: str, path: str) -> str:
    """What a source is remembered by: one that is read from elsewhere has not been read before."""
    return f"{name}: {PurePosixPath(path)}"


WAITING = WarningName.WAITING_FOR_DATA
"""The name of the notice that no file of a source has ever been there."""
OLD_DATA = (WarningName.EXPORT_STALE, WarningName.EXPORT_TOO_OLD)
"""The names of the notices that an export is old."""
HISTORY_UNREAD = WarningName.HISTORY_UNREAD
"""The name of the notice that there is a history, and that it could not be read: in a shallow clone, for example."""


class Report(Struct, frozen=True):
    """Everything that the site and the command line tell, computed once for one state of the inputs."""

    agreements: tuple[AgreementStanding, ...]
    """In order of their ids."""
    sources: Mapping[str, SourceStanding]
    """Those that were read, in the order of `sources.yml`."""
    notices: tuple[Notice, ...]
    built_at: datetime
    history: Notice | None = None
    """Why the history could not be read, or not all of it: no git, a shallow clone. None where it was read whole."""
    refused: SlaError | None = None
    """Why this may be looked at, and neither pass a check nor be published; None where it may."""

    waiting: Mapping[str, WaitingSource] = field(default_factory=dict)
    """The sources that wait for data, by name, in the order of `sources.yml`."""
    read: frozenset[str] = frozenset()
    """The sources that were read, by name and path."""
    forge: Forge | None = None
    """Where commits and forms for new files can be linked to; None where the site names no forge."""
    fiscal_year_start: int = 1
    """The month in which fiscal years begin, 1 to 12."""
    proposal: Proposal | None = None
    """What the folder proposes against the main line; None where it proposes nothing, or nobody has looked."""
    reviews: ReviewAgenda | None = None
    """What frozen reviews leave to do; None where nobody has looked for them."""
    folder: str = ""
    """Where the project lies in its repository: empty, or ``sales/sla/``; empty as well where it lies in none."""

    @property
    def unread_history(self) -> Notice | None:
        """`history`, where there is one and it could not be read: what was agreed is judged as a draft then."""
        return self.history if self.history is not None and self.history.name == HISTORY_UNREAD else None

    def waiting_for(self, terms: Terms) -> list[WaitingSource]:
        """The sources that commitments of these terms wait for, in the order of the commitments."""
        return [self.waiting[name] for name in terms.sources if name in self.waiting]

    def agreement(self, agreement_id: str) -> AgreementStanding:
        """The agreement of that id; raises `KeyError` where there is none."""
        for standing in self.agreements:
            if standing.agreement.terms.id == agreement_id:
                return standing
        raise KeyError(agreement_id)
