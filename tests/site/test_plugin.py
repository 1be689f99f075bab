from mkdocs.utils import meta

from living_sla.model.agreement.terms import Presentation
from living_sla.site.content.standard_page import front_matter
from tests.factories import reports


def read_back(agreement) -> dict:
    """What MkDocs makes of our front matter."""
    text, found = meta.get_data(f"{front_matter(agreement, agreement.terms)}\nText\n")
    assert text.strip() == "Text"
    return found


def test_a_theme_is_told_title_and_description():
    assert read_back(reports.agreement_of(reports.terms())) == {
        "title": "Inbound lead hand-off",
        "description": reports.TERMS["summary"],
        "hide": ["navigation", "toc"],
    }


def test_no_text_means_anything_to_the_generators_yaml():
    for text in ("yes", "010", "a: b", "- a", "# c", "&a *b", "---", '"quoted"', "17:30", "näh 🚚", "!!python/none x"):
        agreement = reports.replace(
            reports.agreement_of(reports.terms(summary=text)),
            presentation=Presentation(tags=(text,), icon="material/truck", hide=("toc",)),
        )
        found = read_back(agreement)
        assert (found["description"], found["tags"], found["icon"], found["hide"]) == (
            text, [text], "material/truck", ["toc", "navigation"],
        )  # fmt: skip
