"""The file of a waiver is read strictly: what is not exactly one is refused with its place."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import asdict

from living_sla.agreements.waiver_file import read_waiver, require_waivers
from living_sla.errors import Faults
from living_sla.model.proposals.finding_name import FindingName
from living_sla.model.proposals.waiver import WaiverFile, waiver_path

PATH = "agreements/waivers/commitment-removed.lead-handoff.first-contact.yml"
FILE = WaiverFile(
    PATH,
    FindingName.COMMITMENT_REMOVED,
    "lead-handoff",
    "first-contact",
    "3f" * 32,
    "Agreed in the meeting: nobody calls at night",
    "ana.ruiz@northwind.example",
    date(2027, 1, 31),
)


def faults(text, path=PATH):
    with pytest.raises(Faults) as refused:
        read_waiver(text if isinstance(text, bytes) else text.encode(), path=path)
    return [fault.message for fault in refused.value.faults]


def test_what_is_written_is_read_back():
    assert read_waiver(FILE.text.encode(), path=PATH) == FILE
    whole = WaiverFile(**{**asdict(FILE), "commitment": None, "path": waiver_path(FILE.finding, "lead-handoff")})
    assert read_waiver(whole.text.encode(), path=whole.path) == whole


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("reason:", "because: x\nreason:", "because"),
        ("finding: commitment-removed", "finding: commitment-remove", 'there is no finding "commitment-remove"'),
        ("finding: commitment-removed", "finding: one-sided", "the name does not agree with the content"),
        ("agreement: lead-handoff", "agreement: other", "the name does not agree with the content"),
        ("commitment: first-contact\n", "", "the name does not agree with the content"),
        ("digest: 3f", "digest: 3F", "the digest is not 64 digits 0-9 and a-f"),
        ("digest: 3f3f", "digest: 3f", "the digest is not 64 digits 0-9 and a-f"),
        ("expires: 2027-01-31", "expires: 2027-02-31", "2027-02-31"),
        ("expires: 2027-01-31", "expires: never", "never"),
        ("expires: 2027-01-31\n", "", "expires"),
        ("owner: ana.ruiz@northwind.example", "owner: ana", "ana"),
        ("owner:", "owner: ben@northwind.example\nowner:", "owner"),
        ("finding:", "finding: &a\nfinding:", "anchor"),
        ("finding: commitment-removed", "finding: !!python/name:os.system commitment-removed", "tag"),
        ("reason: ", "reason: (write why)\nx: ", "x"),
    ],
)
def test_anything_else_is_refused(old, new, message):
    assert old in FILE.text
    assert message in " ".join(faults(FILE.text.replace(old, new, 1)))


def test_the_reason_of_the_form_is_not_one():
    text = "".join(
        "reason: (write why)\n" if line.startswith("reason") else f"{line}\n" for line in FILE.text.splitlines()
    )
    assert faults(text) == ["the reason is still to be written"]


@pytest.mark.parametrize("raw", [b"", b"- a\n", b"\xff\xfe", b"finding: one-sided\n" * 2, b"x" * 10_000_000, b"\0"])
def test_what_is_not_a_waiver_at_all_is_refused(raw):
    assert faults(raw)


def test_links_folders_large_files_and_other_names_in_the_folder_are_faults(tmp_path):
    folder = tmp_path / "agreements" / "waivers"
    folder.mkdir(parents=True)
    require_waivers(tmp_path)
    (tmp_path / PATH).write_text(FILE.text, encoding="utf-8")
    (tmp_path / f"{PATH}.sig").write_text("beside it", encoding="utf-8")
    require_waivers(tmp_path)
    (folder / "link.yml").symlink_to(tmp_path / PATH)
    (folder / "folder.yml").mkdir()
    (folder / "Commitment-Removed.lead-handoff.first-contact.yml").write_text(FILE.text, encoding="utf-8")
    (folder / "large.yml").write_bytes(b"#" * 10_000_000)
    (folder / "notes.txt").write_text("", encoding="utf-8")
    with pytest.raises(Faults) as refused:
        require_waivers(tmp_path)
    assert sorted(fault.where.path.rpartition("/")[2] for fault in refused.value.faults) == [
        "Commitment-Removed.lead-handoff.first-contact.yml", "folder.yml", "large.yml", "link.yml", "notes.txt"
    ]  # fmt: skip
