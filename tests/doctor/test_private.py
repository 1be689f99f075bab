"""What is printed can be shown to strangers."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from living_sla.doctor import private
from living_sla.doctor.private import pasteable


@pytest.fixture(autouse=True)
def at_home(monkeypatch) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    monkeypatch.setenv("USER", "ana")
    private._homes_of.cache_clear()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/ana/sla/.venv", "~/sla/.venv"),
        ("safe.directory /home/ana", "safe.directory ~"),
        ("/home/anabel/sla", "/home/anabel/sla"),
        ("/backup/home/ana/sla", "/backup/home/USER/sla"),
        ("/mnt/ana/sla", "/mnt/USER/sla"),
        ("https://ana:secret@git.northwind.test/x", "https://git.northwind.test/x"),
        ("https://a@b:secret@git.northwind.test/x", "https://git.northwind.test/x"),
        ("ssh://git@git.northwind.test/x", "ssh://git.northwind.test/x"),
        ("git@git.northwind.test:team/x", "(an address):team/x"),
        ("ana.ruiz@northwind.test signs", "(an address) signs"),
        ("git config user.email you@company.example", "git config user.email you@company.example"),
        ("token glpat-abcdefghij12 here", "token (a token) here"),
        ("two\nlines\x1b[31m", "two lines\ufffd[31m"),
    ],
)
def test_what_is_private_goes(text, shown):
    assert pasteable(text) == shown


_WORD = st.text("abcxyz0189._-", min_size=1, max_size=12)


@given(_WORD, _WORD, _WORD, st.sampled_from(["", " ", "'", "(", "url="]))
@example("a", "b", "c", "")
def test_no_user_of_a_url_and_no_address_is_left(user, password, host, before):
    shown = pasteable(f"{before}https://{user}Q:{password}Q@{host}.test/x and {user}Q@{host}x.test")
    assert "Q" not in shown


@given(st.text(max_size=30))
def test_any_text_becomes_one_line_that_steers_no_terminal(text):
    shown = pasteable(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", shown)


def test_a_home_that_is_no_folder_of_ones_own_is_left_alone(monkeypatch):
    for home in ("/", "", "relative", "."):
        monkeypatch.setenv("HOME", home)
        private._homes_of.cache_clear()
        assert pasteable("/usr/bin/git in relative. places") == "/usr/bin/git in relative. places"
