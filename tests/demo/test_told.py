"""What `sla` tells of the demonstration is what was read and committed; `told.py` says how to write it anew."""

import pytest

from tests.demo.told import COMMANDS, GOLDEN, told


@pytest.mark.parametrize("name", COMMANDS)
def test_command_line_tells_what_was_read_and_committed(demo_project, name):
    assert told(demo_project, COMMANDS[name]) == (GOLDEN / name).read_text(encoding="utf-8")


def test_due_tells_the_signature_that_home_waits_for(demo_project):
    line = "2026-10-12  version 7 of lead-handoff waits for the signature of Ben Okafor, Sales Development"
    assert line in told(demo_project, ("due",)).splitlines()
