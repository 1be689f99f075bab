"""`sla verify` of reviews: what it says, to people and to programs, and how it ends."""

from __future__ import annotations

import json
from functools import partial

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from living_sla.cli import group
from living_sla.documents.signoffs import signoffs_document
from living_sla.history.past import Past, read_past_here
from living_sla.history.signoffs.verdict import Finding
from living_sla.history.signoffs.verification import Verification
from living_sla.model.past.signoff import MissingSignature, TrustLevel
from living_sla.model.reviews.record import SealedReview
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.whole_record import pending_of
from living_sla.reviews.checking.verdict import verdict_of
from living_sla.reviews.folder.record_file import read_brief, read_record, record_text
from living_sla.reviews.shelf import shelf_records
from living_sla.reviews.shelf.all_reviews import reviews_in_brief, reviews_of, reviews_to_compare
from living_sla.words.reviews.checks import review_lines
from tests.documents.test_documents import assert_as_described
from tests.factories.git_folders import GitFolder
from tests.history.reading import A, terms
from tests.reviews import examples
from tests.reviews.reviewed import Q1, Q2, Q3, UNSIGNED, copy_of, record, reseal, reviews_in, write_review

NOTHING = Verification(TrustLevel.OWN_COMMIT, (), (), ())
MISSING = replace(NOTHING, missing=(MissingSignature("lead-handoff", 1, "sales", examples.BEN),))


def ended(*arguments: str, at: GitFolder) -> tuple[int, str, str]:
    """The exit code of `sla verify`, what it printed, and what it said."""
    done = CliRunner().invoke(group, ["verify", *arguments, "--project", str(at.root)], standalone_mode=False)
    code = getattr(done.exception, "exit_code", None) if done.exception else done.return_value
    return int(code), done.stdout, done.stderr or str(done.exception or "")


def blind() -> Review:
    """One whose signature this machine cannot look at."""
    return replace(examples.accepted(), signoffs=(examples.signoff(evidence=str(Finding.NO_SSH_KEYGEN)),))


@pytest.mark.parametrize(
    ("code", "signoffs", "reviews", "lacking"),
    [
        (0, NOTHING, [], False),
        (0, NOTHING, [examples.accepted()], False),
        (0, NOTHING, [examples.accepted(), examples.restated()], False),
        (1, MISSING, [], False),
        (1, NOTHING, [examples.reviewed()], False),
        (1, NOTHING, [examples.accepted(signoffs=(examples.signoff(stale="The minutes were changed."),))], False),
        (1, NOTHING, [examples.accepted(), examples.frozen()], False),
        (2, NOTHING, [examples.accepted(), examples.broken()], False),
        (2, MISSING, [examples.broken(), blind()], True),
        (3, NOTHING, [examples.accepted()], True),
        (3, MISSING, [blind(), examples.frozen()], False),
    ],
)
def test_what_is_broken_comes_before_what_could_not_be_looked_at_and_that_before_what_is_missing(
    code, signoffs, reviews, lacking
):
    assert verdict_of(signoffs, reviews, reviews, lacking=lacking) == code


def test_a_signature_that_does_not_count_is_told_by_the_exit_code_though_nobody_has_to_sign_any_more():
    signed = examples.accepted()
    copied = replace(signed, signoffs=(*signed.signoffs, examples.signoff(refused="it is for the review 2026-Q2")))
    forged = replace(signed, signoffs=(*signed.signoffs, examples.signoff(evidence=str(Finding.BAD))))
    assert verdict_of(NOTHING, [forged], [forged], lacking=False) == 1
    removed = replace(signed, signoffs=(*signed.signoffs, examples.signoff(refused="removed again in 5d5d5d5d5d5d")))
    assert verdict_of(NOTHING, [copied], [copied], lacking=False) == 1
    assert verdict_of(NOTHING, [removed], [removed], lacking=False) == 0


def test_nobody_has_to_sign_any_more_what_was_corrected():
    corrected, correction = examples.frozen(), examples.correction()
    assert verdict_of(NOTHING, [corrected, correction], [corrected, correction], lacking=False) == 1
    waiting = [corrected, replace(correction, minutes=None, signoffs=())]
    assert verdict_of(NOTHING, waiting, waiting, lacking=False) == 1
    signed = replace(correction, signoffs=examples.accepted().signoffs)
    assert verdict_of(NOTHING, [corrected, signed], [corrected, signed], lacking=False) == 0
    assert verdict_of(NOTHING, [corrected], [corrected, signed], lacking=False) == 0, "asked for by itself"
    assert verdict_of(NOTHING, [corrected], [corrected], lacking=False) == 1
    told = "  Restated by 2026-Q3.2, so nobody has to sign it any more."
    assert list(review_lines([corrected], [corrected, signed]))[1:] == [told]


