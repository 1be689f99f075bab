"""Addresses to which a token may go: `https`, or this machine; whatever two readers could read differently is none."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.request import Request

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.errors import Unreadable
from living_sla.forges.address import read_api_address, read_web_address


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://api.github.com", "https://api.github.com"),
        ("https://api.github.com/", "https://api.github.com"),
        ("https://API.GitHub.com:443", "https://api.github.com"),
        ("https://ghe.forge.example/api/v3", "https://ghe.forge.example/api/v3"),
        ("https://gitlab.forge.example:8443/gitlab/api/v4/", "https://gitlab.forge.example:8443/gitlab/api/v4"),
        ("https://192.0.2.7/api/v4", "https://192.0.2.7/api/v4"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:3000/api/v3", "http://127.0.0.1:3000/api/v3"),
        ("http://127.255.3.9", "http://127.255.3.9"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://[::1]", "https://[::1]"),
    ],
)
def test_an_address_is_read_as_it_stands(text, read):
    assert str(read_api_address(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.github.com",
        "//api.github.com",
        "http://api.github.com",
        "HTTPS://api.github.com",
        "ftp://api.github.com",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https:/api.github.com",
        "https:api.github.com",
        "https:\\\\api.github.com",
        "https://user@api.github.com",
        "https://user:secret@api.github.com",
        "https://api.github.com@evil.example",
        "https://api.github.com\\@evil.example",
        "https://api.github.com#@evil.example",
        "https://api.github.com?x=1",
        "https://api.github.com/#x",
        "https://api.github.com/../x",
        "https://api.github.com/./x",
        "https://api.github.com//x",
        "https://api.github.com/%2e%2e/x",
        "https://api.github.com/a b",
        "https://api.github.com/a\r\nX: y",
        "https://api.github.com\n",
        " https://api.github.com",
        "https://api.github.com\t",
        "https://api.github.com\x00",
        "https://api..github.com",
        "https://.github.com",
        "https://api.github.com.",
        "https://-api.github.com",
        "https://api_x.github.com",
        "https://gıthub.com",
        "https://api.github.com。evil.example",
        "https://api.github.com:0",
        "https://api.github.com:65536",
        "https://api.github.com:",
        "https://api.github.com:44３",
        "https://api.github.com:-1",
        "https://[::2",
        "https://[fe80::1]",
        "https://[::1%25eth0]",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.0.0.1",
        "http://0177.0.0.1",
        "http://127.0.0.256",
        "http://127.0.0.01",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "http://0.0.0.0",
        "http://[::]",
        "http://[::ffff:127.0.0.1]",
        "http://localhos",
        "http://xlocalhost",
        "https://api.github.com/" + "x" * 9_000,
        "https://" + "x" * 64 + ".example",
    ],
)
def test_anything_else_is_refused_and_not_quoted(text):
    with pytest.raises(Unreadable) as told:
        read_api_address(text)
    assert len(text) < 9 or text not in told.value.message + told.value.hint


@given(st.integers(0, 2**32 - 1))
def test_plain_http_goes_to_the_addresses_of_this_machine_alone(number):
    for host in (str(ip_address(number)), str(ip_address(127 * 2**24 + number % 2**24))):
        is_this_machine = ip_address(host).is_loopback
        try:
            assert read_web_address(f"http://{host}").is_of_this_machine
        except Unreadable:
            assert not is_this_machine
        else:
            assert is_this_machine


@given(st.text("htps:/\\@#?.[]127localexmp%\t\n ", max_size=30))
def test_what_is_read_leads_to_the_host_that_python_asks(text):
    for tried in (text, "https://" + text, "http://127.0.0.1" + text):
        try:
            address = read_web_address(tried)
        except Unreadable:
            continue
        asked = Request(str(address))
        assert asked.type == address.scheme
        assert asked.host in (address.host, f"{address.host}:{address.port}")
        assert address.scheme == "https" or address.is_of_this_machine
