"""What a history is made of: revisions and versions by the id of the agreement, along the main line."""

from __future__ import annotations

from datetime import UTC, datetime

from living_sla.history.past import FORMAT
from tests.factories.git_folders import FIRST, GitFolder
from tests.history.reading import A, B, history_of, in_work_tree, targets, terms, told


def test_other_terms_start_a_version_and_other_words_do_not(folder):
    folder.commit({A: terms()})
    folder.commit({A: terms(body="More words.\n")})
    folder.commit({A: terms("96%", body="More words.\n")})
    history = history_of(folder.root)
    assert told(history) == [f"started 1 {A}", f"editorial 1 {A}", f"material 2 {A}"]
    assert targets(history) == ["1: at least 95%", "2: at least 96%"]
    assert history.versions["lead-handoff"][0].agreement.body.endswith("More words.\n")
    assert (history.trouble, history.notices, history.uncommitted, history.head) == (None, (), frozenset(), folder.head)


def test_going_back_to_old_terms_is_a_new_version(folder):
    for target in ("95%", "96%", "95%"):
        folder.commit({A: terms(target)})
    versions = history_of(folder.root).versions["lead-handoff"]
    assert [version.returns_to for version in versions] == [None, None, 1]
    assert [version.digest for version in versions] == [versions[0].digest, versions[1].digest, versions[0].digest]


def test_a_version_knows_its_essentials_without_its_terms(folder):
    folder.commit({A: terms()})
    folder.commit({A: terms("96%")})
    for version in history_of(folder.root).versions["lead-handoff"]:
        kept = version.essentials
        again = version.agreement
        assert (kept.digest, kept.effective, kept.until) == (again.digest, again.terms.effective, again.terms.until)
        assert kept.timezone == "Europe/London"
        assert kept.signatories == (
            ("marketing", ("ana.ruiz@northwind.example",)),
            ("sales", ("ben.okafor@northwind.example",)),
        )


def test_a_rename_keeps_the_history_and_is_told(folder):
    folder.commit({A: terms()})
    folder.commit({A: None, "agreements/emea/hand-off.md": terms()})
    folder.commit({"agreements/emea/hand-off.md": terms("96%")})
    assert told(history_of(folder.root)) == [
        f"started 1 {A}",
        f"editorial 1 agreements/emea/hand-off.md from {A}",
        "material 2 agreements/emea/hand-off.md",
    ]


def test_a_path_that_another_agreement_takes_over_mixes_nothing(folder):
    folder.commit({A: terms()})
    folder.commit({A: terms("90%", id="second"), B: terms()})
    history = history_of(folder.root)
    assert told(history) == [f"started 1 {A}", f"editorial 1 {B} from {A}"]
    assert told(history, "second") == [f"started 1 {A}"]


def test_two_agreements_that_change_places_keep_their_histories(folder):
    folder.commit({A: terms(), B: terms("80%", id="second")})
    folder.commit({B: terms(), A: terms("80%", id="second")})
    history = history_of(folder.root)
    assert told(history) == [f"started 1 {A}", f"editorial 1 {B} from {A}"]
    assert told(history, "second") == [f"started 1 {B}", f"editorial 1 {A} from {B}"]


def test_a_copy_has_no_part_in_the_history_until_the_first_file_is_gone(folder):
    folder.commit({A: terms()})
    copied = folder.commit({B: terms("50%")})
    folder.commit({A: None})
    history = history_of(folder.root)
    assert told(history) == [f"started 1 {A}", f"material 2 {B} from {A}"]
    assert [str(notice) for notice in history.notices] == [
        f'{B}: warning: also states the id "lead-handoff" in commit {copied[:12]}; '
        f"the history is that of {A}, which had it first [copied-agreement]"
    ]


def test_a_file_without_an_id_is_known_by_its_name(folder):
    nameless = terms().replace("id: lead-handoff\n", "")
    folder.commit({A: nameless})
    folder.commit({A: None, B: nameless})
    history = history_of(folder.root)
    assert told(history) == [f"started 1 {A}", f"removed None {A}"]
    assert told(history, "other") == [f"started 1 {B}"]


def test_a_merge_is_one_revision_and_lands_when_it_is_merged(folder):
    """
    main     95% ------------------ M (97%)
    branch      `-- 96% -- 97% ----'
    """
    folder.commit({A: terms()})
    folder.git("switch", "--quiet", "--create", "raise")
    folder.commit({A: terms("96%")})
    folder.commit({A: terms("97%")})
    folder.git("switch", "--quiet", "main")
    folder.commit({"docs/page.md": "main goes on\n"})
    merge = folder.merge("raise")
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%", "2: at least 97%"]
    assert [revision.commit.id for revision in history.revisions("lead-handoff")][-1] == merge


def test_terms_that_were_changed_in_the_merge_itself_are_seen(folder):
    folder.commit({A: terms()})
    folder.git("switch", "--quiet", "--create", "side")
    folder.commit({"docs/page.md": "a branch\n"})
    folder.git("switch", "--quiet", "main")
    folder.commit({"docs/other.md": "main\n"})
    folder.git("merge", "--quiet", "--no-commit", "--no-ff", "side", **folder.written_by("M <m@n.example>", None))
    folder.commit({A: terms("50%")}, "Merge side")
    assert targets(history_of(folder.root)) == ["1: at least 95%", "2: at least 50%"]


def test_an_agreement_that_was_removed_and_comes_back_starts_a_version(folder):
    folder.commit({A: terms(), B: terms("80%", id="second")})
    removed = folder.commit({A: None})
    folder.commit({A: terms()})
    history = history_of(folder.root)
    assert told(history) == [f"started 1 {A}", f"removed None {A}", f"material 2 {A}"]
    first, second = history.versions["lead-handoff"]
    assert first.removed is not None
    assert (first.removed.id, second.removed, second.returns_to) == (removed, None, 1)


