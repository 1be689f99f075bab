"""Freezing: what is written, and everything that is refused, each with its sentence; nothing is written then."""

from __future__ import annotations

import os
import shutil

import pytest
from msgspec.structs import replace

from living_sla.errors import SlaError
from living_sla.history.past import read_past_here
from living_sla.model.reviews.record import FrozenAction
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.folder.layout import FOLDER
from living_sla.reviews.folder.manifest import listed, manifest, seal
from living_sla.reviews.freezing.among_reviews import Correction
from living_sla.reviews.freezing.freeze import Frozen, freeze
from living_sla.reviews.freezing.refusals import too_open
from living_sla.reviews.shelf.all_reviews import reviews_of
from tests.factories.git_folders import ANA, GitFolder
from tests.reviews import examples
from tests.reviews.frozen_projects import AGREEMENT, EXPORT, HEADER, NOW, PATH, ROWS, SOURCES, project


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> GitFolder:
    return project(tmp_path_factory.mktemp("made") / "project")


@pytest.fixture
def own(made, tmp_path) -> GitFolder:
    shutil.copytree(made.root, tmp_path / "project", symlinks=True)
    return GitFolder(tmp_path / "project", made.commits)


def snapshot(own: GitFolder, name: str = "2026-Q3", **asked) -> Frozen:
    return freeze(own.root, review_id(name), **{"now": NOW, "cache": False, **asked})


def refused(own: GitFolder, name: str = "2026-Q3", **asked) -> str:
    """What is said; nothing may have been written."""
    before = sorted(own.root.rglob("*"))
    with pytest.raises(SlaError) as found:
        snapshot(own, name, **asked)
    assert found.value.exit_code == 2
    assert sorted(own.root.rglob("*")) == before
    return str(found.value)


def test_a_review_is_frozen_whole(own):
    frozen = snapshot(own)
    folder = own.root / FOLDER / "2026-Q3"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert sorted(files) == [
        ".gitattributes", "SHA256SUMS", "VERIFY.txt", "allowed_signers", "calendar.csv", "figures.csv", "index.md",
        "snapshot.json", "terms/lead-handoff.v1.md",
    ]  # fmt: skip
    sealed = {path: content for path, content in files.items() if path not in ("SHA256SUMS", "index.md")}
    assert files["SHA256SUMS"] == manifest(sealed)
    assert listed(files["SHA256SUMS"]).keys() == sealed.keys()
    assert frozen.seal == seal(files["SHA256SUMS"])
    assert frozen.record.previous is None
    assert frozen.not_kept == ()
    assert files["terms/lead-handoff.v1.md"] == AGREEMENT.encode()
    assert files["index.md"] == b'# Review 2026-Q3\n\n{{ sla_review("2026-Q3") }}\n'
    assert files["allowed_signers"].startswith(b"# The project had no keyring")


def test_reviews_form_a_chain_of_what_is_on_the_main_line(own):
    first = snapshot(own, "2026-Q2")
    assert refused(own, "2026-Q3") == (
        "docs/reviews/2026-Q2: SLA-F160 2026-Q2 is frozen and not committed, so no review can name it as the one "
        "before\n"
        "  hint: commit it first: git add --force docs/reviews/2026-Q2"
    )
    own.commit(message="Freeze 2026-Q2")
    second = snapshot(own, "2026-08")
    assert (second.record.previous.id, second.record.previous.seal) == ("2026-Q2", first.seal)
    own.commit(message="Freeze 2026-08")
    third = snapshot(own, "2026-Q3")
    assert (third.record.previous.id, third.record.previous.seal) == ("2026-08", second.seal)


@pytest.mark.parametrize("how", ["--squash", "--no-ff"])
def test_a_review_that_was_frozen_on_a_branch_is_whole_however_the_branch_is_merged(own, how):
    own.git("switch", "--quiet", "--create", "review")
    own.commit({EXPORT: HEADER + ROWS + ROWS[: ROWS.index("\n") + 1].replace("L602", "L699")}, "The export of October")
    snapshot(own)
    own.commit({}, "Review of 2026-Q3", at="2026-10-20T10:00:00+00:00")
    own.git("switch", "--quiet", "main")
    own.commit({"README.md": "A project.\n"}, "A page", at="2026-10-20T11:00:00+00:00")
    own.git("merge", "--quiet", how, "review", **own.written_by(ANA, "2026-10-20T12:00:00+00:00"))
    own.commit({}, "Review of 2026-Q3", at="2026-10-20T12:00:00+00:00")
    own.git("branch", "--quiet", "-D", "review")
    [review] = reviews_of(own.root, read_past_here(own.root))
    assert review.broken == ()


