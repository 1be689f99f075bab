"""The gate: nobody lands other terms alone, and no finding is waived by who gains from it."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from living_sla.cli import main
from living_sla.documents.proposals.annotations import workflow_commands
from living_sla.documents.proposals.document import proposal_document
from living_sla.documents.proposals.junit import junit
from living_sla.model.past.signoff import SignOffFile
from living_sla.model.proposals.finding_name import FindingName, FindingSeverity
from living_sla.model.proposals.gate import SigningState
from living_sla.model.proposals.waiver import WaiverFile, waiver_path
from tests.documents.test_documents import assert_as_described
from tests.factories.agreements import read
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
    folder.commit({the_finding(folder).waivers[0].file.path: None}, "Take it back")
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


# ---------------------------------------------------------------- who signs, and what


def test_signatures_of_old_do_not_bring_terms_back(folder):
    folder.git("switch", "--quiet", "main")
    text = (folder.root / PATH).read_text(encoding="utf-8")
    old = digest_of(folder)
    for who in (ANA, BEN):
        sign(folder, who, old)
    folder.commit({PATH: text.replace("at least 90%", "at least 95%")}, "Ask for more")
    folder.git("switch", "--quiet", "-C", "proposal")
    folder.commit({PATH: text}, "Go back", author=BEN)
    proposal = proposed(folder, "main")
    assert {of.state for of in proposal.gate.unsigned} == {SigningState.STALE}
    assert proposal.agreements[0].compared.after.digest == old
    assert all("another first day" in of.why for of in proposal.gate.unsigned)
    folder.commit({PATH: text.replace("2026-02-01", "2026-12-01")}, "From December on", author=BEN)
    digest = digest_of(folder)
    for who in (ANA, BEN):
        sign(folder, who, digest)
    assert not proposed(folder, "main").gate.unsigned


def digest_of(folder):
    return read((folder.root / PATH).read_bytes()).digest


def test_edits_that_are_not_committed_cannot_be_signed(folder):
    edited(folder, ("target: at least 90%", "target: at least 50%"))
    gate = proposed(folder).gate
    assert [fault.message for fault in gate.faults] == [
        "the terms of lead-handoff are not committed, so nobody can sign them"
    ]
    assert all(of.to_sign is None for of in gate.unsigned)
    told = proposed(folder)
    assert 'name="content"' in junit(told)
    assert next(workflow_commands(told)).startswith("::error file=agreements/lead-handoff.md,line=")


def in_force(folder):
    """The main line, with terms that both have signed, and a branch from there."""
    folder.git("switch", "--quiet", "main")
    digest = digest_of(folder)
    for who in (ANA, BEN):
        sign(folder, who, digest)
    folder.git("switch", "--quiet", "-C", "proposal")
    return digest


def test_an_agreement_is_not_taken_away_by_one_side(folder):
    digest = in_force(folder)
    folder.commit({PATH: None, "agreements/other.md": SIGNED.replace("id: lead-handoff", "id: other")}, "Another id")
    closing = {(of.name.value, of.commitment): of for of in proposed(folder, "main").gate.findings}
    assert closing.keys() == {("agreement-removed", "volume"), ("agreement-removed", "first-contact")}
    for commitment, loser in (("first-contact", ANA), ("volume", BEN)):
        file = closing["agreement-removed", commitment].to_waive
        assert f"owner: {ADDRESS[loser]}" in file.text
        assert digest in file.text
        folder.commit({file.path: file.text.replace("(write why)", "Agreed")}, "Answer", author=loser)
    assert not proposed(folder, "main").gate.findings


def test_a_friend_in_the_other_sides_place_opens_nothing(folder):
    in_force(folder)
    edited(folder, ("signs: [ana.ruiz@northwind.example]", "signs: [friend@northwind.example]"))
    folder.commit(message="A friend", author=BEN)
    digest = digest_of(folder)
    sign(folder, BEN, digest)
    friend = SignOffFile.of(agreement="lead-handoff", digest=digest, version=2, signer="friend@northwind.example",
                            party="marketing", on=date(2026, 10, 19))  # fmt: skip
    folder.commit({friend.path: friend.text}, "Sign", author="A Friend <friend@northwind.example>")
    gate = proposed(folder, "main").gate
    assert not gate.unsigned
    [closing] = gate.findings
    assert closing.name is FindingName.SIGNATORIES_REPLACED
    for who, void in (("ben.okafor", "signs for sales, which alone gains by it"), ("friend", "does not sign")):
        owner = f"{who}@northwind.example"
        text = closing.to_waive.text.replace("(write why)", "Why not").replace("ana.ruiz@northwind.example", owner)
        folder.commit({closing.to_waive.path: text}, "Answer", author=f"Somebody <{owner}>")
        [waiver] = proposed(folder, "main").gate.findings[0].waivers
        assert void in waiver.void
        folder.commit({closing.to_waive.path: None}, "Take it back")
    folder.commit({closing.to_waive.path: closing.to_waive.text.replace("(write why)", "She left")}, "Answer")
    assert proposed(folder, "main").gate.is_open


# ---------------------------------------------------------------- files of waivers


def test_a_waiver_edited_after_its_owner_added_it_is_void(folder):
    digest = drop_first_contact(folder)
    waive(folder, ANA, digest, expires=date(2026, 10, 1))
    waive(folder, ANA, digest, author=BEN)
    [waiver] = the_finding(folder).waivers
    assert waiver.void.startswith("it was edited afterwards in ")
    assert waiver.void.endswith(": remove it, and let its owner add it anew in another commit")
    folder.commit({waiver.file.path: None}, "Remove it")
    waive(folder, ANA, digest)
    assert the_finding(folder).waived
    folder.write(
        waiver.file.path, (folder.root / waiver.file.path).read_text(encoding="utf-8").replace("Agreed", "Not agreed")
    )
    assert [of.void for of in the_finding(folder).waivers] == [
        "it is edited or gone in this folder, and that is not committed"
    ]


def test_a_waiver_that_cannot_be_read_closes_the_gate_and_fails_sla_check(folder, capsys):
    drop_first_contact(folder)
    folder.write("agreements/waivers/one-sided.lead-handoff.yaml", "finding: one-sided\n")
    folder.write("agreements/waivers/one-sided.lead-handoff.yml", "finding: one-sided\nfinding: one-sided\n")
    assert len(proposed(folder).gate.faults) == 2
    with pytest.raises(SystemExit) as ended:
        main(["check", "--project", str(folder.root)])
    assert ended.value.code == 2
    assert "not read as a waiver" in capsys.readouterr().err


def test_a_waiver_that_has_done_its_work_may_go_and_one_that_has_not_may_not(folder):
    folder.git("switch", "--quiet", "main")
    waive(folder, ANA, digest_of(folder), commitment="volume")
    waive(folder, ANA, "0" * 64, commitment="other")
    folder.git("switch", "--quiet", "-C", "proposal")
    path = waiver_path(FindingName.COMMITMENT_REMOVED, "lead-handoff", "volume")
    [notice] = [of for of in proposed(folder, "main").notices if of.name == "waiver-done"]
    assert (notice.where.path, notice.message) == (
        path, "this waiver has done its work: the terms that it is for have landed"
    )  # fmt: skip
    folder.commit({path: None}, "Tidy up")
    assert not proposed(folder, "main").findings
    folder.commit({waiver_path(FindingName.COMMITMENT_REMOVED, "lead-handoff", "other"): None}, "Tidy up more")
    assert [of.name for of in proposed(folder, "main").findings] == [FindingName.HISTORY_REMOVED]


@pytest.mark.parametrize("changed", [("target: at least 90%", "target: at least x"), ("title:", "tittle:")])
def test_faults_of_the_content_are_told_as_everywhere(folder, changed):
    edited(folder, changed)
    with pytest.raises(SystemExit) as ended:
        main(["gate", "--project", str(folder.root), "--no-cache"])
    assert ended.value.code == 2


def test_nothing_is_judged_without_a_whole_history(folder, tmp_path):
    (tmp_path / "bare").mkdir()
    folder.git("clone", "--quiet", "--depth=1", f"file://{folder.root}", str(tmp_path / "shallow"))
    shutil.copytree(folder.root, tmp_path / "plain", ignore=shutil.ignore_patterns(".git"))
    for name in ("shallow", "plain"):
        with pytest.raises(SystemExit) as ended:
            main(["gate", "--project", str(tmp_path / name), "--no-cache"])
        assert (name, ended.value.code) == (name, 3)


def test_a_proposal_with_everything_is_as_its_schema_says(folder):
    in_force(folder)
    edited(folder, ("target: at least 90%", "target: at least 50%"), ("[ana.ruiz@", "[friend@"))
    digest = digest_of(folder)
    folder.commit(message="Ask for less", author=BEN)
    sign(folder, BEN, digest)
    told = assert_as_described(proposal_document(proposed(folder, "main")), "proposal")
    assert told["gate"]["findings"]
    assert told["agreements"][0]["impacts"][0]["periods"]
    assert any(each["to_waive"] for each in told["findings"])


def test_the_verb_prints_what_is_missing_to_the_letter(folder, capsys):
    folder.git("switch", "--quiet", "main")
    forge = '[tool.living_sla]\nforge = "https://github.com/northwind/sla"\n[tool.living_sla.findings]\n' \
            'commitment-removed = "error"\n'  # fmt: skip
    folder.commit({"pyproject.toml": forge}, "A forge")
    folder.git("switch", "--quiet", "-C", "proposal")
    digest = drop_first_contact(folder)
    (folder.root / "pyproject.toml").write_text('[tool.living_sla]\nforge = "https://evil.example/a/b"\n'
                                                'forge_kind = "github"\n', encoding="utf-8")  # fmt: skip
    with pytest.raises(SystemExit) as ended:
        main(["gate", "main", "--project", str(folder.root), "--no-cache"])
    told = capsys.readouterr().out
    assert ended.value.code == 1
    assert f"    terms {digest}\n    sla sign lead-handoff --as ana.ruiz@northwind.example\n" in told
    assert "https://github.com/northwind/sla/new/proposal/agreements/signoffs/lead-handoff?filename=" in told
    assert "add agreements/waivers/commitment-removed.lead-handoff.first-contact.yml:\n" in told
    assert f'      digest: {digest}\n      reason: "(write why)"\n      owner: ana.ruiz@northwind.example\n' in told
    assert "evil" not in told
    with pytest.raises(SystemExit) as ended:
        main(["gate", "main", "--project", str(folder.root), "--no-cache", "--fail-on", "never"])
    assert ended.value.code == 1