def test_a_removed_agreement_keeps_its_history(folder):
    folder.commit({A: terms(), B: terms("80%", id="second")})
    folder.commit({A: None})
    assert targets(history_of(folder.root)) == ["1: at least 95%"]


def test_a_revision_that_cannot_be_read_is_a_notice_and_ends_no_version(folder):
    folder.commit({A: terms()})
    broken = folder.commit({A: terms().replace("target: at least 95%", "target: roughly 95%")})
    folder.commit({A: terms(body="Fixed.\n")})
    history = history_of(folder.root)
    assert told(history) == [f"started 1 {A}", f"unreadable None {A}", f"editorial 1 {A}"]
    assert [str(notice) for notice in history.notices] == [
        f"{A}: warning: commit {broken[:12]} left a file that cannot be read as terms: "
        'line 66: "roughly 95%" is not a target [unreadable-revision]'
    ]


def test_a_file_that_cannot_be_read_is_known_by_the_id_it_claims_wherever_it_moves(folder):
    folder.commit({A: terms()})
    folder.commit({A: None, B: "---\nid: lead-handoff\ntitle: [\n---\n"})
    folder.commit({B: terms()})
    assert told(history_of(folder.root)) == [
        f"started 1 {A}",
        f"unreadable None {B} from {A}",
        f"editorial 1 {B}",
    ]


def test_landing_times_never_go_back_along_the_main_line(folder):
    """A commit that claims to be older than the one before it landed with that one; other folders' commits count."""
    times = ["2026-03-01T09:00Z", "2026-05-01T09:00Z", "2026-04-01T09:00Z", "2026-06-01T09:00Z"]
    folder.commit({A: terms()}, at=times[0])
    folder.commit({"docs/page.md": "x"}, at=times[1])
    folder.commit({A: terms("96%")}, at=times[2])
    folder.commit({A: terms("97%")}, at=times[3])
    commits = [revision.commit for revision in history_of(folder.root).revisions("lead-handoff")]
    assert [commit.landed_at.month for commit in commits] == [3, 5, 6]
    assert [commit.committed_at.month for commit in commits] == [3, 4, 6]
    assert commits[0].landed_at == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_uncommitted_terms_are_one_more_version_marked_draft(folder):
    folder.commit({A: terms()})
    folder.write(A, terms("99%"))
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%", "2: at least 99% draft"]
    assert history.uncommitted == {"lead-handoff"}


def test_uncommitted_words_keep_the_version(folder):
    folder.commit({A: terms()})
    folder.write(A, terms(body="Not committed.\n"))
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%"]
    assert history.versions["lead-handoff"][0].agreement == in_work_tree(folder.root)[0]
    assert history.uncommitted == {"lead-handoff"}


def test_other_line_ends_of_a_checkout_are_no_edit(folder):
    folder.commit({A: terms()})
    folder.write(A, terms().replace("\n", "\r\n"))
    assert history_of(folder.root).uncommitted == frozenset()


def test_an_agreement_that_was_never_committed_is_a_draft(folder):
    folder.commit({A: terms()})
    folder.write(B, terms("80%", id="second"))
    history = history_of(folder.root)
    assert targets(history, "second") == ["1: at least 80% draft"]
    assert history.revisions("second") == ()


def test_changes_are_asked_for_when_somebody_looks(folder, monkeypatch):
    asked = []

    def differences(before, after):
        asked.append((before.digest[:4], after.digest[:4]))
        return ()

    for target in ("95%", "96%"):
        folder.commit({A: terms(target)})
    folder.write(A, terms("97%"))
    versions = history_of(folder.root, format=FORMAT._replace(changes=differences)).versions["lead-handoff"]
    assert asked == []
    assert [version.changes for version in versions] == [(), (), ()]
    digests = [version.digest[:4] for version in versions]
    assert asked == [(digests[0], digests[1]), (digests[1], digests[2])]


def test_a_project_below_the_top_has_only_its_own_history(folder):
    folder.commit({f"sales/{A}": terms(), A: terms("50%")})
    folder.commit({f"sales/{A}": terms("96%")})
    history = history_of(folder.root / "sales")
    assert targets(history) == ["1: at least 95%", "2: at least 96%"]
    assert told(history) == [f"started 1 {A}", f"material 2 {A}"]


def test_sha_256_repositories_have_the_same_history(tmp_path):
    folder = GitFolder.made(tmp_path / "project", "--object-format=sha256")
    folder.commit({A: terms()})
    folder.commit({A: terms("96%")})
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%", "2: at least 96%"]
    assert (len(history.revisions("lead-handoff")[0].commit.id), history.uncommitted) == (64, frozenset())


def test_names_that_are_not_utf_8_are_told_by_their_bytes(folder):
    name = b"agreements/caf\xe9.md".decode("utf-8", "surrogateescape")
    folder.commit({name: terms()})
    folder.commit({name: None, A: terms()})
    history = history_of(folder.root)
    assert told(history) == ["started 1 agreements/caf\\xe9.md", f"editorial 1 {A} from agreements/caf\\xe9.md"]


def test_sign_offs_and_other_files_are_no_agreements_but_land(folder):
    folder.commit({A: terms(), "agreements/signoffs/lead-handoff/0123.md": "x", "agreements/notes.txt": "y"})
    history = history_of(folder.root)
    assert set(history.versions) == {"lead-handoff"}
    [landing] = history.landings
    assert sorted(change.path for change in landing.changes) == [
        A,
        "agreements/notes.txt",
        "agreements/signoffs/lead-handoff/0123.md",
    ]
    assert landing.commit.landed_at == FIRST
