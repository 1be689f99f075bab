"""A redirect leads a token nowhere but to the origin that was named; so does a proxy."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from living_sla.errors import Fault, SlaError
from living_sla.model.proposals.posting import PostingOutcome
from tests.forges.forge_server import TOKEN, Trouble, another_host, github, gitlab
from tests.forges.posting import comment, posted

FORGES = pytest.mark.parametrize("forge_of", [github, gitlab], ids=["github", "gitlab"])
ANY = (300, 301, 302, 303, 307, 308)


def elsewhere(forge, there) -> list[str]:
    """Addresses that are not where the token may go; some look as if they were."""
    port, other = forge.address.rpartition(":")[2], there.address.rpartition(":")[2]
    return [
        f"http://127.0.0.1:{other}/x",
        f"//127.0.0.1:{other}/x",
        f"http:\\\\127.0.0.1:{other}\\x",
        f"\\\\127.0.0.1:{other}/x",
        f"http://localhost:{port}/x",
        f"http://127.0.0.2:{port}/x",
        f"http://127.1:{port}/x",
        f"http://2130706433:{port}/x",
        f"https://127.0.0.1:{port}/x",
        "http://127.0.0.1/x",
        f"http://127.0.0.1:0{port}0/x",
        f"http://127.0.0.1:{port}@127.0.0.1:{other}/x",
        f"http://{TOKEN}:x@127.0.0.1:{port}/x",
        f"http://127.0.0.1:{port}#@127.0.0.1:{other}/x",
        f"http://127.0.0.1:{port}\t.127.0.0.1:{other}/x",
        f"http://{TOKEN}.evil.example/x",
        "http://[::1/x",
        f"http://127.0.0.1:{port}/x y",
        f"http://127.0.0.1:{port}/é",
        "file:///etc/passwd",
        "data:application/json,[]",
        "javascript:1",
        "mailto:a@b.example",
        "ftp://127.0.0.1/x",
        "x" * 9_000,
    ]


@FORGES
@pytest.mark.parametrize("status", ANY)
def test_a_redirect_to_another_host_port_or_scheme_is_refused(forge_of, status):
    with another_host() as there, forge_of() as forge:
        for address in elsewhere(forge, there):
            forge.troubles = [Trouble(status, {"Location": address.encode().decode("latin-1")})]
            with pytest.raises(SlaError, match="a redirect that no token follows") as told:
                posted(forge, comment(), author="us")
            assert told.value.code is Fault.FORGE_ODD
        assert there.asked == []
        assert len(forge.asked) == len(elsewhere(forge, there))


@FORGES
@pytest.mark.parametrize("status", ANY)
def test_a_change_is_never_redirected_elsewhere(forge_of, status):
    with another_host() as there, forge_of() as forge:
        forge.troubles = [Trouble(status, {"Location": f"{there.address}/x"}, only="POST")]
        with pytest.raises(SlaError, match="a redirect that no token follows"):
            posted(forge, comment())
        assert there.asked == []


def moved(forge) -> str:
    """The listing, as a repository that was renamed has it: by another path, or the same one here."""
    return "/repos/northwind/agreements/issues/7/comments?per_page=100&moved=1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_of_the_same_origin_is_followed(status):
    with github() as forge:
        for to in (moved(forge), f"{forge.address}{moved(forge)}", "comments?per_page=100&moved=1"):
            forge.troubles = [Trouble(status, {"Location": to})]
            posted(forge, comment())
            assert any("moved=1" in asked.path for asked in forge.asked)
            forge.asked.clear()


@pytest.mark.parametrize("status", ANY)
def test_a_change_follows_only_what_keeps_its_method(status):
    with github() as forge:
        to = f"{forge.address}/repos/northwind/agreements/issues/7/comments"
        forge.troubles = [Trouble(status, {"Location": to}, only="POST")]
        if status in (307, 308):
            assert posted(forge, comment()).outcome is PostingOutcome.CREATED
            assert [asked.method for asked in forge.changes] == ["POST", "POST"]
            assert forge.changes[0].body == forge.changes[1].body
        else:
            with pytest.raises(SlaError, match="a redirect that no token follows"):
                posted(forge, comment())
            assert forge.bodies() == []


def test_redirects_in_a_circle_end():
    with github() as forge:
        forge.troubles = [Trouble(302, {"Location": moved(forge)}) for _ in range(9)]
        with pytest.raises(SlaError, match="one redirect after the other"):
            posted(forge, comment())
        assert len(forge.asked) == 4


def test_a_redirect_to_nowhere_is_refused():
    with github() as forge:
        forge.troubles = [Trouble(302)]
        forge.troubles += [Trouble(302, {"Location": ""}) for _ in range(3)]
        with pytest.raises(SlaError, match="redirect"):
            posted(forge, comment())


# ---------------------------------------------------------------- proxies


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_what_goes_to_this_machine_in_plain_goes_through_no_proxy(monkeypatch, name):
    with another_host() as proxy, github() as forge:
        monkeypatch.setenv(name, proxy.address)
        assert posted(forge, comment()).outcome is PostingOutcome.CREATED
        assert proxy.asked == []


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_a_proxy_is_asked_for_a_tunnel_and_learns_no_token(monkeypatch, name):
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    for other in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(other, raising=False)
    with another_host() as proxy, github() as forge:
        monkeypatch.setenv(name, proxy.address.replace("://", "://someone:secret@"))
        proxy.troubles = [Trouble(403) for _ in range(5)]
        with pytest.raises(SlaError, match="GitHub cannot be asked: the connection broke") as told:
            posted(forge, comment(), GITHUB_API_URL="https://api.forge.example")
        assert "secret" not in str(told.value)
        assert [(asked.method, asked.path) for asked in proxy.asked] == [("CONNECT", "api.forge.example:443")] * 5
        assert TOKEN not in repr(proxy.asked)


def test_a_proxy_of_a_kind_that_nobody_speaks_is_told(monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    with github() as forge, pytest.raises(SlaError, match="GitHub cannot be asked"):
        posted(forge, comment(), GITHUB_API_URL="https://api.forge.example")


# ---------------------------------------------------------------- certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> str:
    """A key and a certificate for `localhost` that nobody has signed."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl")
    folder = tmp_path_factory.mktemp("certificate")
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem",
            "-out", folder / "certificate.pem"]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "certificate.pem").read_text())
    return str(both)


def test_a_certificate_that_nobody_signed_is_not_believed(certificate, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "localhost")
    with github(certificate=certificate) as forge:
        with pytest.raises(SlaError, match="the certificate of localhost is not believed"):
            posted(forge, comment())
        assert forge.asked == []


def test_by_https_everything_is_as_in_plain(certificate, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    with another_host() as there, github(certificate=certificate) as forge:
        assert posted(forge, comment()).outcome is PostingOutcome.CREATED
        forge.troubles = [Trouble(302, {"Location": forge.address.replace("https:", "http:")})]
        with pytest.raises(SlaError, match="a redirect that no token follows"):
            posted(forge, comment())
        forge.troubles = [Trouble(302, {"Location": there.address})]
        with pytest.raises(SlaError, match="a redirect that no token follows"):
            posted(forge, comment())
        assert there.asked == []
