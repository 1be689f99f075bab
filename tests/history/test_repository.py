"""The door to git: what state a repository is in, and its objects, whatever it tries."""

from __future__ import annotations

import pytest

from living_sla.history.git.process import GitFailed, environment
from living_sla.history.git.repository import MISSING, TOO_LARGE, GitObject, TreeEntry
from living_sla.history.git.state import find_repository
from tests.factories.git_folders import GitFolder


def test_objects_come_in_the_order_in_which_they_are_asked_for(folder):
    head = folder.commit({"a.txt": "one", "b.txt": b"\x00two\n"})
    repository = find_repository(folder.root)
    a, b = (folder.git("rev-parse", f"{head}:{name}") for name in ("a.txt", "b.txt"))
    assert list(repository.objects([b, a, b])) == [
        GitObject(b, "blob", b"\x00two\n"),
        GitObject(a, "blob", b"one"),
        GitObject(b, "blob", b"\x00two\n"),
    ]


def test_an_object_that_is_not_there_and_one_that_is_too_large_are_told_apart(folder):
    folder.commit({"a.txt": "0123456789", "b.txt": "x"})
    absent, large, small = "0" * 40, folder.git("rev-parse", "HEAD:a.txt"), folder.git("rev-parse", "HEAD:b.txt")
    assert list(find_repository(folder.root).objects([absent, large, small], max_bytes=9)) == [
        GitObject(absent, MISSING, b""),
        GitObject(large, TOO_LARGE, b""),
        GitObject(small, "blob", b"x"),
    ]


def made(folder, many):
    """The ids of so many blobs that were committed, each another one."""
    head = folder.commit({f"{number:03}.txt": f"text {number}" for number in range(many)})
    return folder.git("ls-tree", "-r", "--format=%(objectname)", head).split()


def test_objects_may_be_asked_for_while_others_are_answered(folder):
    """One process answers; whoever asks while it does gets another, and nobody gets the answers of somebody else."""
    blobs = made(folder, 450)
    repository = find_repository(folder.root)
    seen = []
    for one in repository.objects(blobs):
        [other] = repository.objects([blobs[-1 - len(seen)]])
        assert other.id == blobs[-1 - len(seen)]
        seen.append(one.id)
    assert seen == blobs


def test_answers_that_nobody_takes_are_not_those_to_the_next_question(folder):
    blobs = made(folder, 3)
    repository = find_repository(folder.root)
    assert next(repository.objects(blobs)).id == blobs[0]
    assert [found.id for found in repository.objects(reversed(blobs))] == blobs[::-1]


def test_a_process_that_ended_is_told_and_replaced(folder):
    made(folder, 1)
    repository = find_repository(folder.root)
    list(repository.objects([repository.head]))
    [running] = repository.contents._idle
    running.process.kill()
    running.process.wait()
    with pytest.raises(GitFailed, match="git cat-file failed"):
        list(repository.objects([repository.head]))
    assert [found.kind for found in repository.objects([repository.head])] == ["commit"]


def test_the_process_of_an_earlier_run_ends_when_the_next_one_begins(folder):
    """A run leaves cycles behind: a server that builds for days would keep one a build until garbage is collected."""
    made(folder, 1)
    earlier = find_repository(folder.root)
    list(earlier.objects([earlier.head]))
    [running] = earlier.contents._idle
    later = find_repository(folder.root)
    assert running.process.returncode is not None
    assert earlier.contents._idle == []
    for repository in (later, earlier):
        assert [found.kind for found in repository.objects([repository.head])] == ["commit"]


@pytest.mark.parametrize("wrong", ["HEAD", "--help", "a" * 39, "A" * 40, "main:a.txt", "a" * 40 + "\n"])
def test_only_whole_object_ids_are_asked_for(folder, wrong):
    folder.commit()
    with pytest.raises(ValueError, match="not an object id"):
        list(find_repository(folder.root).objects([wrong]))


@pytest.mark.parametrize("wrong", ["--output=x", "-1", "main~1", "main^{tree}", "a..b", "@{-1}", ":/text", "a b", ""])
def test_a_name_computes_nothing(folder, wrong):
    folder.commit()
    with pytest.raises(ValueError, match="not the name of a branch or tag"):
        find_repository(folder.root).commit_of(wrong)


