"""Kinds of tampering with reviews, one a row: what is done to a copy of the repository, and what has to be found.

`CASES` is read by the tests of the shelf and of the site alike.
"""

from __future__ import annotations

import os
import shutil
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from living_sla.documents.review_tables import figures_csv
from living_sla.model.reviews.record import Releases, Restated, SealedReview
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.folder.manifest import seal
from living_sla.reviews.folder.record_file import read_record, record_text
from tests.factories.git_folders import GitFolder
from tests.history.reading import terms
from tests.reviews.reviewed import Q1, Q2, Q3, UNSIGNED, record, reseal, write_review

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 120\n"
CRLF = figures_csv(record("2026-Q1", "0" * 40, None)).encode().replace(b"\n", b"\r\n")
OTHER = b"agreement,commitment,period,segment\nlead-handoff,first-contact,2026-02,\n"
CALENDAR_OF_ONE_DAY = (
    b"agreement,version,timezone,date,weekday,hours,name\nlead-handoff,1,Europe/London,2026-01-05,mon,,\n"
)
FIGURES, RECORD, SUMS = f"{Q1}/figures.csv", f"{Q1}/snapshot.json", f"{Q1}/SHA256SUMS"
CALENDAR, TERMS, VERIFY = f"{Q1}/calendar.csv", f"{Q1}/terms/lead-handoff.v1.md", f"{Q1}/VERIFY.txt"
KEYS = f"{Q1}/allowed_signers"


_OTHER_RELEASES = Releases("living-sla 0.0.9", "", "")
_KEY = b"mallory@x.example ssh-ed25519 " + b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0 " + bytes(32)) + b"\n"


class Case(NamedTuple):
    what: str
    done: Callable[[GitFolder], object]
    file: str
    """That has to be named."""
    told: str
    """What is said of it, or the beginning of that."""


def _seal_of(project: GitFolder, folder: str) -> SealedReview:
    """How the review after it names the one in that folder."""
    return SealedReview(folder.rpartition("/")[2], seal((project.root / folder / "SHA256SUMS").read_bytes()))


def _edit(path: str, content: bytes | None = None) -> Callable[[GitFolder], None]:
    def done(project: GitFolder) -> None:
        file = project.root / path
        file.write_bytes(file.read_bytes()[:-1] + b"!" if content is None else content)

    return done


def _then_commit(done: Callable[[GitFolder], object]) -> Callable[[GitFolder], None]:
    def committed(project: GitFolder) -> None:
        done(project)
        project.commit(message="Nothing to see")

    return committed


def _rename(before: str, after: str) -> Callable[[GitFolder], None]:
    def done(project: GitFolder) -> None:
        (project.root / after).parent.mkdir(parents=True, exist_ok=True)
        (project.root / before).rename(project.root / after)

    return done


def _remove(path: str) -> Callable[[GitFolder], None]:
    def done(project: GitFolder) -> None:
        file = project.root / path
        shutil.rmtree(file) if file.is_dir() else file.unlink()

    return done


def _link(path: str, to: str) -> Callable[[GitFolder], None]:
    """A link in the place of a file or folder, which leads to the very bytes that were there."""

    def done(project: GitFolder) -> None:
        (project.root / path).rename(project.root / to)
        (project.root / path).symlink_to(os.path.relpath(project.root / to, (project.root / path).parent))

    return done


def _line_ends(project: GitFolder) -> None:
    for file in (project.root / Q1).rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def _changed_and_changed_back(project: GitFolder) -> None:
    before = (project.root / FIGURES).read_bytes()
    project.commit({FIGURES: OTHER}, "Other figures")
    project.commit({FIGURES: before}, "As they were")


def _blob_differs(project: GitFolder) -> None:
    """Another file is committed, and the sealed one put back into the work tree alone."""
    before = (project.root / FIGURES).read_bytes()
    project.commit({FIGURES: OTHER}, "Other figures")
    project.write(FIGURES, before)


def _mode(project: GitFolder) -> None:
    (project.root / FIGURES).chmod(0o755)
    project.commit(message="Can be started")


