"""A site without any export, as a browser shows it."""

from __future__ import annotations

import shutil

import pytest

from living_sla.site.publishing.build import build
from tests.browser.serving import served
from tests.browser.test_pages import CONTRAST, sticking_out
from tests.factories.small_sites import write_project

pytestmark = pytest.mark.browser

PAGES = ["", "agreements/lead-handoff/"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    project = write_project(tmp_path_factory.mktemp("waiting") / "project")
    shutil.rmtree(project / "data/exports")
    with served(build(project).site) as found:
        yield found


@pytest.mark.parametrize("path", PAGES)
def test_on_a_phone_nothing_is_cut_and_nothing_is_logged(open_page, path):
    page = open_page(path, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_what_waits_has_word_shape_and_contrast(open_page, path, scheme):
    page = open_page(path, scheme=scheme)
    assert page.evaluate(CONTRAST) == []
    badges = page.locator(".sla-badge.sla-waiting").all()
    assert len(badges) >= 3
    assert all(badge.is_visible() and badge.locator("svg path").count() == 1 for badge in badges)


@pytest.mark.parametrize("path", PAGES)
def test_no_table_is_wider_than_its_place(open_page, path):
    page = open_page(path)
    places = "all => all.map((one) => one.scrollWidth - one.clientWidth)"
    assert set(page.eval_on_selector_all(".sla-scroll", places)) == {0}


@pytest.mark.parametrize("path", PAGES)
def test_on_a4_nothing_is_cut(open_page, path):
    page = open_page(path, width=680)
    page.emulate_media(media="print")
    assert sticking_out(page, ".sla-box, .sla-table", width=680) == []
