"""Laws of OpenPGP signatures: what is attested is what was signed, and no bytes make a reader fall over."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from living_sla.errors import Faults
from living_sla.history.signoffs.gpgv import Gpgv, find_gpgv
from living_sla.history.signoffs.keyring import read_keyring
from living_sla.history.signoffs.objects import read_commit
from living_sla.history.signoffs.openpgp_key import NotOneKey, OpenPgpKey, read_openpgp_key
from living_sla.history.signoffs.openpgp_signature import read_openpgp
from living_sla.history.signoffs.revoked_keys import for_openssh
from living_sla.history.signoffs.ssh_signature import read_signature
from living_sla.model.past.signoff import TrustLevel
from tests.factories.openpgp_keys import MISSING, REASON, openpgp_keys
from tests.history.test_openpgp_signatures import WEB, armored, payload, prove, signed

EXAMPLES = int(os.environ.get("SLA_EXAMPLES", "60"))
_BYTES = [b"\x88", b"\xc2", b"\x98", b"\xc6", b"\xb4", b"\xd1", b"\x04", b"\0", b"\1", b"\x08", b"\x13", b"\x05\x02",
          b"\x09\x10", b"\x16\x21\x04", b"\xff\xff\xff\xff\xff", b"\xe0", b"\xc0", b"\0\0", b"\0\x06"]  # fmt: skip
PACKETS = st.lists(st.sampled_from(_BYTES) | st.binary(max_size=24), max_size=12).map(b"".join)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Iterator[tuple[str, bytes, Gpgv]]:
    """A line of a keyring, a commit that its key signed, and what verifies it."""
    found = find_gpgv(tmp_path_factory.mktemp("project"))
    with openpgp_keys() as pgp:
        yield pgp.line(WEB, "forge"), signed(payload(), pgp.sign(payload(), "forge")), Gpgv(found)


@pytest.mark.skipif(bool(MISSING), reason=REASON)
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_what_is_attested_is_byte_for_byte_what_was_signed(made, data):
    line, raw, gpgv = made
    ends = [at for at in range(len(raw)) if raw[at : at + 1] == b"\n"]
    at = data.draw(st.integers(0, len(raw)) | st.sampled_from(ends))
    put = data.draw(
        st.binary(max_size=3) | st.sampled_from([b"\n", b"\n ", b"\r\n", b"\0", b"\nauthor ", b"\ngpgsig "])
    )
    forged = raw[:at] + put + raw[at + data.draw(st.integers(0, 3)) :]
    if prove(forged, line, gpgv).level >= TrustLevel.FORGE_ATTESTED:
        assert read_commit(forged).payload == payload()
    assert prove(forged, line, None).level < TrustLevel.FORGE_ATTESTED


@settings(max_examples=300, deadline=None)
@given(raw=PACKETS)
@example(raw=b"")
@example(raw=b"\xc2\xff\xff\xff\xff\xff")
@example(raw=b"\x8b")
def test_no_bytes_make_a_reader_fall_over(raw):
    for text in (armored(raw), b"-----BEGIN PGP SIGNATURE-----\n" + raw, raw):
        read_openpgp(text)
        read_signature(text)
    with suppress(NotOneKey):
        assert isinstance(read_openpgp_key(raw), OpenPgpKey)
    spelt = base64.b64encode(raw)
    with suppress(Faults):
        read_keyring(b"a@b.example openpgp " + spelt, path="keys")
    for_openssh(b"openpgp " + spelt + b"\n" + raw)


def test_reading_takes_no_longer_than_there_are_bytes():
    """Nothing in an armour is read in two ways, however it ends."""
    begun = b"-----BEGIN PGP SIGNATURE-----\n"
    for text in (b"A\n" * 30_000, b"A" * 60_000, b"\n" * 60_000, b"A: \n" * 15_000, b"=AAAA\n" * 10_000, b" " * 60_000):
        assert read_openpgp(begun + b"\n" + text) is None
        assert read_openpgp(begun + text) is None
        assert read_openpgp(text + begun) is None