def _edited_in_a_merge(project: GitFolder) -> None:
    """Neither side touches the review: the merge itself does."""
    project.git("switch", "--quiet", "--create", "side", "HEAD~1")
    project.commit({"side.md": "A side.\n"}, "On a side")
    project.git("switch", "--quiet", "main")
    project.git("merge", "--no-ff", "--no-commit", "side", **project.written_by("Ana Ruiz <ana@x.example>", None))
    project.commit({FIGURES: OTHER}, "Merge a side")


def _put_in_the_place_by_a_merge(project: GitFolder) -> None:
    """
    main   -- Q1 ------- M    the first parent of M is the side, so the main line never saw the true Q1
             /          /
           Terms -- Q1'      the side, with another Q1
    """
    main = project.head
    project.git("switch", "--quiet", "--create", "side", "HEAD~3")
    write_review(project, record("2026-Q1", project.head, None, releases=_OTHER_RELEASES))
    project.commit(message="Review of 2026-Q1", at="2026-04-08T10:00:00+00:00")
    project.git("merge", "--quiet", "-s", "ours", "-m", "Merge", main, **project.written_by("A <a@x.example>", None))


def _lost_in_a_merge(project: GitFolder) -> None:
    main = project.head
    project.git("switch", "--quiet", "--create", "side", "HEAD~3")
    project.commit({"side.md": "A side.\n"}, "On a side")
    project.git("merge", "--quiet", "-s", "ours", "-m", "Merge", main, **project.written_by("A <a@x.example>", None))


def _rewritten(project: GitFolder) -> None:
    """The first commit is made anew, and every other one after it."""
    project.git("checkout", "--quiet", "--orphan", "again", "HEAD~3")
    project.commit(message="Terms, otherwise", at="2026-01-05T09:00:00+00:00")
    project.git("cherry-pick", "main~2", "main~1", "main", **project.written_by("A <a@x.example>", None))
    project.git("branch", "--force", "main", "again")
    project.git("switch", "--quiet", "main")
    project.git("branch", "--delete", "--force", "again")


def _dated_before_its_data(project: GitFolder) -> None:
    """The commit that added the last review is made again, with an earlier date."""
    project.git("reset", "--quiet", "--hard", "HEAD~1")
    project.git(
        "commit", "--quiet", "--amend", "--no-edit", **project.written_by("A <a@x.example>", "1775638800 +0000")
    )


def _dated_later(project: GitFolder) -> None:
    """The first review gets a later date than the second, which then names the commit that it follows now."""
    project.git("reset", "--quiet", "--hard", "HEAD~2")
    project.git(
        "commit", "--quiet", "--amend", "--no-edit", **project.written_by("A <a@x.example>", "1790000000 +0000")
    )
    write_review(project, record("2026-Q2", project.head, _seal_of(project, Q1)))
    project.commit(message="Review of 2026-Q2", at="2026-07-08T09:00:00+00:00")


def _re_frozen(project: GitFolder) -> None:
    """The last review with another record, made as it would have been made."""
    frozen_at = project.git("rev-parse", "HEAD~2")
    write_review(project, record("2026-Q2", frozen_at, _seal_of(project, Q1), releases=_OTHER_RELEASES))


def _resealed_record(**changes: object) -> Callable[[GitFolder], None]:
    """The record of the second review with other fields, and the manifest written anew with it."""

    def done(project: GitFolder) -> None:
        path = f"{Q2}/snapshot.json"
        found = read_record((project.root / path).read_bytes(), path)
        reseal(project, Q2, {"snapshot.json": record_text(replace(found, **changes))})

    return done


def _others_sign(project: GitFolder) -> None:
    signatories = {"sales": ("tom@x.example",), "marketing": ("tom@x.example",)}
    path = f"{Q2}/snapshot.json"
    (sealed,) = read_record((project.root / path).read_bytes(), path).agreements
    _resealed_record(agreements=(replace(sealed, signatories=signatories),))(project)


def _changed(**changes: object) -> Callable[[GitFolder], None]:
    """The second review with an agreement that has other fields; its files are written for that, and sealed."""

    def done(project: GitFolder) -> None:
        path = f"{Q2}/snapshot.json"
        (sealed,) = read_record((project.root / path).read_bytes(), path).agreements
        _resealed_record(agreements=(replace(sealed, **changes),))(project)

    return done


