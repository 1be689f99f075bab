"""The settings of a site: every one has a default, and what nobody knows is an error."""

from __future__ import annotations

import re

import pytest

from living_sla.errors import Faults
from living_sla.model.forge import Forge, ForgeKind
from living_sla.model.past.signoff import TrustLevel
from living_sla.setting_name import SettingName
from living_sla.settings import Allowed, Settings, Trust, parse_settings, read_settings


def parsed(text: str) -> Settings:
    return parse_settings(f"[tool.living_sla]\n{text}".encode())


def faults(text: str) -> list[str]:
    with pytest.raises(Faults) as found:
        parsed(text)
    return [str(fault) for fault in found.value.faults]


def test_a_site_without_settings_has_the_defaults(tmp_path):
    assert read_settings(tmp_path) == Settings() == parse_settings(b"[project]\nname = 'x'\n")
    assert Settings().trust.required is TrustLevel.OWN_COMMIT


def test_every_setting_is_read():
    assert parsed(
        """
        fiscal_year_start = 4
        required_trust = "verified"
        trusted_ref = "origin/main"
        keyring = "keys/allowed_signers"
        revoked_keys = "keys/revoked"
        forge_signer = "noreply@gitlab.northwind.example"
        forge = "https://git.northwind.example/sales/agreements/"
        forge_kind = "gitlab"
        forge_branch = "trunk"
        [tool.living_sla.site]
        extra_macros = ["now"]
        trusted_pages = ["docs/team.md", "docs/a-b/x.md"]
        environment = ["SITE_BANNER"]
        """
    ) == Settings(
        4,
        Trust(
            TrustLevel.VERIFIED,
            "origin/main",
            "keys/allowed_signers",
            "keys/revoked",
            "noreply@gitlab.northwind.example",
        ),
        Forge(ForgeKind.GITLAB, "https://git.northwind.example/sales/agreements", "trunk"),
        Allowed(("now",), ("docs/team.md", "docs/a-b/x.md"), ("SITE_BANNER",)),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("extra = []", 'SLA-F010 unknown setting "extra" in [tool.living_sla.site]'),
        ('extra_macros = "now"', "extra_macros is 'now'\n  hint: write a list: extra_macros = [\"...\"]"),
        ('extra_macros = ["a.b"]', "extra_macros holds 'a.b'\n  hint: write the name of a macro"),
        ('trusted_pages = ["docs/../x.md"]', "trusted_pages holds 'docs/../x.md'\n  hint: write the path of a page"),
        ('trusted_pages = ["docs/*.md"]', "trusted_pages holds 'docs/*.md'"),
        ('trusted_pages = ["/docs/x.md"]', "trusted_pages holds '/docs/x.md'"),
        ('environment = ["SITE_*"]', "environment holds 'SITE_*'\n  hint: write the name of a variable"),
        ("environment = [1]", "environment holds 1"),
    ],
)
def test_what_pages_may_do_is_written_out(line, said):
    [fault] = faults(f"[tool.living_sla.site]\n{line}\n")
    assert said in fault


def test_all_faults_are_told_at_once():
    found = faults('fiscal_year_start = 13\nkeyrnig = "x"\nrequired_trust = "much"\nforge = "northwind"\n')
    assert found == [
        'pyproject.toml: SLA-F010 unknown setting "keyrnig" in [tool.living_sla]\n  hint: did you mean "keyring"?',
        "pyproject.toml: fiscal_year_start is 13\n  hint: write the number of a month, 1 to 12",
        "pyproject.toml: required_trust is 'much'\n  hint: use one of: claimed, own commit, forge-attested, verified",
        "pyproject.toml: forge is 'northwind'\n"
        "  hint: write the address of the repository: https://github.com/owner/name",
    ]


@pytest.mark.parametrize("text", ['required_trust = "verified"', 'revoked_keys = "x"', 'forge_signer = "a@b.example"'])
def test_what_needs_a_keyring_asks_for_one(text):
    [found] = faults(text)
    assert found.endswith("hint: name the file of allowed signers: keyring = ...")


def test_a_forge_whose_address_does_not_tell_its_kind_asks_for_it():
    assert faults('forge = "https://git.northwind.example/a/b"') == [
        "pyproject.toml: the address https://git.northwind.example/a/b does not tell what the forge is\n"
        "  hint: add forge_kind: github or gitlab or gitea or bitbucket"
    ]


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("https://ana:word@github.com/northwind/agreements", "forge names a user before its host"),
        ("https:github.com/northwind/agreements", "forge is 'https:github.com/northwind/agreements'"),
        ("https://github.com/northwind/a?b", "forge is 'https://github.com/northwind/a?b'"),
        ("javascript:alert(1)/a", "forge is 'javascript:alert(1)/a'"),
    ],
)
def test_the_address_of_a_forge_is_one_that_everybody_reads_alike(address, what):
    assert faults(f'forge = "{address}"') == [
        f"pyproject.toml: {what}\n  hint: write the address of the repository: https://github.com/owner/name"
    ]


@pytest.mark.parametrize("text", ["trusted_ref = 1", "keyring = ['x']", 'forge = "a\\u0007"'])
def test_a_setting_of_another_kind_is_told(text):
    assert faults(text)[0].endswith("hint: write a text in quotes")


DEEP = "[" * 5000 + "]" * 5000
DOTTED = ".".join("a" * 20_000)


@pytest.mark.parametrize("name", SettingName)
@pytest.mark.parametrize(
    "value",
    ["[]", "{}", "{a = [{}]}", "true", "-1", "1.5", "nan", "inf", "9" * 400, "1979-05-27", "07:32:00",
     "1979-05-27T07:32:00Z", f'"{"x" * 9000}"', '"\\u0000"', '"\\u001b[2J"', '"\\u202e"', '"\\n"', "[" * 80 + "]" * 80],
)  # fmt: skip
def test_a_setting_of_any_kind_is_read_or_told_on_one_line(name, value):
    try:
        parsed(f"{name} = {value}")
    except Faults as found:
        for fault in found.faults:
            assert re.fullmatch(r"pyproject\.toml: [ -~…]{1,300}\n  hint: [ -~…]{1,300}", str(fault))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (f"x = {DEEP}", "SLA-F017 nested too deeply"),
        (f"[tool.living_sla]\nforge = {DEEP}", "SLA-F017 nested too deeply"),
        (f"x = {'9' * 5000}", "this is not TOML: Exceeds the limit"),
        (f'[tool.living_sla]\n"{chr(92)}u001b[2J" = 1', 'SLA-F010 unknown setting "<U+001B>[2J" in'),
        (f"[tool.living_sla]\n{DOTTED} = 1", 'SLA-F010 unknown setting "a" in'),
    ],
)
def test_settings_that_are_made_to_break_their_reader_are_told(raw, said):
    with pytest.raises(Faults) as found:
        parse_settings(raw.encode())
    assert str(found.value).startswith(f"pyproject.toml: {said}")


@pytest.mark.parametrize("raw", [b"[tool", b"\xff", b"tool = 1\n[x", b"tool.living_sla = 1\n"])
def test_a_file_that_cannot_be_read_is_told(raw):
    with pytest.raises(Faults):
        parse_settings(raw)
