"""The gate as a JUnit report, which GitLab, Jenkins and others show beside a merge request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from living_sla.model.proposals.proposal import Proposal
from living_sla.words.numbers import plain_spaces
from living_sla.words.proposals.gate import finding_line, signature_line

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, escaped or not."""


def junit(proposal: Proposal) -> str:
    """A test case for each finding and each signatory; those that close the gate have failed."""
    cases = list(_cases(proposal))
    failed = sum(why is not None for _, _, why in cases)
    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(
        suites, "testsuite", name="sla gate", tests=str(len(cases)), failures=str(failed), errors="0"
    )
    for about, name, why in cases:
        case = ElementTree.SubElement(suite, "testcase", classname=_text(about), name=_text(name))
        if why is not None:
            ElementTree.SubElement(case, "failure", message=_text(why))
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=False)


def _cases(proposal: Proposal) -> Iterator[tuple[str, str, str | None]]:
    """What each is about, its name, and why it failed; None where it did not."""
    for of in proposal.agreements:
        for signatory in of.signatories:
            name = f"signature of {signatory.signer} for {signatory.party}"
            yield of.id, name, None if signatory.has_signed else signature_line(signatory)
    for fault in proposal.gate.faults:
        yield "project", "content", str(fault)
    for found in proposal.findings:
        closes = found in proposal.gate.findings
        about = ".".join(part for part in (found.agreement, found.commitment) if part) or "project"
        yield about, found.name.value, finding_line(found) if closes else None


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", plain_spaces(text))