def test_actions_of_minutes_that_cannot_be_read_are_not_lost_the_others_are_carried(own):
    snapshot(own, "2026-Q2")
    own.commit(message="Freeze 2026-Q2")
    path = f"{FOLDER}/2026-Q2/minutes.md"
    own.write(path, "---\nactions: [{id: rota, waht: Fill it}]\n---\n")
    assert refused(own) == f'{path}:2:22: SLA-F010 unknown field "waht"\n  hint: did you mean "what"?'
    own.write(path, "---\nactions: [{id: rota, what: Fill it}, {id: old, what: Gone, done: 2026-07-01}]\n---\n")
    assert snapshot(own).record.actions == (FrozenAction("rota", "Fill it", "", None, None, "2026-Q2"),)


def test_a_correction_is_a_review_of_its_own_that_says_what_it_restates_and_why(own):
    first = snapshot(own)
    own.commit(message="Freeze")
    again = Correction(review_id("2026-Q3"), "Two leads had been exported twice.")
    second = snapshot(own, correction=again)
    assert second.record.id == "2026-Q3.2"
    assert second.record.restates.review.seal == second.record.previous.seal == first.seal
    assert second.record.restates.why == "Two leads had been exported twice."
    own.commit(message="Correct")
    third = snapshot(own, correction=Correction(review_id("2026-Q3.2"), "A third."))
    assert (third.record.id, third.record.previous.seal) == ("2026-Q3.3", second.seal)
    assert refused(own, correction=Correction(review_id("2026-Q3.7"), "No.")) == (
        "there is no review 2026-Q3.7 that could be restated\n  hint: there are: 2026-Q3, 2026-Q3.2, 2026-Q3.3"
    )


def test_a_review_that_is_there_is_never_written_again(own):
    snapshot(own)
    expected = (
        "SLA-F088 this review is there already\n"
        "  hint: a frozen review is never written again; one that is wrong is restated beside it: "
        "sla snapshot 2026-Q3 --restates 2026-Q3 --why TEXT"
    )
    assert refused(own) == f"docs/reviews/2026-Q3: {expected}"
    own.commit(message="Freeze")
    shutil.rmtree(own.root / FOLDER)
    assert refused(own) == f"docs/reviews/2026-Q3: {expected}"
    own.commit(message="Remove it")
    assert refused(own) == f"docs/reviews/2026-Q3: {expected}"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2026-Q4", "2026-Q4 ends at 2027-01-01 00:00"),
        ("2026-10", "2026-10 ends at 2026-11-01 00:00"),
        ("2026", "2026 ends at 2027-01-01 00:00"),
    ],
)
def test_a_period_that_has_not_ended_in_the_data_is_refused(own, name, said):
    assert refused(own, name) == (
        f"data/sources.yml:2:3: SLA-F160 {said} in Europe/London, and the export leads is as of 2026-10-15 17:00 "
        "there\n  hint: export it again when the period has ended"
    )


def test_a_period_that_ends_at_the_as_of_has_ended(own):
    own.commit({"data/sources.yml": SOURCES.replace("2026-10-15T17:00", "2026-10-01T00:00")})
    assert snapshot(own).record.id == "2026-Q3"


def test_a_period_one_minute_short_has_not(own):
    own.commit({"data/sources.yml": SOURCES.replace("2026-10-15T17:00", "2026-09-30T23:59")})
    assert (
        "2026-Q3 ends at 2026-10-01 00:00 in Europe/London, and the export leads is as of 2026-09-30 23:59"
        in refused(own)
    )


def test_a_period_before_anything_was_in_force_is_refused(own):
    assert refused(own, "2025-Q3") == (
        "SLA-F160 no agreement was in force in 2025-Q3; the first was from 2026-02-01 00:00 UTC on\n"
        "  hint: name a period in which one was: sla history AGREEMENT tells since when it is"
    )


