"""The state of an agreement: what binds since when, who signed it, and what waits for whom."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from living_sla.errors import Notice
from living_sla.model.figures.standing import AgreementStanding
from living_sla.model.forge import Forge, ForgeKind
from living_sla.model.past.basis import Basis
from living_sla.pages.home.scoreboard import scoreboard
from tests.factories import histories, reports
from tests.pages import whole
from tests.pages.reading import Reading

GITHUB = Forge(ForgeKind.GITHUB, "https://github.com/northwind/agreements")
GITLAB = Forge(ForgeKind.GITLAB, "https://gitlab.com/northwind/agreements")


def read(standing: AgreementStanding, **more: object) -> Reading:
    return Reading(whole.state(standing, replace(reports.report(standing), **more)))


def facts(standing: AgreementStanding) -> str:
    """What stands before the data."""
    return read(standing).text.partition(" Data up to")[0]


def below(standing: AgreementStanding, **more: object) -> str:
    """What stands below the answer."""
    return read(standing, **more).text.partition("Now running: 1 at risk and 2 on track.")[2].strip()


SIGNED = "Signed by Ben Okafor ( own commit ) and Ana Ruiz ( verified )"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", f"In force version 3 since 16 September 2026 until 30 April 2027 {SIGNED}"),
        ("nobody-signed", "Proposed version 1 from 1 May 2026 until 30 April 2027 Nobody has signed"),
        ("no-signatories", "In force version 1 since 1 May 2026 until 30 April 2027 Asks for no signature"),
        ("lapsed", f"Lapsed version 3 from 16 September 2026 to 31 October 2026 {SIGNED}"),
        ("outside-git", "Draft version 1 from 1 May 2026 until 30 April 2027 Nobody has signed"),
        ("without-history", "Draft from 1 May 2026 until 30 April 2027"),
    ],
)
def test_the_first_line_says_what_binds_since_when_and_who_signed(state, said):
    assert facts(histories.STATES[state][1]()) == said


def test_what_is_in_force_and_signed_needs_no_box():
    assert below(histories.agreement_standing(histories.one(), histories.two(), histories.three())) == ""


def test_a_proposal_says_whom_it_waits_for_since_when_and_what_they_signed_last():
    assert below(histories.agreement_standing()).startswith(
        "Version 4 waits for Ben Okafor (Sales Development), 6 days. What it changes "
        "Version 4 waits for 1 signature Proposed on 12 November 2026 . "
        "Until everybody has signed, version 3 stays in force. "
        "Waits for Ben Okafor of Sales Development since 12 November 2026 (6 days). "
        "Last signed: version 3, on 11 September 2026."
    )


def test_a_stale_signature_is_told_everything_that_changed_since():
    """Marketing signed version 3 last and Sales version 2, so that they are told different things."""
    assert (
        "What has changed since version 3, which Ana Ruiz signed "
        "Tightened for Sales Development First contact: The target rises from at least 90% to at least 95%. "
        "What has changed since version 2, which Ben Okafor signed "
        "Tightened for Sales Development First contact: The target rises from at least 90% to at least 95%. "
        "Cannot tell First contact: A lead now needs a score of at least 60 to be counted; it was 40. counted anew "
        "The agreement: The notice is 30 days; it was 2 weeks."
    ) in below(histories.stale())


def test_terms_that_nobody_signed_bind_nobody():
    assert below(histories.nobody_signed()).startswith(
        "Version 1 waits for Ana Ruiz (Demand Generation) and Ben Okafor (Sales Development), 212 days. "
        "How to sign it Version 1 waits for 2 signatures Proposed on 20 April 2026 . "
        "Until everybody has signed, nobody is bound. "
        "The figures show what these terms would have come to. "
        "Waits for Ana Ruiz of Demand Generation since 20 April 2026 (212 days)."
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            "retroactive",
            "Asked for retroactively. It asks to hold from 1 July 2026 already. Goalposts do not move after the shot: "
            "version 3 holds from 16 September 2026.",
        ),
        (
            "proposed-earlier",
            "It asks to hold from 1 October 2026 already. Goalposts do not move after the shot: "
            "version 4 holds from the day on which the last signature lands.",
        ),
        (
            "later",
            "Version 4 is agreed, and not in force yet Proposed on 12 November 2026 . "
            "It takes force on 1 January 2027. Until then version 3 stays in force.",
        ),
        (
            "lapsed",
            "This agreement has ended. Its last day was 31 October 2026, and no other version followed. "
            "Nothing that happened since is judged.",
        ),
        ("reverted", "It returns to the terms of version 2."),
        (
            "drafted",
            "Version 4 is a draft This text is not in the history of the project yet. It binds nobody, and nobody can "
            "sign it. Meanwhile version 3 stays in force. What version 4 changes",
        ),
        ("outside-git", "It binds nobody, and nobody can sign it."),
        ("without-history", "It binds nobody; the figures are a preview."),
    ],
)
def test_every_state_says_what_it_means(state, said):
    assert said in below(histories.STATES[state][1]())


def all_pages(standing):
    report = reports.report(standing)
    yield whole.agreement(standing, report)
    yield whole.history(standing, report)
    for part in standing.commitments:
        yield whole.commitment(part, standing, report)


def test_every_page_of_every_state_is_well_formed_on_one_line_and_has_no_id_twice():
    for standing in histories.every_state():
        for block in all_pages(standing):
            found = Reading(block)
            identifiers = [attributes["id"] for _, attributes in found.elements if attributes.get("id")]
            assert len(block.splitlines()) == 1
            assert (found.unbalanced, found.open) == ([], [])
            assert len(identifiers) == len(set(identifiers))


def test_a_missing_history_says_why_and_what_to_do():
    shallow = Notice("shallow", "this clone is shallow: 1 commit of the history is here", hint="git fetch --unshallow")
    said = "This clone is shallow: 1 commit of the history is here. git fetch --unshallow"
    assert below(histories.without_history(Basis.PROPOSED), history=shallow).startswith(f"No history. {said}")
    assert below(histories.outside_git(), history=shallow).startswith(f"No history. {said}")
    assert below(histories.retroactive(), history=shallow).startswith(f"The history is not complete. {said}")


# ---------------------------------------------------------------- signing


def test_on_github_one_click_fills_in_the_file():
    found = read(histories.agreement_standing(), forge=GITHUB)
    (link,) = [attributes for attributes in found.all("a") if attributes.get("class") == "sla-sign"]
    form = urlsplit(link["href"])
    asked = parse_qs(form.query)
    assert form.path == "/northwind/agreements/new/main/agreements/signoffs/lead-handoff"
    assert asked["filename"] == ["4f1c4f1c4f1c.ben.okafor@northwind.example.yml"]
    assert asked["value"][0].splitlines()[1:] == [
        "agreement: lead-handoff",
        f"digest: {'4f1c' * 16}",
        "version: 4",
        "signer: ben.okafor@northwind.example",
        "party: sales",
        "on: 2026-11-18",
    ]
    assert link["data-sla-today"] == "2026-11-18"
    assert "Opens a new file with everything filled in; committing it signs." in found.text
    assert found.all("pre") == []


def test_on_gitlab_the_text_stands_beside_the_form_that_stays_empty():
    block = whole.state(standing := histories.agreement_standing(), replace(reports.report(standing), forge=GITLAB))
    found = Reading(block)
    (link,) = [attributes for attributes in found.all("a") if attributes.get("class") == "sla-sign"]
    assert urlsplit(link["href"]).path == "/northwind/agreements/-/new/main"
    assert "The forge leaves it empty: paste the text below, and commit it." in found.text
    (text,) = [part for part in found.parts if part.startswith("# I agree")]
    assert text.splitlines()[-1] == "on: 2026-11-18"


def test_without_a_forge_the_command_and_the_file_are_told():
    found = read(histories.agreement_standing())
    assert "To sign, type sla sign lead-handoff in the project, or add the file below, and commit it." in found.text
    assert [attributes for attributes in found.all("a") if attributes.get("class") == "sla-sign"] == []
    assert len(found.all("pre")) == 1


def test_a_draft_cannot_be_signed():
    found = read(histories.drafted(), forge=GITHUB)
    assert "Sign these terms" not in found.text


# ---------------------------------------------------------------- home


def board(*standings: AgreementStanding) -> Reading:
    report = reports.report(*standings)
    return Reading(scoreboard(report, whole.links(report, "")))


def test_an_agreement_that_does_not_bind_says_so_on_home():
    ended = histories.renamed(histories.lapsed(), "ended", "Ended")
    found = board(histories.retroactive(), ended).text
    assert found.count("Ended Lapsed") == 3
    assert "Inbound lead hand-off In force" not in found
