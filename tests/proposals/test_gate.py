"""The gate: nobody lands other terms alone, and no finding is waived by who gains from it."""

from __future__ import annotations

from datetime import date

import pytest

from living_sla.agreements.waiver_file import WaiverFile, waiver_path
from living_sla.cli import main
from living_sla.model.past.signoff import SignOffFile
from living_sla.model.proposals.finding import FindingName, FindingSeverity
from living_sla.model.proposals.gate import SigningState
from tests.factories.git_folders import ANA
from tests.proposals.proposing import BEN, SIGNED, edited, project, proposed
from tests.reviews.frozen_projects import PATH

ADDRESS = {ANA: "ana.ruiz@northwind.example", BEN: "ben.okafor@northwind.example"}
PARTY = {ANA: "marketing", BEN: "sales"}


@pytest.fixture
def folder(tmp_path):
    """Sales proposes to owe nothing any more but a volume of Marketing's."""
    return project(tmp_path / "project", SIGNED)


def propose_less(folder):
    edited(folder, ("target: at least 90%", "target: at least 50%"))
    folder.commit(message="Ask for less", author=BEN)
    return proposed(folder).agreements[0].compared.after.digest


def sign(folder, who, digest, author=None):
    file = SignOffFile.of(
        agreement="lead-handoff", digest=digest, version=2, signer=ADDRESS[who], party=PARTY[who], on=date(2026, 10, 19)
    )
    folder.commit({file.path: file.text}, "Sign", author=author or who)


def states(folder):
    return {of.party: of.state for of in proposed(folder).agreements[0].signatories}


def test_neither_side_opens_it_alone(folder):
    digest = propose_less(folder)
    assert states(folder) == {"marketing": SigningState.MISSING, "sales": SigningState.MISSING}
    sign(folder, BEN, digest)
    assert not proposed(folder).gate.is_open
    sign(folder, ANA, digest)
    assert states(folder) == {"marketing": SigningState.SIGNED, "sales": SigningState.SIGNED}
    assert proposed(folder).gate.is_open


def test_the_author_does_not_sign_for_both(folder):
    digest = propose_less(folder)
    sign(folder, BEN, digest)
    sign(folder, ANA, digest, author=BEN)
    assert states(folder)["marketing"] in (SigningState.TOO_WEAK, SigningState.REFUSED)
    assert not proposed(folder).gate.is_open


def test_a_signature_of_other_terms_does_not_count(folder):
    digest = propose_less(folder)
    sign(folder, ANA, digest)
    edited(folder, ("target: at least 50%", "target: at least 40%"))
    folder.commit(message="A little less", author=BEN)
    assert states(folder)["marketing"] is SigningState.STALE


def drop_first_contact(folder):
    text = (folder.root / PATH).read_text(encoding="utf-8")
    at = text.index("  - id: first-contact")
    folder.commit({PATH: text[:at] + "---\n"}, "Owe nothing", author=BEN)
    return proposed(folder).agreements[0].compared.after.digest


def waive(folder, who, digest, author=None, **more):
    values = {"expires": date(2027, 1, 31), "commitment": "first-contact"} | more
    name = FindingName.COMMITMENT_REMOVED
    path = waiver_path(name, "lead-handoff", values["commitment"])
    file = WaiverFile(path, name, "lead-handoff", digest=digest, reason="Agreed in the meeting", owner=ADDRESS[who],
                      **values)  # fmt: skip
    folder.commit({path: file.text}, "Waive", author=author or who)


def the_finding(folder):
    return next(of for of in proposed(folder).findings if of.name is FindingName.COMMITMENT_REMOVED)


def test_who_loses_may_waive_and_who_gains_may_not(folder):
    digest = drop_first_contact(folder)
    assert the_finding(folder).severity is FindingSeverity.WARNING
    waive(folder, BEN, digest)
    assert [of.void for of in the_finding(folder).waivers] == [
        "ben.okafor@northwind.example signs for sales, which alone gains by it"
    ]
    folder.commit({the_finding(folder).waivers[0].path: None}, "Take it back")
    waive(folder, ANA, digest)
    assert the_finding(folder).waived


@pytest.mark.parametrize(
    ("more", "void"),
    [
        ({"digest": "0" * 64}, "it is for other terms"),
        ({"expires": date(2026, 10, 19)}, "it expired on 2026-10-19"),
        ({"author": BEN}, "this site asks for own commit, and this is claimed"),
    ],
)
def test_a_waiver_for_something_else_or_from_somebody_else_is_void(folder, more, void):
    digest = drop_first_contact(folder)
    waive(folder, ANA, **{"digest": digest} | more)
    [waiver] = the_finding(folder).waivers
    assert waiver.void == void


def test_a_signature_that_was_taken_away_is_found_and_closes_the_gate(folder):
    folder.git("switch", "--quiet", "main")
    sign(folder, ANA, proposed(folder, "HEAD").head.commit.ljust(64, "0"))
    folder.git("switch", "--quiet", "proposal")
    folder.git("merge", "--quiet", "main")
    [path] = (folder.root / "agreements" / "signoffs" / "lead-handoff").iterdir()
    path.unlink()
    proposal = proposed(folder)
    assert [of.name for of in proposal.gate.findings] == [FindingName.HISTORY_REMOVED]


def test_the_verb_exits_with_one_until_the_gate_is_open(folder, capsys):
    propose_less(folder)
    with pytest.raises(SystemExit) as ended:
        main(["gate", "--project", str(folder.root), "--no-cache"])
    assert ended.value.code == 1
    assert "the signature of ana.ruiz@northwind.example for marketing is missing" in capsys.readouterr().out