def test_where_nobody_has_signed_the_first_terms_it_says_so(own):
    signed = "email: ana.ruiz@northwind.example}\n    signs: [ana.ruiz@northwind.example]"
    own.git("rm", "--quiet", PATH)
    terms = AGREEMENT.replace("email: ana.ruiz@northwind.example}", signed).replace("lead-handoff", "third")
    own.commit({"agreements/third.md": terms})
    said = refused(own)
    assert "no agreement was in force in 2026-Q3\n" in said
    assert "hint: none ever was: terms take force when both sides have signed them; sla due says who has to" in said


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        (PATH, AGREEMENT.replace("at least 90%", "at least 80%"), "is not what is committed"),
        (PATH, AGREEMENT + "\nMore words.\n", "is not what is committed"),
        ("agreements/other.md", AGREEMENT.replace("id: lead-handoff", "id: other"), "is not committed"),
        ("data/sources.yml", SOURCES + "# a remark\n", "is not what is committed"),
        ("pyproject.toml", "[tool.living_sla]\n", "is not committed"),
    ],
)
def test_what_is_not_committed_cannot_be_frozen(own, path, content, said):
    own.write(path, content)
    assert refused(own).startswith(f"{path}: SLA-F160 {said}, so nobody else could freeze the same review\n  hint: ")
    own.git("add", "--all")
    assert f"{path}: SLA-F160 {said}" in refused(own)


def test_an_agreement_that_was_removed_here_alone_cannot_be_left_out(own):
    own.commit({"agreements/other.md": AGREEMENT.replace("id: lead-handoff", "id: other")})
    (own.root / "agreements/other.md").unlink()
    assert refused(own).startswith("agreements/other.md: SLA-F160 was removed here, which is not committed")


def test_other_line_ends_of_a_checkout_are_no_change(own):
    own.write("data/sources.yml", SOURCES.replace("\n", "\r\n"))
    assert snapshot(own).record.id == "2026-Q3"


def test_an_export_that_is_too_old_is_refused(own):
    own.commit({"data/sources.yml": SOURCES.replace("  columns:", "  max_age: {fail: 4 days}\n  columns:", 1)})
    assert refused(own) == (
        "data/sources.yml:2:3: SLA-F160 the export leads is as of 2026-10-15 16:00 UTC, which is more than 4 days ago\n"
        "  hint: export it again; max_age in data/sources.yml says how old it may be"
    )
    assert snapshot(own, now=NOW.replace(day=19)).record.id == "2026-Q3"


def test_pending_outcomes_are_refused_unless_asked_for(own):
    row = "L999,Ida Vane,,Ben Okafor,2026-09-30 16:00,\n"
    own.commit(
        {
            EXPORT: HEADER + ROWS + row,
            "data/sources.yml": SOURCES.replace("2026-10-15T17:00", "2026-10-01T00:30"),
        }
    )
    assert refused(own) == (
        "SLA-F160 1 outcome of 2026-Q3 is pending\n"
        "  hint: wait for them, or freeze what is known, which the review then calls provisional: --early"
    )
    assert snapshot(own, early=True).record.is_provisional


def test_what_no_limit_ends_is_named_among_what_is_pending():
    cycle = examples.sales_cycle()
    *before, last = cycle.series
    last = replace(last, counts=replace(last.counts, pending=3))
    owed = replace(cycle, series=(*before, last))
    record = examples.record(agreements=(examples.agreement(commitments=(examples.first_contact(), owed)),), pending=3)
    assert str(too_open(record)) == (
        "SLA-F160 3 outcomes of 2026-Q3 are pending\n"
        "  hint: wait for them, or freeze what is known, which the review then calls provisional: --early; those of "
        "lead-handoff/cycle have no limit, and are open until each record ends"
    )


def test_an_export_that_is_not_committed_is_told(own):
    own.write(EXPORT, HEADER + ROWS + "L1000,Ida Vane,,Ben Okafor,2026-09-29 10:00,2026-09-29 10:30\n")
    assert snapshot(own).not_kept == (EXPORT,)


def test_a_shallow_history_is_an_environment_fault(own, tmp_path):
    own.commit(message="One more")
    own.git("clone", "--quiet", "--depth", "1", f"file://{own.root}", str(tmp_path / "shallow"))
    with pytest.raises(SlaError, match="history incomplete") as found:
        freeze(tmp_path / "shallow", review_id("2026-Q3"), now=NOW, cache=False)
    assert found.value.exit_code == 3
    assert not (tmp_path / "shallow" / FOLDER).exists()


def test_a_project_outside_git_is_an_environment_fault(made, tmp_path):
    shutil.copytree(made.root, tmp_path / "bare", ignore=shutil.ignore_patterns(".git"))
    with pytest.raises(SlaError, match="SLA-F068") as found:
        freeze(tmp_path / "bare", review_id("2026-Q3"), now=NOW, cache=False)
    assert found.value.exit_code == 3


