"""Why a review cannot be frozen yet: every reason at once, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from living_sla.errors import Fault, Place, SlaError
from living_sla.exports.freshness import age_of
from living_sla.files import is_there
from living_sla.history.git.repository import FOLDER, checked_out_ids
from living_sla.model.agreement.measured import Family
from living_sla.model.counted import counted
from living_sla.model.past.basis import Basis
from living_sla.model.paths import AGREEMENTS_FOLDER, SOURCES_FILE
from living_sla.model.time.zones import wall_time
from living_sla.settings import SETTINGS_FILE
from living_sla.words.numbers import listed

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository
    from living_sla.model.reviews.record import FrozenCommitment, ReviewRecord
    from living_sla.reviews.record.ground import ReviewGround


def not_committed(ground: ReviewGround) -> Iterator[SlaError]:
    """What of agreements, sources and settings is not in this folder what HEAD has."""
    history = ground.agreed.past.history
    assert history.repository is not None  # asked for where a history was read
    differing = dict(_differing(history.repository))
    new = [agreement.path for agreement in ground.agreements if agreement.terms.id in history.uncommitted]
    differing |= {path: "is not committed" for path in new if path not in differing}
    for path, what in sorted(differing.items()):
        hint = f"commit it, or put it back: git restore {path}"
        yield _not_ready(f"{what}, so nobody else could freeze the same review", Place(path), hint)


def _differing(repository: Repository) -> Iterator[tuple[str, str]]:
    """Files of the terms that are not in the folder what HEAD has, with what they are."""
    entries = repository.files(repository.head, AGREEMENTS_FOLDER)
    for path in (SOURCES_FILE, SETTINGS_FILE):
        found = repository.at(repository.head, path)
        if found is not None and found.mode != FOLDER:
            entries[path] = found
        elif is_there(repository.root / path, repository.root):
            yield path, "is not committed"
    for path, entry in entries.items():
        file = repository.root / path
        if not is_there(file, repository.root):
            yield path, "was removed here, which is not committed"
        elif entry.mode.startswith("100") and entry.id not in checked_out_ids(file.read_bytes(), len(entry.id)):
            yield path, "is not what is committed"


def too_early(ground: ReviewGround, record: ReviewRecord, now: datetime) -> Iterator[SlaError]:
    """The sources that do not speak of the whole period yet, and those that are older than `max_age.fail` at `now`."""
    project = ground.agreed.project
    ends: dict[str, tuple[datetime, str]] = {}
    for agreement in record.agreements:
        own = (ground.periods[agreement.id].end, agreement.timezone)
        used = [name for plan in ground.plans if plan.terms.id == agreement.id for name in plan.sources]
        ends |= {name: max(own, ends.get(name, own)) for name in used if name in ground.scans}
    is_short = False
    for name, (end, timezone) in ends.items():
        as_of, place = ground.scans[name].facts.as_of, project.source_place(name)
        if as_of < end:
            is_short = True
            message = f"{ground.id} ends at {_at(end, timezone)} in {timezone}, and the export {name} is as of"
            hint = "export it again when the period has ended"
            yield _not_ready(f"{message} {_at(as_of, timezone)} there", place, hint)
        if age_of(as_of, project.sources[name], now) == "too old":
            allowed = project.sources[name].max_age.fail
            message = f"the export {name} is as of {_at(as_of)} UTC, which is more than {allowed} ago"
            hint = "export it again; max_age in data/sources.yml says how old it may be"
            yield _not_ready(message, place, hint)
    last = max(period.end for period in ground.periods.values())
    if last > now and not is_short:
        message = f"{ground.id} ends at {_at(last)} UTC, which has not come by the clock of this machine"
        yield _not_ready(message, None, "freeze it when it has ended")


def nothing_read(ground: ReviewGround) -> Iterator[SlaError]:
    """That every source waits for its first export, where all of them do: there is nothing to freeze."""
    if not ground.scans:
        for source in ground.agreed.waiting.values():
            message = f"{source.name} waits for data, as every source does: {source.what}"
            yield _not_ready(message, source.fault.where, source.fault.hint or "put the export there")


def too_open(record: ReviewRecord) -> SlaError:
    """What is said where outcomes are pending, and nobody asked to freeze early."""
    message = f"{counted(record.pending, 'outcome')} of {record.id} {'is' if record.pending == 1 else 'are'} pending"
    hint = "wait for them, or freeze what is known, which the review then calls provisional: --early"
    if lasting := [
        f"{agreement.id}/{owed.id}"
        for agreement in record.agreements
        for owed in agreement.commitments
        if owed.measure.family is Family.STATISTIC and _is_open(owed)
    ]:
        hint = f"{hint}; those of {listed(lasting)} have no limit, and are open until each record ends"
    return _not_ready(message, None, hint)


def _is_open(owed: FrozenCommitment) -> bool:
    pooled = (owed.pooled,) if owed.pooled is not None else ()
    return any(figure.counts.pending for figure in (*owed.reviewed, *pooled))


def nothing_in_force(ground: ReviewGround, record: ReviewRecord) -> Iterator[SlaError]:
    """That no agreement was in force in the period, where none was."""
    if not any(version.basis is Basis.IN_FORCE for agreement in record.agreements for version in agreement.versions):
        spans = [span for line in ground.today.values() for span in line.spans if span.basis is Basis.IN_FORCE]
        since = f"; the first was from {_at(min(span.start for span in spans))} UTC on" if spans else ""
        message = f"no agreement was in force in {ground.id}{since}"
        hint = "name a period in which one was: sla history AGREEMENT tells since when it is"
        if not spans:
            hint = "none ever was: terms take force when both sides have signed them; sla due says who has to"
        yield _not_ready(message, None, hint)


def _at(moment: datetime, timezone: str = "UTC") -> str:
    return f"{wall_time(moment, timezone):%Y-%m-%d %H:%M}"


def _not_ready(message: str, where: Place | None, hint: str) -> SlaError:
    return SlaError(message, where=where, hint=hint, code=Fault.NOT_READY)
