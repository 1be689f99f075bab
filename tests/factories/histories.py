"""Histories made by hand: four versions of one agreement, and what can be the matter with the newest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from living_sla.errors import Place
from living_sla.model.agreement.terms import Agreement, Terms
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import AgreementStanding, Standing
from living_sla.model.past.basis import Basis
from living_sla.model.past.change import Change, Direction
from living_sla.model.past.revision import Commit, Identity, Revision, RevisionKind
from living_sla.model.past.signoff import SignOff, SignOffFile, TrustLevel
from living_sla.model.past.timeline import Span, Stale, State, Timeline, VersionStanding, Waiting
from living_sla.model.quantity import Target
from tests.factories import reports
from tests.factories.versions import version_of, with_agreement

ANA, BEN = "ana.ruiz@northwind.example", "ben.okafor@northwind.example"
PATH = "agreements/lead-handoff.md"
PLACE = Place(PATH, 40, 5)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def commit(number: int, landed: str, subject: str, name: str = "Ana Ruiz", email: str = ANA) -> Commit:
    moment = at(landed)
    return Commit(
        f"{number:x}b1f6d2c0e5a4b7f8c3d2e1f0a9b8c7d6e5f4a3b"[:40], Identity(name, email), moment, moment, subject
    )


FIRST = commit(1, "2026-04-20T09:12", "First version, after the workshop")
SECOND = commit(2, "2026-06-28T15:40", "Answer faster", "Ben Okafor", BEN)
THIRD = commit(5, "2026-09-10T10:05", "Count only leads above 60 points")
FOURTH = commit(9, "2026-11-12T16:30", "First contact: 95 percent, and a median")

RAISED = Change(
    "target-tightened", "first-contact", "The target rises from at least 90% to at least 95%.",
    Direction.TIGHTENED, "sales", PLACE,
)  # fmt: skip
SHORTER = Change(
    "limit-tightened", "first-contact", "The limit falls from 6 business hours to 4 business hours.",
    Direction.TIGHTENED, "sales", PLACE,
)  # fmt: skip
FEWER = Change(
    "target-eased", "mql-volume", "The target falls from at least 450 to at least 400.",
    Direction.EASED, "marketing", PLACE,
)  # fmt: skip
REDEFINED = Change(
    "definition-changed", "first-contact", "A lead now needs a score of at least 60 to be counted; it was 40.",
    Direction.UNCLEAR, None, PLACE, breaks_series=True,
)  # fmt: skip
NOTICE = Change("notice-changed", None, "The notice is 30 days; it was 2 weeks.", Direction.UNCLEAR, None, PLACE)


def signing_terms(**more: object) -> Terms:
    parties = {key: dict(party) for key, party in reports.TERMS["parties"].items()}
    parties["marketing"]["signs"], parties["sales"]["signs"] = [ANA], [BEN]
    return reports.terms(parties=parties, **more)


def agreement(number: int, terms: Terms | None = None) -> Agreement:
    return replace(reports.agreement_of(terms or signing_terms()), digest=f"{number}f1c" * 16)


def signoff(
    number: int,
    signer: str,
    landed: str,
    level: TrustLevel = TrustLevel.VERIFIED,
    *,
    sentence: str = "Signed with a key of the signer.",
    refused: str = "",
    remark: str = "",
) -> SignOff:
    party = "marketing" if signer == ANA else "sales"
    file = SignOffFile(f"agreements/signoffs/lead-handoff/{number}f1c{number}f1c{number}f1c.{signer}.yml",
                       "lead-handoff", f"{number}f1c" * 16, number, signer, party,
                       date.fromisoformat(landed[:10]), remark)  # fmt: skip
    added = commit(number + 2, landed, f"Sign version {number}")
    return SignOff(file, level, "file-signature", sentence, added, refused)


def one(terms: Terms | None = None, **more: object) -> VersionStanding:
    """The first version, signed by both, in force from its effective date until the second was signed."""
    return VersionStanding(
        version_of(1, agreement(1, terms), FIRST),
        State.SUPERSEDED,
        Span(1, at("2026-04-30T23:00"), at("2026-07-02T08:10"), Basis.IN_FORCE),
        (
            signoff(1, ANA, "2026-04-21T08:00", TrustLevel.OWN_COMMIT, sentence="Committed by the signer, unsigned."),
            signoff(1, BEN, "2026-04-22T08:00", TrustLevel.FORGE_ATTESTED,
                    sentence="Committed by the signer on the forge, which signed the commit."),
        ),
        **more,
    )  # fmt: skip


def two(**more: object) -> VersionStanding:
    """The second: faster answers, signed late by Sales; superseded."""
    return replace(
        VersionStanding(
            version_of(2, agreement(2), SECOND, (SHORTER, FEWER)),
            State.SUPERSEDED,
            Span(2, at("2026-07-02T08:10"), at("2026-09-16T13:00"), Basis.IN_FORCE),
            (
                signoff(2, ANA, "2026-06-29T08:00"),
                signoff(2, BEN, "2026-06-30T12:00", TrustLevel.CLAIMED,
                        sentence="The file was added by somebody else than its signer.",
                        ),
                signoff(2, BEN, "2026-07-02T08:10", TrustLevel.OWN_COMMIT,
                        sentence="Committed by the signer, unsigned.", remark="Fine, with the second rota."),
            ),
        ),
        **more,
    )  # fmt: skip


def three(**more: object) -> VersionStanding:
    """The third: another definition; in force, and it asked for an earlier day."""
    return replace(
        VersionStanding(
            version_of(3, agreement(3), THIRD, (REDEFINED, NOTICE)),
            State.IN_FORCE,
            Span(3, at("2026-09-16T13:00"), None, Basis.IN_FORCE),
            (signoff(3, BEN, "2026-09-11T08:00", TrustLevel.OWN_COMMIT, sentence="Committed by the signer, unsigned."),
             signoff(3, ANA, "2026-09-16T13:00")),
        ),
        **more,
    )  # fmt: skip


def four(**more: object) -> VersionStanding:
    """The fourth: proposed; Marketing has signed, Sales has not."""
    return replace(
        VersionStanding(
            version_of(4, agreement(4), FOURTH, (RAISED,)),
            State.PROPOSED,
            None,
            (signoff(4, ANA, "2026-11-13T08:00"),),
            (Waiting("sales", BEN, FOURTH.landed_at),),
        ),
        **more,
    )  # fmt: skip


BEN_SIGNED_THE_THIRD = Stale(three().signoffs[0], 3, (RAISED,))


def revision(kind: RevisionKind, made: Commit, number: int | None, **more: object) -> Revision:
    return Revision("lead-handoff", made, kind, PATH, digest=f"{number}f1c" * 16 if number else None,
                    version=number, **more)  # fmt: skip


REVISIONS = (
    revision(RevisionKind.STARTED, FIRST, 1),
    revision(RevisionKind.EDITORIAL, commit(11, "2026-05-04T10:00", "Say why in plain words"), 1),
    revision(RevisionKind.EDITORIAL, commit(12, "2026-05-09T10:00", "Into its own folder"), 1,
             moved_from="agreements/handoff.md"),
    revision(RevisionKind.MATERIAL, SECOND, 2),
    revision(RevisionKind.UNREADABLE, commit(13, "2026-08-02T18:20", "wip"), None,
             why='unknown field "comitments" in line 31'),
    revision(RevisionKind.MATERIAL, THIRD, 3),
    revision(RevisionKind.EDITORIAL, commit(14, "2026-09-20T10:00", "Typo"), 3),
    revision(RevisionKind.MATERIAL, FOURTH, 4),
)  # fmt: skip


def timeline(*versions: VersionStanding) -> Timeline:
    found = versions or (one(), two(), three(), four())
    spans = tuple(standing.in_force for standing in found if standing.in_force)
    return Timeline("lead-handoff", found, spans)


def agreement_standing(
    *versions: VersionStanding,
    revisions: tuple[Revision, ...] | None = None,
    basis: Basis = Basis.IN_FORCE,
    stale: tuple[Stale, ...] | None = None,
) -> AgreementStanding:
    """The agreement of `values` with a history: of all four versions, or of those given."""
    found = timeline(*versions)
    known = {standing.version.number for standing in found.versions}
    if revisions is None:
        revisions = tuple(each for each in REVISIONS if each.version is None or each.version in known)
    standing = reports.agreement_standing(mql_volume(), first_contact(), reports.accepted(), basis=basis)
    in_force = [each for each in found.versions if each.state is State.IN_FORCE] or [found.versions[-1]]
    if stale is None:
        missing = {each.signer for version in found.versions for each in version.waiting}
        stale = (BEN_SIGNED_THE_THIRD,) if missing == {BEN} else ()
    agreed = in_force[-1].version.agreement
    return replace(standing, agreement=agreed, timeline=found, revisions=revisions, stale=stale)


def renamed(standing: AgreementStanding, agreement_id: str, title: str) -> AgreementStanding:
    """The same under another id and title, in a file of its own."""

    def other(found: Agreement) -> Agreement:
        terms = found.terms.model_copy(update={"id": agreement_id, "title": title})
        return replace(found, terms=terms, path=f"agreements/{agreement_id}.md", digest=found.digest[::-1])

    def moved(found: VersionStanding) -> VersionStanding:
        return replace(found, version=with_agreement(found.version, other(found.version.agreement)))

    line = standing.timeline
    return replace(
        standing,
        agreement=other(standing.agreement),
        timeline=replace(line, versions=tuple(map(moved, line.versions))) if line else None,
    )


# ---------------------------------------------------------------- the states that a page can be in


def nobody_signed() -> AgreementStanding:
    waits = (Waiting("marketing", ANA, FIRST.landed_at), Waiting("sales", BEN, FIRST.landed_at))
    first = replace(one(), state=State.PROPOSED, in_force=None, signoffs=(), waiting=waits)
    return agreement_standing(first, basis=Basis.PROPOSED)


def without_signatories() -> AgreementStanding:
    span = Span(1, at("2026-04-30T23:00"), None, Basis.IN_FORCE)
    return agreement_standing(replace(one(reports.terms()), state=State.IN_FORCE, in_force=span, signoffs=()))


def retroactive() -> AgreementStanding:
    return agreement_standing(one(), two(), three(asked_for=date(2026, 7, 1)))


def proposed_retroactively() -> AgreementStanding:
    return agreement_standing(one(), two(), three(), four(asked_for=date(2026, 10, 1)))


def stale() -> AgreementStanding:
    """Sales signed the second version last; the fourth has overtaken the third, and waits for both."""
    signed = signoff(3, ANA, "2026-09-16T13:00")
    third = replace(three(), state=State.SUPERSEDED, in_force=None, signoffs=(signed,))
    second = replace(two(), state=State.IN_FORCE, in_force=Span(2, at("2026-07-02T08:10"), None, Basis.IN_FORCE))
    waits = (Waiting("marketing", ANA, FOURTH.landed_at), Waiting("sales", BEN, FOURTH.landed_at))
    since = (Stale(signed, 3, (RAISED,)), Stale(second.signoffs[-1], 2, (REDEFINED, NOTICE, RAISED)))
    return agreement_standing(one(), second, third, four(signoffs=(), waiting=waits), stale=since)


def agreed_for_later() -> AgreementStanding:
    both = (signoff(4, ANA, "2026-11-13T08:00"), signoff(4, BEN, "2026-11-14T08:00"))
    start = Span(4, at("2027-01-01T00:00"), None, Basis.IN_FORCE)
    later = four(signoffs=both, waiting=(), in_force=start)
    terms = signing_terms(effective="2027-01-01")
    later = replace(later, version=with_agreement(later.version, agreement(4, terms)))
    return agreement_standing(one(), two(), three(), later)


def lapsed() -> AgreementStanding:
    ended = Span(3, at("2026-09-16T13:00"), at("2026-11-01T00:00"), Basis.IN_FORCE)
    return agreement_standing(one(), two(), three(state=State.LAPSED, in_force=ended))


def reverted() -> AgreementStanding:
    back = replace(four(), version=replace(four().version, returns_to=2))
    return agreement_standing(one(), two(), three(), back)


def drafted() -> AgreementStanding:
    """Edits on top of what is in force, not committed."""
    draft = four(signoffs=(), waiting=(), state=State.DRAFT)

    return agreement_standing(one(), two(), three(), replace(draft, version=replace(draft.version, landed=None)))


def outside_git() -> AgreementStanding:
    draft = replace(one(), state=State.DRAFT, in_force=None, signoffs=())
    standing = agreement_standing(replace(draft, version=replace(draft.version, landed=None)), basis=Basis.DRAFT)
    return replace(standing, revisions=(), commit=None)


def without_history(basis: Basis = Basis.DRAFT) -> AgreementStanding:
    return replace(reports.agreement_standing(basis=basis), commit=None)


STATES = {
    "waiting": ("Inbound leads", agreement_standing),
    "nobody-signed": ("Nobody signed", nobody_signed),
    "no-signatories": ("Without signatories", without_signatories),
    "retroactive": ("Asked for earlier", retroactive),
    "proposed-earlier": ("Proposed for earlier", proposed_retroactively),
    "stale": ("Signed long ago", stale),
    "later": ("Agreed for later", agreed_for_later),
    "lapsed": ("Ended", lapsed),
    "reverted": ("Back to older terms", reverted),
    "drafted": ("Edited", drafted),
    "outside-git": ("Outside git", outside_git),
    "without-history": ("No history", without_history),
}
"""Every state, by an id, with a title and what makes it."""


def every_state() -> tuple[AgreementStanding, ...]:
    return tuple(renamed(make(), state, title) for state, (title, make) in STATES.items())


# ---------------------------------------------------------------- figures that the versions moved


def judged(found: Attainment, number: int, target: str, **more: object) -> Attainment:
    """The attainment as one version judged it, against another target."""
    return replace(found, version=number, target=Target("at least", Decimal(target), "%"), **more)


def first_contact() -> Standing:
    """Seven months under three versions: 90 %, then another definition, then 95 % from the 15th of October."""
    part = reports.first_contact()
    may, june, july, _, _, october, november = part.series
    august = reports.share(reports.month("2026-08"), 310, 21)
    september = reports.share(reports.month("2026-09"), 280, 22)
    turn = at("2026-10-14T23:00")
    before, after = reports.share(october.period, 150, 12), reports.share(october.period, 190, 14)
    parts = (
        judged(before, 3, "0.9", window=(october.period.start, turn), status=Status.MET),
        judged(after, 4, "0.95", window=(turn, october.period.end), status=Status.MISSED),
    )
    whole = reports.share(october.period, 340, 26)
    series = (
        judged(may, 1, "0.9", status=Status.MET),
        judged(june, 1, "0.9", status=Status.MET),
        judged(july, 2, "0.9", status=Status.MET),
        judged(august, 2, "0.9", status=Status.MET),
        judged(september, 3, "0.9", status=Status.MET, broken=True),
        judged(whole, 4, "0.95", status=Status.MISSED, parts=parts),
        judged(november, 4, "0.95"),
    )
    return replace(part, series=series, segments=())


def mql_volume() -> Standing:
    """A volume whose target rose in the middle of September, so that September's is in between."""
    part = reports.mql_volume()
    agreed = [(1, 400), (1, 400), (2, 400), (2, 400), (3, 432), (3, 450), (3, 450)]
    series = [
        replace(found, version=number, target=replace(found.target, amount=Decimal(amount)))
        for found, (number, amount) in zip(part.series, agreed, strict=True)
    ]
    september = series[4]
    turn = at("2026-09-16T13:00")
    parts = (
        replace(september, version=2, status=None, value=Fraction(210), window=(september.period.start, turn)),
        replace(september, status=None, value=Fraction(235), window=(turn, september.period.end)),
    )
    series[4] = replace(september, parts=parts)
    return replace(part, series=tuple(series))