def test_people_read_seal_state_and_verdict_and_below_them_what_was_found_and_who_has_to_sign():
    signed, *_ = examples.reviewed().signoffs
    review = replace(examples.broken(), landed=signed.landed, signoffs=(signed,))
    seal = review.short_seal
    assert list(review_lines([review])) == [
        f"2026-Q3  {seal}  frozen  broken",
        "  docs/reviews/2026-Q3/figures.csv: has other bytes than SHA256SUMS says",
        "  marketing  ana.ruiz@northwind.example    lead-handoff  verified  Signed with the signer's own key."
        " It counts.",
        "  sales      ben.okafor@northwind.example  lead-handoff  missing   Has to sign.",
    ]


@pytest.mark.parametrize("state", examples.EVERY_STATE)
def test_programs_get_every_state_as_the_schema_says(state):
    review = examples.EVERY_STATE[state]()
    told = assert_as_described(signoffs_document(TrustLevel.OWN_COMMIT, [], [], [], [review]), "verify")
    [found] = told["reviews"]
    assert found["broken"] == bool(review.broken)


def test_parts_of_a_difference_are_exact_for_programs():
    told = json.loads(signoffs_document(TrustLevel.OWN_COMMIT, [], [], [], [examples.restated()]))
    [found] = told["reviews"][0]["differences"]
    assert found["now"] == {"value": "287/340", "met": 287, "missed": 53, "pending": 0}
    assert set(found["parts"]) == {"product", "calendar", "data"}


def test_a_record_in_brief_says_who_signs_and_what_was_missed_as_the_whole_one_does():
    content = record_text(examples.record())
    brief, whole = read_brief(content, "x"), read_record(content, "x")
    assert replace(brief, agreements=()) == replace(whole, agreements=())
    for some, every in zip(brief.agreements, whole.agreements, strict=True):
        assert replace(some, commitments=()) == replace(every, commitments=())
        assert [owed.reviewed for owed in some.commitments] == [owed.reviewed for owed in every.commitments]


def test_reviews_in_brief_are_those_of_the_shelf(project):
    brief = reviews_in_brief(project.root, read_past_here(project.root))
    assert list(brief) == list(reviews_in(project.root).values())


WRONG_FROM_THE_FIRST_COMMIT = {
    "a space": ('"fiscal_year_start":1', '"fiscal_year_start": 1'),
    "a figure of a month before": ('"lower":"', '"lower":"9e9'),
    "more periods than there are": ('"in_review":3', '"in_review":99'),
}


@pytest.mark.parametrize("what", WRONG_FROM_THE_FIRST_COMMIT)
def test_a_record_that_was_wrong_from_its_first_commit_is_broken_whoever_asks(what, project, tmp_path):
    before, after = WRONG_FROM_THE_FIRST_COMMIT[what]
    copy = copy_of(project, tmp_path / "project")
    named = SealedReview("2026-Q2", reviews_in(copy.root)["2026-Q2"].seal)
    text = record_text(record("2026-Q3", copy.head, named, agreements=examples.record().agreements)).decode()
    assert before in text
    write_review(copy, record("2026-Q3", copy.head, named))
    reseal(copy, "docs/reviews/2026-Q3", {"snapshot.json": text.replace(before, after, 1).encode()})
    copy.commit(message="Review of 2026-Q3", at="2026-10-08T09:00:00+00:00")

    past = read_past_here(copy.root)
    for ask in (reviews_of, reviews_in_brief, reviews_to_compare, reviews_in_brief):
        assert [str(review.id) for review in ask(copy.root, past) if review.broken] == ["2026-Q3"]
    assert ended("2026-Q3", at=copy)[0] == 2


@pytest.fixture
def read_whole(monkeypatch):
    """The records that were read whole by whoever takes a part of them, in their order."""
    read: list[str] = []

    def counted(content, path):
        read.append(path)
        return read_record(content, path)

    monkeypatch.setattr(shelf_records, "read_record", counted)
    return read