def test_names_lead_to_commits_also_through_tags(folder):
    head = folder.commit()
    folder.git("tag", "--annotate", "signed-2026", "--message", "x", **folder.written_by("A <a@b.example>", None))
    repository = find_repository(folder.root)
    assert (repository.commit_of("main"), repository.commit_of("signed-2026")) == (head, head)
    assert repository.commit_of("nothing-here") is None
    assert [(ref.name, ref.checked_out) for ref in repository.refs.values()] == [
        ("refs/heads/main", True),
        ("refs/tags/signed-2026", False),
    ]
    assert [tag.id for tag in repository.tags()] == [repository.refs["refs/tags/signed-2026"].id]


def test_a_commit_contains_what_it_descends_from(folder):
    first, second = folder.commit(), folder.commit()
    repository = find_repository(folder.root)
    assert repository.contains(second, ancestor=first)
    assert repository.contains(second, ancestor=second)
    assert not repository.contains(first, ancestor=second)


def test_files_are_told_by_paths_that_need_not_be_utf_8(folder):
    head = folder.commit({"agreements/é.md": "x"})
    (folder.root / "agreements" / b"caf\xe9.md".decode("utf-8", "surrogateescape")).write_text("y")
    head = folder.commit()
    entries = list(find_repository(folder.root).files(head, "agreements").values())
    assert [entry.path for entry in entries] == ["agreements/caf\udce9.md", "agreements/é.md"]


def test_a_project_may_lie_below_the_top_of_its_repository(folder):
    head = folder.commit({"sales/sla/agreements/a.md": "x", "agreements/other.md": "y"})
    repository = find_repository(folder.root / "sales" / "sla")
    assert repository.prefix == "sales/sla/"
    assert [entry.path for entry in repository.files(head, "agreements").values()] == ["sales/sla/agreements/a.md"]


def test_sha_256_repositories_are_read(tmp_path):
    folder = GitFolder.made(tmp_path, "--object-format=sha256")
    head = folder.commit({"agreements/a.md": "x"})
    repository = find_repository(folder.root)
    assert (repository.head, len(head)) == (head, 64)
    [entry] = repository.files(head, "agreements").values()
    assert [found.data for found in repository.objects([entry.id])] == [b"x"]


@pytest.mark.parametrize("format_", ["sha1", "sha256"])
def test_what_stands_at_a_path_is_what_git_says_of_it(tmp_path, format_):
    folder = GitFolder.made(tmp_path, f"--object-format={format_}")
    (folder.root / "link").symlink_to("a.md")
    names = ("a.md", "a.mdx", "deep/er/b.md", "deep/er/b\n.md", "40000 deep", "sla/a.md")
    head = folder.commit({name: f"of {name}" for name in names})
    for root in (folder.root, folder.root / "sla"):
        repository = find_repository(root)
        for path in (*names, "link", "deep", "deep/er", "a.md/b", "link/a.md", "a", "A.md", "*.md"):
            raw = repository.run("ls-tree", "-z", "--full-tree", head, "--", f"{repository.prefix}{path}")
            about = raw.partition(b"\t")[0].decode().split()
            entry = TreeEntry(f"{repository.prefix}{path}", about[0].lstrip("0"), about[2]) if about else None
            assert repository.at(head, path) == entry, path
        assert [repository.at(head, path) for path in ("..", "deep/..", "../a.md", "a.md/../a.md")] == [None] * 4


def test_a_tree_that_is_missing_is_told(folder):
    head = folder.commit({"a.md": "x"})
    tree = folder.git("rev-parse", f"{head}^{{tree}}")
    (folder.root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(GitFailed, match="not a tree"):
        find_repository(folder.root).at(head, "a.md")


def test_variables_of_the_environment_point_git_nowhere(folder, tmp_path, monkeypatch):
    head = folder.commit()
    other = GitFolder.made(tmp_path / "other")
    other.commit({"x": "y"})
    for name in ("GIT_DIR", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, str(other.root / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.root / ".git" / "objects"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'core.bare'='true'")
    assert not any(name in environment() for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG_PARAMETERS"))
    assert find_repository(folder.root).head == head