def test_a_missing_git_is_an_environment_fault(own, monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(SlaError, match="SLA-F068") as found:
        snapshot(own)
    assert found.value.exit_code == 3


def test_a_project_without_agreements_is_refused(own):
    own.git("rm", "--quiet", "-r", "agreements")
    own.commit(message="Nothing")
    with pytest.raises(SlaError, match="SLA-F097"):
        snapshot(own)


def test_a_broken_review_before_it_is_not_named(own):
    snapshot(own, "2026-Q2")
    own.commit(message="Freeze")
    own.write(f"{FOLDER}/2026-Q2/figures.csv", "x\n")
    assert refused(own).startswith(
        "docs/reviews/2026-Q2: SLA-F160 2026-Q2 is broken: docs/reviews/2026-Q2/figures.csv "
    )


def test_a_folder_that_is_a_link_or_of_another_repository_holds_no_review(own, tmp_path):
    (own.root / "docs").mkdir()
    (own.root / "docs/reviews").symlink_to(tmp_path)
    assert refused(own).startswith("docs/reviews: SLA-F087 this is a link, which nobody follows\n  hint: ")
    (own.root / "docs/reviews").unlink()
    (own.root / "docs/reviews/.git").mkdir(parents=True)
    assert refused(own).startswith("docs/reviews: SLA-F087 this is a repository of its own: this one does not hold")


def test_the_commit_that_it_asks_for_takes_files_that_the_repository_ignores(own):
    own.commit({".gitignore": "*.csv\n*.txt\n"})
    snapshot(own)
    own.git("add", "--force", "docs/reviews/2026-Q3")
    own.git("commit", "--quiet", "--message", "Freeze", **own.written_by("Ana Ruiz <ana.ruiz@northwind.example>", None))
    assert snapshot(own, "2026-Q2").record.previous.id == "2026-Q3"
    assert len(own.git("ls-files", "docs/reviews/2026-Q3").splitlines()) == 9


def test_a_year_that_the_site_does_not_have_is_refused(own):
    assert "SLA-F014" in refused(own, "FY2027-Q1")


def test_what_a_killed_run_left_is_swept_even_where_freezing_is_refused(own):
    left = own.root / FOLDER / ".freezing" / "review"
    left.mkdir(parents=True)
    (left / "snapshot.json").write_text("{}")
    with pytest.raises(SlaError):
        snapshot(own, "2026-Q4")
    assert not (own.root / FOLDER / ".freezing").exists()


def test_attributes_keep_the_bytes_whatever_stands_above(own, tmp_path):
    snapshot(own)
    above = "text eol=crlf ident working-tree-encoding=UTF-16 filter=lost"
    own.write(".gitattributes", f"docs/** {above}\n*.csv {above}\ndata/** -text !working-tree-encoding -filter\n")
    own.git("config", "core.autocrlf", "true")
    own.git("config", "filter.lost.smudge", "sed s/a/b/g")
    own.commit(message="Freeze")
    own.git("-c", "core.autocrlf=true", "clone", "--quiet", str(own.root), str(tmp_path / "clone"))
    for path in (own.root / FOLDER / "2026-Q3").rglob("*"):
        if path.is_file():
            assert (tmp_path / "clone" / path.relative_to(own.root)).read_bytes() == path.read_bytes()


PERSON = "Greta Sandoval 72"
PLANTED = {
    "the title of an agreement": (PATH, AGREEMENT.replace("title: Inbound", f"title: {PERSON},")),
    "a summary": (PATH, AGREEMENT.replace("Marketing hands over leads;", f"Marketing hands {PERSON.upper()} over;")),
    "the title of a commitment": (PATH, AGREEMENT.replace("title: Qualified", f"title: {PERSON} and")),
    "the name of a team": (PATH, AGREEMENT.replace("team: Sales", f"team: {PERSON} of Sales")),
    "the body": (PATH, f"{AGREEMENT}Greta\nSandoval 72 asked for it.\n"),
    "a remark in the front matter": (PATH, AGREEMENT.replace("effective:", f"# {PERSON}\neffective:")),
    "an address in the body": (PATH, f"{AGREEMENT}Ask somebody@private.example.\n"),
    "who exports": ("data/sources.yml", SOURCES.replace("  key: id", f"  key: id\n  exported_by: {PERSON}")),
    "a view": ("data/sources.yml", SOURCES.replace("  key: id", "  key: id\n  view: +44 20 7946 7002")),
    "an escaped view": (
        "data/sources.yml",
        SOURCES.replace("  key: id", "  key: id\n  view: /of?Greta%20Sandoval%2072"),
    ),
}


@pytest.mark.parametrize("where", PLANTED)
def test_a_person_who_is_planted_anywhere_is_refused_and_not_quoted(own, where):
    own.commit(dict([PLANTED[where]]))
    said = refused(own)
    assert "SLA-F090" in said
    assert not any(value in said.casefold() for value in ("sandoval", "7946", "somebody@"))


def test_a_person_who_is_a_segment_is_refused(own):
    """A column that is read may hold in some row what another one holds as personal."""
    sources = SOURCES.replace("    mql_at:", "    region: {from: Region, type: text}\n    mql_at:")
    table = (HEADER + ROWS).replace("Owner,", "Owner,Region,").replace("Ben Okafor,", "Ben Okafor,Ida Winterbourne,")
    table = table.replace("Greta Sandoval 62,", "Ida Winterbourne,")
    terms = AGREEMENT.replace("per: month\n    owner: Ben", "per: quarter\n    by_segment: region\n    owner: Ben")
    own.commit({PATH: terms, "data/sources.yml": sources, EXPORT: table})
    assert 'SLA-F090 what the personal column "Name" of leads holds' in refused(own)


def with_ana_gone(terms: str) -> str:
    return terms.replace("{name: Ana Ruiz, email: ana.ruiz@", "{name: Eva Lund, email: eva.lund@")


def test_a_contact_who_left_stands_in_the_change_of_terms(own):
    """The terms that still name her judged nothing of the period, and are not sealed."""
    own.commit({PATH: with_ana_gone(AGREEMENT).replace("effective: 2026-02-01", "effective: 2026-07-01")})
    (agreement,) = snapshot(own).record.agreements
    assert [version.number for version in agreement.versions] == [2]
    (told,) = [change.sentence for change in agreement.versions[0].changes if "ana.ruiz@" in change.sentence]
    assert "eva.lund@" in told


def test_a_contact_who_is_to_come_stands_in_a_proposal(own):
    signed = "email: eva.lund@northwind.example}\n    signs: [eva.lund@northwind.example]"
    terms = with_ana_gone(AGREEMENT).replace("email: eva.lund@northwind.example}", signed)
    own.commit({PATH: terms.replace("effective: 2026-02-01", "effective: 2026-12-01")})
    (agreement,) = snapshot(own).record.agreements
    assert [proposal.version for proposal in agreement.proposals] == [2]


def test_whom_only_terms_of_long_ago_name_is_refused(own):
    """Whoever left before the version that was replaced is in no sentence of the record, and is nobody to it."""
    old = AGREEMENT.replace("ana.ruiz@", "old.hand@")
    own.commit({PATH: old})
    own.commit({PATH: AGREEMENT})
    own.commit({PATH: AGREEMENT.replace("effective: 2026-02-01", "effective: 2026-06-01")})
    terms = AGREEMENT.replace("effective: 2026-02-01", "effective: 2026-06-30")
    own.commit({PATH: f"{terms}Ask old.hand@northwind.example.\n"})
    assert "an e-mail address that neither the terms nor the keyring name" in refused(own)


def test_whom_an_export_and_the_terms_both_name_may_stand_there(own):
    """Ben Okafor owns every lead of the export, and is the contact of Sales."""
    assert "Ben Okafor" in str(snapshot(own).record)


def test_two_reviews_that_landed_in_one_second_are_followed_in_their_order(own):
    same = "1790000000 +0000"
    for name in ("2026-09", "2026-07", "2026-08"):
        last = snapshot(own, name)
        own.commit(message=name, at=same)
    assert snapshot(own).record.previous.seal == last.seal


def test_a_detached_head_and_a_branch_freeze_what_they_hold(own):
    own.git("checkout", "--quiet", "--detach")
    assert snapshot(own).record.commit == own.head


def test_a_clone_without_its_files_is_an_environment_fault(own, tmp_path):
    own.git("config", "uploadpack.allowFilter", "true")
    own.git("clone", "--quiet", "--filter=blob:none", f"file://{own.root}", str(tmp_path / "partial"))
    own.commit({PATH: AGREEMENT.replace("at least 90%", "at least 91%")})
    own.git("-C", str(tmp_path / "partial"), "fetch", "--quiet")
    own.git("-C", str(tmp_path / "partial"), "reset", "--quiet", "--soft", "origin/main")
    with pytest.raises(SlaError) as found:
        freeze(tmp_path / "partial", review_id("2026-Q3"), now=NOW, cache=False)
    assert found.value.exit_code == 3