def past_of_its_own(project: GitFolder, key: bytes = b"of this test") -> Past:
    """Of which nothing is remembered yet."""
    past = read_past_here(project.root)
    assert past.cache is not None
    return replace(past, cache=replace(past.cache, key=key))


def test_each_record_is_read_whole_once_and_one_that_waits_is_told(project, monkeypatch, read_whole):
    monkeypatch.setattr(shelf_records, "ENOUGH", len((project.root / Q2 / "snapshot.json").read_bytes()))
    past = past_of_its_own(project)
    q1, q2 = f"{Q1}/snapshot.json", f"{Q2}/snapshot.json"

    [first, second] = reviews_in_brief(project.root, past)
    assert (read_whole, first.broken, second.findings) == ([q2], (), ())
    assert str(first.findings[0]) == f"{q1}: was not read whole, for there are many: sla verify 2026-Q1 does that"
    assert reviews_in_brief(project.root, past)[0].findings == ()
    assert read_whole == [q2, q1]
    reviews_in_brief(project.root, past)
    assert read_whole == [q2, q1]
    reviews_in_brief(project.root, replace(past, cache=None), ["2026-Q1"])
    assert read_whole == [q2, q1, q2, q1]


def test_records_that_are_larger_than_a_run_reads_are_read_one_by_one_when_nothing_else_is(
    project, monkeypatch, read_whole
):
    for name in ("ENOUGH", "PATIENT"):
        monkeypatch.setattr(shelf_records, name, 1)
    past, waiting = past_of_its_own(project, b"of large records"), []
    for _ in range(4):
        reviews_in_brief(project.root, past)
        shelf = reviews_in_brief(project.root, past, patient=True)
        waiting.append([str(review.id) for review in shelf if review.findings])
    assert waiting == [["2026-Q1"], [], [], []]
    assert read_whole == [f"{Q2}/snapshot.json", f"{Q1}/snapshot.json"]


WRONG_BESIDE_THE_RECORD = {
    "a figure of a month before": ("figures.csv", b",2026-04,", b",2026-03,"),
    "a figure of a segment": ("figures.csv", b",AMER,", b",EMEA,"),
    "the hours of a day": ("calendar.csv", b",wed,", b",fri,"),
    "what was open": ("snapshot.json", b'"pending":', b'"pending":9'),
}


@pytest.mark.parametrize("what", WRONG_BESIDE_THE_RECORD)
def test_what_was_sealed_wrong_beside_the_parts_that_are_read_is_told_and_keeps_nothing_waiting(
    what, project, tmp_path, read_whole, monkeypatch
):
    file, before, after = WRONG_BESIDE_THE_RECORD[what]
    copy = copy_of(project, tmp_path / "project")
    named = SealedReview("2026-Q2", reviews_in(copy.root)["2026-Q2"].seal)
    agreements = examples.record().agreements
    pending = sum(map(pending_of, agreements))
    write_review(copy, record("2026-Q3", copy.head, named, agreements=agreements, pending=pending))
    content = (copy.root / Q3 / file).read_bytes()
    assert before in content
    reseal(copy, Q3, {file: content.replace(before, after, 1)})
    copy.commit(message="Review of 2026-Q3", at="2026-10-08T09:00:00+00:00")
    past = past_of_its_own(copy)
    for name in ("ENOUGH", "PATIENT"):
        monkeypatch.setattr(shelf_records, name, 1)
    reviews_in_brief(copy.root, past)  # reads the parts
    for ask in (partial(reviews_in_brief, patient=True), reviews_to_compare) * 3:
        [found] = [review for review in ask(copy.root, past) if review.broken]
        assert {of.file for of in found.broken} == {f"{Q3}/{file}"}
    assert read_whole == [f"{folder}/snapshot.json" for folder in (Q3, Q2, Q1)]


def test_a_review_that_is_whole_is_told_with_the_commit_that_added_it(project):
    code, out, _ = ended("2026-Q1", at=project)
    landed = project.git("rev-parse", "--short=12", "HEAD~2")
    assert code == 0
    seal = reviews_in(project.root)["2026-Q1"].short_seal
    assert out == f"2026-Q1  {seal}  frozen  anchored 2026-04-08, commit {landed}\n"


