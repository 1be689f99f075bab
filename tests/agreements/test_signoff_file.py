"""The file of a sign-off: what is written is read back, and what is not exactly that is refused with its place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.agreements.signoff_file import read_signoff, signoffs_of
from living_sla.errors import Faults
from living_sla.model.past.signoff import SignOffFile, signoff_path

DIGEST = "3f1c" * 16
SIGNED = SignOffFile.of(
    agreement="lead-handoff",
    digest=DIGEST,
    version=2,
    signer="ana.ruiz@northwind.example",
    party="marketing",
    on=date(2026, 10, 1),
    remark="agreed in the meeting",
)


def faults(text: str, path: str = SIGNED.path) -> list[str]:
    with pytest.raises(Faults) as found:
        read_signoff(text.encode(), path=path)
    return [str(fault) for fault in found.value.faults]


def test_a_sign_off_reads_like_a_sentence_and_seven_fields():
    assert SIGNED.path == f"agreements/signoffs/lead-handoff/{DIGEST[:12]}.ana.ruiz@northwind.example.yml"
    assert SIGNED.text == (
        "# I agree to exactly the terms that have this digest.\n"
        "agreement: lead-handoff\n"
        f"digest: {DIGEST}\n"
        "version: 2\n"
        "signer: ana.ruiz@northwind.example\n"
        "party: marketing\n"
        "on: 2026-10-01\n"
        'remark: "agreed in the meeting"\n'
    )


_SEEN = st.characters(exclude_categories=["C", "Z"], exclude_characters="<>\"'@", min_codepoint=33, max_codepoint=126)
_ADDRESS = st.builds("{}@{}.{}".format, *[st.text(_SEEN, min_size=1, max_size=12)] * 3)
_REMARK = st.text(
    st.characters(
        categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u3164\uffa0", include_characters=" \n"
    )
)
_REMARK = _REMARK.map(str.strip)


@example("a@b.example", "Null", 1, date(2026, 1, 1))
@example("null@b.example", "NO", 1, date(2026, 1, 1))
@given(
    _ADDRESS,
    _REMARK | st.sampled_from(["null", "~", "true", "1.0", "2026-01-01", "---"]),
    st.integers(1, 999_999),
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
)
def test_what_is_written_is_read_back(signer, remark, version, on):
    written = SignOffFile.of(
        agreement="lead-handoff", digest=DIGEST, version=version, signer=signer, party="sales", on=on, remark=remark
    )
    assert read_signoff(written.text.encode(), path=written.path) == written


def test_an_address_cannot_lead_out_of_its_folder():
    assert (
        signoff_path("a", DIGEST, "../../x@b.example")
        == f"agreements/signoffs/a/{DIGEST[:12]}...%2F..%2Fx@b.example.yml"
    )


def test_everything_that_is_wrong_is_told_at_once():
    wrong = SIGNED.text.replace("version: 2", "versoin: 2").replace("party: marketing", "party: Marketing!")
    assert faults(wrong.replace("on: 2026-10-01", "on: 1 October")) == [
        f'{SIGNED.path}:4:1: SLA-F010 unknown field "versoin"\n  hint: did you mean "version"?',
        f'{SIGNED.path}:6:8: SLA-F012 "Marketing!" is not an identifier\n'
        "  hint: use lower-case letters, digits and single hyphens: marketing",
        f'{SIGNED.path}:7:5: SLA-F008 "1 October" is not a date\n  hint: write YYYY-MM-DD, for example 2026-10-01',
    ]


def test_a_short_digest_and_a_version_that_is_no_number_are_told_where_they_stand():
    wrong = SIGNED.text.replace(DIGEST, DIGEST[:12]).replace("version: 2", "version: 02")
    assert faults(wrong) == [
        f"{SIGNED.path}:3:9: SLA-F014 the digest is not 64 digits 0-9 and a-f\n"
        "  hint: copy it whole from the page of the agreement, or use sla sign",
        f'{SIGNED.path}:4:10: SLA-F006 "02" is not the number of a version\n'
        "  hint: write the number of the version, for example 2",
    ]


@pytest.mark.parametrize("field", ["agreement", "digest", "signer"])
def test_a_copy_for_something_else_is_refused_by_its_name(field):
    """The name says one thing, the content another: whichever was changed."""
    other = {"agreement": "renewals", "digest": "0a" * 32, "signer": "ben.okafor@northwind.example"}
    text = replace(SIGNED, **{field: other[field]}).text
    [found] = faults(text)
    assert found.startswith(f"{SIGNED.path}: SLA-F081 the name does not agree with the content\n")


@pytest.mark.parametrize("text", ["", "- a\n", "reviewed\n"])
def test_what_has_no_fields_is_no_sign_off(text):
    assert "this is not a sign-off" in faults(text)[0]


def test_a_typed_reviewed_true_is_an_unknown_field():
    assert faults(SIGNED.text + "reviewed: true\n")[0].startswith(
        f'{SIGNED.path}:9:1: SLA-F010 unknown field "reviewed"'
    )


def test_nothing_in_the_folder_is_passed_over(tmp_path):
    (tmp_path / SIGNED.path).parent.mkdir(parents=True)
    (tmp_path / SIGNED.path).write_text(SIGNED.text)
    (tmp_path / f"{SIGNED.path}.sig").write_text("-----BEGIN SSH SIGNATURE-----")
    assert signoffs_of(tmp_path) == (SIGNED,)
    (tmp_path / SIGNED.path).with_suffix(".yaml").write_text(SIGNED.text)
    (tmp_path / "agreements/signoffs/ana.yml.sig").write_text("x")
    with pytest.raises(Faults) as found:
        signoffs_of(tmp_path)
    assert [fault.message for fault in found.value.faults] == [
        "a signature without its sign-off",
        "this is not the name of a sign-off",
    ]


def test_a_project_in_which_nobody_signed_has_no_sign_offs(tmp_path):
    assert signoffs_of(tmp_path) == ()
