"""Digests that must never move: whoever moves one starts a new version of every agreement, and outdates its sign-offs.

Beside the terms of this repository's own agreements there are the smallest terms that there can be, and terms with
three parties, several scripts and every kind of condition, and terms with a journey, an experiment, a capacity and a
basis. A new field of the schema moves none of them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.digest import canonical
from living_sla.agreements.yaml.nodes import plain
from living_sla.agreements.yaml.strict_yaml import parse
from tests.factories.full_terms import agreement

GOLDEN = Path(__file__).parent / "golden"
DIGESTS = {
    "amer-inbound": "b86ea36841214af9ae084df9a92c70888dd997f7c38f867aee64fc5c89e58f90",
    "event-leads": "cda8b0d3f1b5df338a2a0e0a77219abd0bd0ab15afb5e3f23fa64e6cb8f728dd",
    "lead-handoff": "051ed61cd04f9db32c0e5dd9a32c2212b21ee9cd2cb811e9677aaa85e6cdef10",
    "smallest": "a3a900f3138e074529f962968ec750a2823ba9e944b6d38f6a8043edd00d033c",
    "planned": "ffa7677759526fee39611f8d9225f61099e476ed54b54935b9bc1a8d46ea3720",
    "three-parties": "512f42c0ddbb63e6bf1eeea6c20196c3b6aa2e95112c86ecef570edd699ce4c2",
    "every field": "5de68d13a524e9655eed9ec268f4def021a4d7e617d22435597effb5be4b4708",
}


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.md")))
def test_the_digest_of_golden_terms_never_moves(name):
    found, _ = parse_agreement((GOLDEN / f"{name}.md").read_bytes(), path=f"agreements/{name}.md")
    assert found.digest == DIGESTS[name]


def test_the_digest_of_terms_with_every_field_never_moves():
    """More than any agreement could hold at once, so they are read by the schema alone."""
    fields = plain(parse((GOLDEN / "every-field.yml").read_text(encoding="utf-8"), path="every-field.yml"))
    assert agreement(fields).digest == DIGESTS["every field"]


def test_the_canonical_form_is_what_rfc_8785_writes():
    import rfc8785

    for name in ("three-parties", "smallest", "lead-handoff"):
        found, _ = parse_agreement((GOLDEN / f"{name}.md").read_bytes(), path=f"agreements/{name}.md")
        written = canonical(found.terms)
        assert rfc8785.dumps(json.loads(written)) == written