def test_one_that_was_tampered_with_ends_with_2_and_names_the_file_also_of_an_agreement(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    copy.commit({A: terms()}, "Terms that somebody has to sign")
    copy.write(f"{Q1}/figures.csv", "other\n")
    code, out, _ = ended(at=copy)
    assert code == 2
    assert f"  {Q1}/figures.csv: SLA-F084 has other bytes than SHA256SUMS says\n" in out
    assert ended("2026-Q2", at=copy)[0] == 0
    assert ended("lead-handoff", at=copy)[0] == 1


def test_a_name_that_nothing_has_is_refused_with_those_that_there_are(project):
    code, _, said = ended("2026-Q4", at=project)
    assert code == 2
    assert 'there is no agreement or review "2026-Q4"\n  hint: there are: lead-handoff, 2026-Q1, 2026-Q2' in said


def test_a_shallow_clone_is_checked_as_far_as_it_goes_and_ends_with_3(project, tmp_path):
    GitFolder.made(tmp_path / "x").git(
        "clone", "--quiet", "--depth=1", f"file://{project.root}", str(tmp_path / "shallow")
    )
    shallow = GitFolder(tmp_path / "shallow")
    code, out, said = ended(at=shallow)
    assert code == 3
    assert "is not looked for on the main line" in out
    assert "the clone is shallow" in said
    shallow.write(f"{Q1}/figures.csv", "other\n")
    assert ended(at=shallow)[0] == 2


def test_a_sparse_checkout_that_leaves_out_reviews_is_no_tampering(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    copy.git("reset", "--quiet", "--hard")  # what is not known to be unchanged would be left there
    copy.git("sparse-checkout", "set", "--no-cone", "/agreements/")
    assert not (copy.root / Q1).exists()
    code, _, said = ended(at=copy)
    assert code == 3
    assert "the checkout is sparse and leaves out the review 2026-Q1" in said


def test_people_are_shown_no_more_findings_of_a_review_than_they_can_read():
    many = tuple(CheckFinding(Level.BYTES, f"docs/reviews/2026-Q3/{n}", "was added") for n in range(1_021))
    lines = list(review_lines([examples.frozen(findings=many)]))
    assert lines[20:22] == [
        "  docs/reviews/2026-Q3/19: was added",
        "  and 1,001 more: --format json names them all",
    ]


@pytest.mark.parametrize("ids", ["sha1", "sha256"])
def test_a_project_in_a_folder_of_its_repository_is_checked_as_any_other(ids, tmp_path):
    top = GitFolder.made(tmp_path, "--template=", f"--object-format={ids}")
    inner = GitFolder(tmp_path / "sales" / "sla")
    inner.write(A, UNSIGNED)
    first = top.commit(message="Terms", at="2026-01-05T09:00:00+00:00")
    write_review(inner, record("2026-Q1", first, None))
    top.commit(message="Review of 2026-Q1", at="2026-04-08T09:00:00+00:00")
    assert ended("2026-Q1", at=inner)[0] == 0
    top.commit({f"sales/sla/{Q1}/figures.csv": "other\n"})
    code, out, _ = ended("2026-Q1", at=inner)
    assert code == 2
    assert f"  {Q1}/figures.csv: SLA-F085 was changed after it had landed" in out


def test_a_review_that_was_removed_is_told_once(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    copy.git("rm", "--quiet", "-r", Q2)
    commit = copy.commit(message="Remove a review")[:12]
    code, out, _ = ended("2026-Q2", at=copy)
    removed = f"{Q2}: SLA-F085 was removed from the main line: commit {commit} of 2026-11-01"
    assert (code, out) == (2, f"2026-Q2  no seal  frozen  broken\n  {removed}\n")


@pytest.mark.parametrize("name", ["2026-Q3.02", "2026-Q3.1", "2026-Q\uff13", "2026-Q3 ", "2026-q3", "notes"])
def test_a_folder_that_is_named_as_no_review_is_told(name, project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    copy.write(f"docs/reviews/{name}/snapshot.json", "{}")
    code, out, err = ended(at=copy)
    assert code == 2
    assert "is a folder that is not a review" in err
    assert "2026-Q1" in out
    assert ended("2026-Q1", at=copy)[0] == 0
    code, out, _ = ended("--format", "json", at=copy)
    assert (code, json.loads(out)["not_reviews"]) == (2, [f"docs/reviews/{name}"])


def test_where_reviews_are_written_is_no_strange_folder(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    copy.write("docs/reviews/.freezing/review/snapshot.json", "{}")
    copy.write("docs/reviews/index.md", "# Reviews\n")
    assert ended(at=copy) == ended(at=project)
