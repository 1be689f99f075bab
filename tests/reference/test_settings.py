"""Every setting is read as its example writes it, and every variable of ours has its entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.reference.settings import examples, read_variables

from living_sla.setting_name import SettingName, SiteSettingName
from living_sla.settings import Settings, parse_settings
from living_sla.site.settings.configured import PUBLIC

PACKAGE = Path(__file__).parents[2] / "plugins" / "living_sla"
# What a setting needs beside it, and itself without the table that it heads.
BESIDE = {
    SettingName.FORGE_SIGNER: 'keyring = "keys/allowed_signers"\n',
    SettingName.REVOKED_KEYS: 'keyring = "keys/allowed_signers"\n',
    SettingName.REQUIRED_TRUST: 'keyring = "keys/allowed_signers"\n',
    SettingName.FORGE_BRANCH: 'forge = "https://github.com/owner/name"\n',
    SettingName.FORGE_KIND: 'forge = "https://forge.example/owner/name"\n',
}


@pytest.mark.parametrize("name", SettingName)
def test_a_setting_is_read_as_its_example_writes_it(name):
    line = examples(SettingName)[name]
    read = parse_settings(f"[tool.living_sla]\n{BESIDE.get(name, '')}{line}\n".encode())
    assert name in line
    assert (read == Settings()) is (name in (SettingName.SITE, SettingName.FINDINGS))


@pytest.mark.parametrize("name", SiteSettingName)
def test_a_setting_of_the_site_is_read_as_its_example_writes_it(name):
    read = parse_settings(f"[tool.living_sla.site]\n{examples(SiteSettingName)[name]}\n".encode())
    assert getattr(read.allowed, name)


def test_every_variable_of_ours_has_an_entry():
    named = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in re.findall(r'"(SLA_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - PUBLIC == {name for name in read_variables() if name.startswith("SLA_")}
