"""Who wants other terms is led to the forge's editor of the file, at the commitment that they look at."""

from __future__ import annotations

from msgspec.structs import replace

from living_sla.errors import Place
from living_sla.model.forge import Forge, ForgeKind
from tests.factories import histories, reports
from tests.pages import whole
from tests.pages.reading import Reading

GITHUB = Forge(ForgeKind.GITHUB, "https://github.com/northwind/agreements")
EDIT = f"{GITHUB.address}/edit/main/ops/agreements/lead-handoff.md"


def standing():
    """An agreement whose commitments stand ten lines apart, the first on line 40."""
    found = histories.agreement_standing()
    positions = range(len(found.agreement.terms.commitments))
    places = {("commitments", at): Place(found.agreement.path, 40 + 10 * at, 5) for at in positions}

    return replace(found, agreement=replace(found.agreement, places=places))


def links_of(page):
    return [found["href"] for found in Reading(page).all("a") if found.get("class") == "sla-propose"]


def on_github(found):
    return replace(reports.report(found), forge=GITHUB, folder="ops/")


def test_a_commitment_leads_to_its_line():
    found = standing()
    ids = [owed.id for owed in found.agreement.terms.commitments]
    for part in found.commitments:
        wanted = f"{EDIT}#L{40 + 10 * ids.index(part.id)}"
        assert links_of(whole.commitment(part, found, on_github(found))) == [wanted]


def test_an_agreement_leads_to_its_file():
    found = standing()
    assert links_of(whole.agreement(found, on_github(found))) == [EDIT]


def test_without_a_forge_there_is_no_link():
    found = standing()
    assert links_of(whole.everything(found, reports.report(found))) == []


def test_a_commitment_that_the_folder_has_dropped_leads_to_the_file():
    found = standing()
    dropped = found.agreement.terms.model_copy(update={"commitments": ()})
    found = replace(found, agreement=replace(found.agreement, terms=dropped))
    assert links_of(whole.commitment(found.commitments[0], found, on_github(found))) == [EDIT]
