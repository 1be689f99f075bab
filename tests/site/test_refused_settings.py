"""Settings of the theme that are refused before a page is made, each with what to do."""

from __future__ import annotations

import pytest
from mkdocs.config import load_config

from living_sla.site import theme_settings

SITE = "site_name: x\nplugins: []\ntheme:\n  name: material\n"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("  font: false\n  features: 7\n", "SLA-F014"),
        ("  font: {text: Inter}\n", "SLA-F030"),
        ("", "SLA-F030"),  # the theme fetches its fonts unless it is told not to
        ("  font: false\nextra: {analytics: {provider: google, property: G-1}}\n", "SLA-F030"),
        ("  font: false\n  logo: //evil.example/l.png\n", "SLA-F030"),
        ("  font: false\nextra: {alternate: [{name: x, lang: en, link: 'javascript:1'}]}\n", "SLA-F026"),
    ],
)
def test_a_setting_that_brings_another_host_is_refused(tmp_path, settings, code):
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SITE + settings)
    config = load_config(str(tmp_path / "mkdocs.yml"))
    assert [fault.code for fault in theme_settings.refused(config)] == [code]
