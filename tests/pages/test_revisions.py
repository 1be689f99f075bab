"""The revision log and the table of sign-offs."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from living_sla.errors import Notice
from living_sla.model.figures.standing import AgreementStanding
from living_sla.model.forge import Forge, ForgeKind
from living_sla.model.past.revision import RevisionKind
from tests.factories import histories, reports
from tests.pages import whole
from tests.pages.reading import Reading


def log(standing: AgreementStanding, **more: object) -> Reading:
    return Reading(whole.revisions(standing, replace(reports.report(standing), **more)))


def versions(text: str) -> dict[str, str]:
    """The parts of a log by the versions that they begin with."""
    parts = text.replace(" ¶", "").split("Version ")[1:]
    return {part.partition(" ")[0]: part.partition(" ")[2].strip() for part in parts}


def test_versions_stand_newest_first_each_with_what_it_changed_for_whom():
    found = versions(log(histories.agreement_standing()).text)
    assert list(found) == ["4", "3", "2", "1"]
    assert found["4"] == (
        "Proposed binds once everybody has signed Landed 12 November 2026 First contact: 95 percent, and a median "
        "Ana Ruiz <ana.ruiz@northwind.example> 9b1f6d2c0e "
        "Tightened for Sales Development First contact: The target rises from at least 90% to at least 95%. "
        "Signed by Ana Ruiz (verified) Waits for Ben Okafor (Sales Development)"
    )
    assert found["2"] == (
        "Superseded from 2 July 2026 to 16 September 2026 Landed 28 June 2026 Answer faster "
        "Ben Okafor <ben.okafor@northwind.example> 2b1f6d2c0e "
        "Tightened for Sales Development "
        "First contact: The limit falls from 6 business hours to 4 business hours. "
        "Eases Demand Generation Qualified leads: The target falls from at least 450 to at least 400. "
        "Signed by Ana Ruiz (verified) and Ben Okafor (own commit)"
    )


def test_the_first_version_says_what_it_holds():
    first = versions(log(histories.agreement_standing()).text)["1"]
    assert "The first version: 3 commitments between Demand Generation and Sales Development." in first


def test_editorial_revisions_are_folded_below_their_version():
    first = versions(log(histories.agreement_standing()).text)["1"]
    assert (
        "2 editorial revisions: the same terms "
        "9 May 2026 Into its own folder Ana Ruiz <ana.ruiz@northwind.example> cb1f6d2c0e "
        "The file moved to agreements/lead-handoff.md . "
        "4 May 2026 Say why in plain words Ana Ruiz <ana.ruiz@northwind.example> bb1f6d2c0e"
    ) in first


def test_what_cannot_be_read_stands_where_it_happened():
    third = versions(log(histories.agreement_standing()).text)["3"]
    assert third.endswith(
        'Cannot be read : unknown field "comitments" in line 31 . The terms before it stayed as they were. '
        "2 August 2026 db1f6d2c0e"
    )


def test_a_removal_is_an_event_of_its_own():
    gone = histories.revision(RevisionKind.REMOVED, histories.commit(15, "2026-11-17T09:00", "No longer needed"), None)
    found = log(histories.agreement_standing(revisions=(*histories.REVISIONS, gone))).text
    assert found.index("Removed : the file was taken out of the project. 17 November 2026") < found.index("Version 4")


def test_going_back_says_to_which_version():
    assert "Returns to the terms of version 2." in versions(log(histories.reverted()).text)["4"]


def test_a_draft_stands_on_top_without_a_commit():
    found = versions(log(histories.drafted()).text)
    assert list(found) == ["4", "3", "2", "1"]
    assert found["4"].startswith("Draft from 1 May 2026 Edits that are not committed yet. Tightened for")


def test_a_request_to_hold_from_an_earlier_day_is_shown():
    said = "Asked for retroactively from 1 July 2026. Shown, and not applied."
    assert said in versions(log(histories.retroactive()).text)["3"]


def test_a_version_has_an_anchor_that_stays():
    identifiers = [attributes.get("id") for attributes in log(histories.agreement_standing()).all("li")]
    assert "lead-handoff-version-3" in identifiers


def test_commits_lead_to_the_forge_where_there_is_one():
    forge = Forge(ForgeKind.GITHUB, "https://github.com/northwind/agreements")
    linked = {attributes["href"] for attributes in log(histories.agreement_standing(), forge=forge).all("a")}
    assert f"https://github.com/northwind/agreements/commit/{histories.FOURTH.id}" in linked
    assert {
        link[0] for link in (attributes["href"] for attributes in log(histories.agreement_standing()).all("a"))
    } == {"#"}


def test_without_history_the_log_says_why():
    missing = Notice("no-git", "the project is not in git", hint="run git init, and commit")
    assert log(histories.without_history(), history=missing).text == (
        "What was agreed, and when ¶ No history The project is not in git. run git init, and commit."
    )


# ---------------------------------------------------------------- sign-offs


def rows(standing: AgreementStanding) -> list[list[str]]:
    """The cells of the table, row by row."""
    block = str(whole.signoffs(standing, reports.report(standing)))
    body = block.partition("<tbody>")[2]
    return [
        [Reading(f"<p>{cell.partition('>')[2]}</p>").text for cell in row.replace("<th ", "<td ").split("<td ")[1:]]
        for row in body.split("<tr>")[1:]
    ]


def test_the_table_says_who_signed_what_when_and_whether_it_counts():
    found = rows(histories.agreement_standing())
    assert found[1] == [
        "Ana Ruiz Demand Generation ana.ruiz@northwind.example", "version 4", "13 November 2026 6b1f6d2c0e",
        "verified Signed with a key of the signer.", "Counts",
    ]  # fmt: skip
    assert [row[1] for row in found] == [f"version {number}" for number in (4, 4, 3, 3, 2, 2, 2, 1, 1)]


def test_who_still_has_to_sign_stands_above():
    assert rows(histories.agreement_standing())[0] == [
        "Ben Okafor Sales Development ben.okafor@northwind.example", "version 4", "not yet", "",
        "Waits since 12 November 2026",
    ]  # fmt: skip


def test_a_refused_signature_says_why():
    assert rows(histories.agreement_standing())[5][3:] == [
        "claimed The file was added by somebody else than its signer.",
        "Does not count this site asks for own commit or better",
    ]


def test_what_was_refused_or_not_committed_does_not_count():
    edited = histories.signoff(4, histories.ANA, "2026-11-13T08:00", refused="the file was edited afterwards")
    loose = replace(histories.signoff(4, histories.ANA, "2026-11-13T08:00"), landed=None)
    standing = histories.agreement_standing(histories.three(), histories.four(signoffs=(edited, loose)))
    said = [row[4] for row in rows(standing)[1:3]]
    assert said == [
        "Does not count it has not been committed yet", "Does not count the file was edited afterwards",
    ]  # fmt: skip
    assert "Signed" not in versions(log(standing).text)["4"]


def test_a_remark_stands_beside_the_signature():
    assert rows(histories.agreement_standing())[4][4] == "Counts Fine, with the second rota."


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (histories.without_signatories, "These terms ask for no signature: they bind as soon as they have landed."),
        (histories.outside_git, "Nobody has signed these terms yet."),
    ],
)
def test_a_table_without_rows_says_why(make, said):
    standing = make()
    assert Reading(whole.signoffs(standing, reports.report(standing))).text == f"Who signed ¶ No signatures {said}"