def _terms_that_never_were(project: GitFolder) -> None:
    content = UNSIGNED.replace(b"at least 95%", b"at least 1%")
    third = record("2026-Q3", project.head, _seal_of(project, Q2))
    write_review(project, third, content)


def _export_at(path: str) -> Callable[[GitFolder], None]:
    def done(project: GitFolder) -> None:
        named = f"{Q2}/snapshot.json"
        (source,) = read_record((project.root / named).read_bytes(), named).sources
        files = (replace(source.files[0], path=path),)
        _resealed_record(sources=(replace(source, files=files),))(project)

    return done


def _third(**changes: object) -> Callable[[GitFolder], None]:
    """A third review whose record says something that is not so; nothing of it is committed."""

    def done(project: GitFolder) -> None:
        named = _seal_of(project, Q2)
        write_review(project, replace(record("2026-Q3", project.head, named), **changes))

    return done


def _forked(project: GitFolder) -> None:
    write_review(project, record("2026-Q3", project.head, _seal_of(project, Q1)))
    project.commit(message="Review of 2026-Q3", at="2026-10-08T09:00:00+00:00")


def _correction_of_nothing(project: GitFolder) -> None:
    restated = Restated(SealedReview("2026-Q3", "0" * 64), "Two leads.")
    write_review(project, record("2026-Q3.2", project.head, _seal_of(project, Q2), restates=restated))


def _submodule(project: GitFolder) -> None:
    """The folder of a review becomes a repository of its own, of which the main line names a commit alone."""
    inner = GitFolder.made(project.root / Q1, "--template=")
    inner.commit(message="All of it")
    project.git("rm", "--quiet", "-r", "--cached", Q1)
    project.git("update-index", "--add", "--cacheinfo", f"160000,{inner.head},{Q1}")
    project.git("commit", "--quiet", "-m", "A submodule", **project.written_by("A <a@x.example>", None))


def _docs_a_repository(project: GitFolder) -> None:
    GitFolder.made(project.root / "docs", "--template=")


def _ignored(project: GitFolder) -> None:
    """A rule that leaves files out of commits, of which nobody sees anything in the work tree."""
    project.write(".gitignore", "*.csv\n")
    write_review(project, record("2026-Q3", project.head, _seal_of(project, Q2)))
    project.commit(message="Review of 2026-Q3", at="2026-10-08T09:00:00+00:00")


def _other_encoding(project: GitFolder) -> None:
    """What a clone says about encodings comes before what the folder of the review does."""
    project.write(".git/info/attributes", "*.csv working-tree-encoding=UTF-16LE\n")
    (project.root / CALENDAR).unlink()
    project.git("checkout", "--", CALENDAR)


def _attributes_removed(project: GitFolder) -> None:
    """Without its own attributes the folder is checked out with the line ends of the machine."""
    project.commit({f"{Q1}/.gitattributes": None, ".gitattributes": "* text eol=crlf\n"}, "Attributes")
    (project.root / FIGURES).unlink()
    project.git("checkout", "--", FIGURES)


def _listed_by_nobody(project: GitFolder) -> None:
    """A file that is taken away with its line in the manifest."""
    reseal(project, Q1, {"VERIFY.txt": None})


def _revert(project: GitFolder) -> None:
    project.git("rm", "--quiet", "-r", Q2)
    project.commit(message="Remove a review")


def _removed_and_added_again(project: GitFolder) -> None:
    kept = project.root / ".git" / "kept"
    shutil.copytree(project.root / Q2, kept)
    _revert(project)
    shutil.copytree(kept, project.root / Q2)
    project.commit(message="Add a review")


def _renamed_folder(project: GitFolder) -> None:
    _rename(Q2, Q3)(project)
    project.commit(message="Rename a review")


def _capitals(project: GitFolder) -> None:
    _rename(f"{Q1}/terms/lead-handoff.v1.md", f"{Q1}/terms/Lead-Handoff.v1.md")(project)


def _both_capitals(project: GitFolder) -> None:
    reseal(project, Q1, {"terms/Lead-Handoff.v1.md": b"Other terms.\n"})


def _decomposed(project: GitFolder) -> None:
    """A name that is listed composed and lies there decomposed, as some file systems make it."""
    reseal(project, Q1, {"terms/b\u00fcro.v1.md": b"Terms.\n"})
    _rename(f"{Q1}/terms/b\u00fcro.v1.md", f"{Q1}/terms/bu\u0308ro.v1.md")(project)


