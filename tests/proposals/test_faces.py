"""The faces of a proposal for programs and forges: parts of one value, in which nothing is a command or markup."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from living_sla.documents.proposals.annotations import MOST, workflow_commands
from living_sla.documents.proposals.document import proposal_document
from living_sla.documents.proposals.junit import junit
from living_sla.errors import Place
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.finding_name import FindingName, FindingSeverity
from tests.factories.git_folders import GitFolder
from tests.proposals.proposing import NOW, SIGNED, edited, project, proposed


@pytest.fixture(scope="module")
def proposal(tmp_path_factory):
    folder: GitFolder = project(tmp_path_factory.mktemp("faces") / "project", SIGNED)
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    folder.commit(message="Answer sooner")
    return proposed(folder)


def finding(number=0, sentence="A fact.", path="agreements/a.md"):
    return ProposalFinding(
        FindingName.WILL_USUALLY_MISS, FindingSeverity.WARNING, "a", f"c{number}", sentence, Place(path, 3, 5)
    )


def test_the_document_holds_what_the_value_does(proposal):
    document = json.loads(proposal_document(proposal))
    [agreement] = document["agreements"]
    [impact] = agreement["impacts"]
    assert document["schema"] == "sla-proposal/1"
    assert agreement["parties"] == {"marketing": "unchanged", "sales": "tightened"}
    assert (impact["flips"], impact["closed"]) == (8, 8)
    assert impact["kept_of_last"] == {"kept": 0, "periods": 8, "unchanged": 8}
    assert [of["signer"] for of in document["gate"]["unsigned"]] == [
        "ana.ruiz@northwind.example",
        "ben.okafor@northwind.example",
    ]


def test_an_annotation_is_one_command_whatever_it_says(proposal):
    hostile = finding(sentence="100 % \n::error::x\r\n::add-mask::y", path="agreements/a,b:c.md")
    [line, _] = workflow_commands(type(proposal)(proposal.base, proposal.head, NOW, (), (hostile,), proposal.gate))
    assert line == (
        "::warning file=agreements/a%2Cb%3Ac.md,line=3,col=5,title=will-usually-miss::"
        "100 %25 %0A::error::x%0D%0A::add-mask::y"
    )


def test_annotations_beyond_what_a_step_may_make_are_counted(proposal):
    found = tuple(finding(number) for number in range(MOST + 5))
    lines = list(workflow_commands(type(proposal)(proposal.base, proposal.head, NOW, (), found)))
    assert len(lines) == MOST
    assert lines[-1] == "::warning title=And more::6 findings more: sla gate prints all"


def test_the_report_fails_where_the_gate_is_closed(proposal):
    suites = ElementTree.fromstring(junit(proposal))
    [suite] = suites
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert suite.get("failures") == "2"
    assert failed == [
        "signature of ana.ruiz@northwind.example for marketing",
        "signature of ben.okafor@northwind.example for sales",
    ]


def test_the_report_is_xml_whatever_a_finding_says(proposal):
    hostile = (finding(sentence="<x>&\x00\x0b\ufffe]]>\ud800"),)
    told = type(proposal)(proposal.base, proposal.head, NOW, (), hostile, type(proposal.gate)(None, (), hostile))
    [suite] = ElementTree.fromstring(junit(told))
    assert suite[0][0].get("message").startswith("warning [will-usually-miss]: <x>&\ufffd\ufffd\ufffd]]>\ufffd")