def _pipe(project: GitFolder) -> None:
    (project.root / FIGURES).unlink()
    os.mkfifo(project.root / FIGURES)


def _twice_in_the_manifest(project: GitFolder) -> None:
    content = (project.root / SUMS).read_bytes()
    project.write(SUMS, content + content.splitlines(keepends=True)[0])


def _other_order(project: GitFolder) -> None:
    lines = (project.root / SUMS).read_bytes().splitlines(keepends=True)
    project.write(SUMS, b"".join(reversed(lines)))


def _on_another_ref(project: GitFolder) -> None:
    """What the default branch of the remote holds is not what is checked out."""
    project.git("update-ref", "refs/remotes/origin/main", "HEAD")
    project.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    project.git("reset", "--quiet", "--hard", "HEAD~2")
    write_review(project, record("2026-Q2", project.head, _seal_of(project, Q1), releases=_OTHER_RELEASES))
    project.commit(message="Review of 2026-Q2", at="2026-07-08T09:00:00+00:00")


_NO_RECORD = "cannot be read: is not a record"
_FOURTH = replace(review_id("2026-Q4").period("Europe/London", 1), label="2026-Q2")
_OTHER_BYTES = "has other bytes than SHA256SUMS says"
CASES = (
    *(
        Case(f"a byte of {path} is changed", _edit(f"{Q1}/{path}"), f"{Q1}/{path}", _OTHER_BYTES)
        for path in (
            "snapshot.json",
            "figures.csv",
            "calendar.csv",
            "allowed_signers",
            "VERIFY.txt",
            ".gitattributes",
            "terms/lead-handoff.v1.md",
        )
    ),
    Case("a byte of the manifest is changed", _edit(SUMS), SUMS, "is not what sla snapshot writes"),
    Case("a changed file is committed", _then_commit(_edit(FIGURES)), FIGURES, "was changed after it had landed"),
    Case("a file is truncated", _edit(FIGURES, OTHER[:20]), FIGURES, _OTHER_BYTES),
    Case("a file is emptied", _edit(FIGURES, b""), FIGURES, "is empty"),
    Case("a file is removed", _remove(FIGURES), FIGURES, "is missing"),
    Case("a file is removed by a commit", _then_commit(_remove(FIGURES)), FIGURES, "was removed after it had landed"),
    Case("a file is added", _edit(f"{Q1}/notes.txt", b"Notes.\n"), f"{Q1}/notes.txt", "was added"),
    Case("a hidden file is added", _edit(f"{Q1}/terms/.x", b"x"), f"{Q1}/terms/.x", "was added"),
    Case(
        "an empty folder is added",
        lambda project: (project.root / Q1 / "more").mkdir(),
        f"{Q1}/more",
        "is a folder that no review has",
    ),
    Case(
        "something else lies among the sign-offs",
        lambda project: project.write(f"{Q1}/signoffs/run.sh", "#!/bin/sh\n"),
        f"{Q1}/signoffs/run.sh",
        "is not a sign-off",
    ),
    Case("a file is renamed", _rename(FIGURES, f"{Q1}/figures.old.csv"), FIGURES, "is missing"),
    Case("a file has other capitals", _capitals, f"{Q1}/terms/lead-handoff.v1.md", "is missing: there is"),
    Case("two files differ by capitals", _both_capitals, f"{Q1}/terms/lead-handoff.v1.md", "and terms/Lead-Handoff"),
    Case("a name is decomposed", _decomposed, f"{Q1}/terms/b\u00fcro.v1.md", "is missing: there is"),
    Case("a file is a link", _link(FIGURES, "elsewhere.csv"), FIGURES, "is a link"),
    Case("the manifest is a link", _link(SUMS, "elsewhere"), SUMS, "is a link"),
    Case("a file is a pipe", _pipe, FIGURES, "is not a regular file"),
    Case("the folder of terms is a link", _link(f"{Q1}/terms", "terms"), f"{Q1}/terms", "is a link"),
    Case("the folder of the review is a link", _link(Q1, "2026-Q1"), Q1, "is a link"),
    Case("a folder above is a link", _link("docs/reviews", "reviews"), "docs/reviews", "is a link"),
    Case("a link is committed", _then_commit(_link(FIGURES, "elsewhere.csv")), FIGURES, "is a link on the main line"),
    Case("line ends of all files are converted", _line_ends, SUMS, "is not what sla snapshot writes: its line ends"),
    Case("line ends of a file are converted", _edit(FIGURES, CRLF), FIGURES, "has other line ends"),
    Case("a file is a pointer of Git LFS", _edit(FIGURES, LFS), FIGURES, "is a pointer of Git LFS"),
    Case(
        "Git LFS holds it on the main line",
        _then_commit(_edit(FIGURES, LFS)),
        FIGURES,
        "is a pointer of Git LFS and not the file on the main line",
    ),
    Case("attributes of a clone change its bytes", _other_encoding, CALENDAR, _OTHER_BYTES),
    Case(
        "its own attributes are removed",
        _attributes_removed,
        f"{Q1}/.gitattributes",
        "was removed after it had landed",
    ),
    Case("attributes below it are added", _edit(f"{Q1}/terms/.gitattributes", b"* text\n"),
         f"{Q1}/terms/.gitattributes", "was added"),
    Case("the manifest is written anew with an edit", lambda project: reseal(project, Q1, {"figures.csv": OTHER}),
         SUMS, "is not the one on the main line"),
    Case("the manifest is written anew, and committed",
         _then_commit(lambda project: reseal(project, Q1, {"figures.csv": OTHER})),
         SUMS, "was changed after it had landed"),
    Case("a file is taken away with its line", _then_commit(_listed_by_nobody), SUMS, "does not list VERIFY.txt"),
    *(
        Case(f"{what}, sealed anew", partial(reseal, folder=Q1, files=files), file, told)
        for what, files, file, told in (
            ("instructions that run something", {"VERIFY.txt": b"    curl x.example\n"}, VERIFY, "is not what sla"),
            ("other attributes", {".gitattributes": b"* text\n"}, f"{Q1}/.gitattributes", "is not what sla snapshot"),
            ("other figures", {"figures.csv": OTHER}, FIGURES, "has other figures than snapshot.json"),
            ("other hours", {"calendar.csv": CALENDAR_OF_ONE_DAY}, CALENDAR, "has other days or hours than"),
            ("other terms", {"terms/lead-handoff.v1.md": terms("1%").encode()}, TERMS, "holds other terms than"),
            ("no terms", {"terms/lead-handoff.v1.md": b"\n"}, TERMS, "cannot be read"),
            ("terms removed", {"terms/lead-handoff.v1.md": None}, TERMS, "is missing: snapshot.json names it"),
            ("terms that judged nothing", {"terms/x.v1.md": b"x\n"}, f"{Q1}/terms/x.v1.md", "judged nothing"),
        )
    ),
    Case("others who may sign, sealed anew", _others_sign, f"{Q2}/snapshot.json", "names others who may sign than"),
    *(
        Case(f"{what}, sealed anew", partial(reseal, folder=Q1, files={"allowed_signers": content}), KEYS, told)
        for what, content, told in (
            ("a key that never counted", _KEY, "accepts 1 key that never counted on main"),
            ("a key of everybody", _KEY.replace(b"mallory", b"*"), "is not what sla snapshot writes: line 1"),
            ("an authority", _KEY.replace(b" ssh", b" cert-authority ssh", 1), "is not what sla snapshot writes"),
            ("a key with a remark", _KEY[:-1] + b" x\n", "is not what sla snapshot writes: a program may read"),
        )
    ),
    Case("terms that never were, sealed anew", _terms_that_never_were, f"{Q3}/terms/lead-handoff.v1.md",
         "holds terms that the main line never had"),
    *(
        Case(f"{what}, sealed anew", done, f"{Q2}/snapshot.json", told)
        for what, done, told in (
            ("another period", _resealed_record(period=_FOURTH), "has another period than its name says"),
            ("data of before the period's end", _resealed_record(as_of=_FOURTH.start.replace(month=5)),
             "speaks of a period that had not ended"),
            ("no agreement", _resealed_record(agreements=()), "is about no agreement"),
            ("no export", _resealed_record(sources=()), "is made of no export"),
            ("more that is open", _resealed_record(pending=3), "says that 3 outcomes were open, and its figures say 0"),
            ("a zone that is not one", _changed(timezone="Mars/Base"), _NO_RECORD),
            ("a path of the machine", _changed(path="/etc/lead-handoff.md"), _NO_RECORD),
            ("a path that leads out", _changed(path="agreements/../lead-handoff.md"), _NO_RECORD),
            *((f"an export at {path}", _export_at(path), _NO_RECORD) for path in ("/etc/x.csv", "data/../../x.csv",
              "C:x.csv", "data\\x.csv", "")),
        )
    ),
    Case("a line stands twice in the manifest", _twice_in_the_manifest, SUMS, "is not what sla snapshot writes"),
    Case("the lines of the manifest are reordered", _other_order, SUMS, "is not what sla snapshot writes"),
    Case("a file is changed and changed back", _changed_and_changed_back, FIGURES, "was changed after it had landed"),
    Case("the main line has other bytes than the work tree", _blob_differs, FIGURES,
         "has other bytes than SHA256SUMS says on the main line"),
    Case("a file can be started", _mode, FIGURES, "is a program that can be started on the main line"),
    Case("rules of git left out files", _ignored, f"{Q3}/figures.csv", "is missing on the main line"),
    Case("the folder is a submodule", _submodule, Q1, "is another repository on the main line"),
    Case("a folder above is a repository", _docs_a_repository, "docs", "is a repository of its own"),
    Case("a merge edits a file", _edited_in_a_merge, FIGURES, "was changed after it had landed"),
    Case("a merge brings another review in its place", _put_in_the_place_by_a_merge, SUMS, "was replaced by a merge"),
    Case("a merge loses the reviews", _lost_in_a_merge, f"{Q2}/SHA256SUMS", "was lost by a merge"),
    Case("the main line is written anew", _rewritten, RECORD, "was frozen at commit"),
    Case("another ref that is trusted has another", _on_another_ref, f"{Q2}/SHA256SUMS", "is not the one of origin"),
    Case("the date of its commit is moved back", _dated_before_its_data, f"{Q2}/snapshot.json",
         "landed before its data was exported"),
    Case("the date of its commit is moved on", _dated_later, f"{Q2}/snapshot.json", "landed before the commit that"),
    Case("a review is frozen again", _then_commit(_re_frozen), f"{Q2}/SHA256SUMS", "was changed after it had landed"),
    Case("a review is removed", _revert, Q2, "was removed from the main line"),
    Case("a review is removed from the work tree", _remove(Q2), Q2, "is on the main line, and not in the work tree"),
    Case("a review is removed and added again", _removed_and_added_again, f"{Q2}/SHA256SUMS", "was added again after"),
    Case("a review is renamed", _renamed_folder, Q2, "was removed from the main line"),
    Case("a review has another name than its record", _renamed_folder, f"{Q3}/snapshot.json",
         "is the record of 2026-Q2"),
    Case("the chain is cut", _resealed_record(previous=None), f"{Q2}/snapshot.json", "begins a chain of its own"),
    Case("the chain names another seal", _resealed_record(previous=SealedReview("2026-Q1", "0" * 64)),
         f"{Q2}/snapshot.json", "names the review before it, 2026-Q1, by the seal 000000000000"),
    Case("the chain names a review that is not there", _resealed_record(previous=SealedReview("2025-Q4", "0" * 64)),
         f"{Q2}/snapshot.json", "names 2025-Q4 as the review before it, which is not there"),
    Case("the first review is gone", _then_commit(_remove(Q1)), f"{Q2}/snapshot.json",
         "names 2026-Q1 as the review before it, which is not there"),
    Case("the chain has two ends", _forked, f"{Q3}/snapshot.json", "names 2026-Q1 as the review before it, as 2026-Q2"),
    Case("a correction corrects nothing", _correction_of_nothing, "docs/reviews/2026-Q3.2/snapshot.json",
         "corrects 2026-Q3, which is not there"),
    Case("a record names a commit that never was", _third(commit="0" * 40), f"{Q3}/snapshot.json",
         "was frozen at commit 000000000000"),
    Case("a record names a commit that is none", _third(commit="--all"), f"{Q3}/snapshot.json",
         "cannot be read: is not a record"),
)  # fmt: skip
