"""The repository that `sla demo` writes, looked at with git and ssh-keygen alone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tools.demo.step import MAIN
from tools.demo.story import steps

from tests.demo.comments import BRANCHES
from tests.demo.reading_git import CLEAN, git, lines, show, verifies
from tests.factories.demonstration import needs_programs

pytestmark = needs_programs


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    """The demonstration once more, by somebody whose machine is set up against it."""
    home = tmp_path_factory.mktemp("home")
    hooks = home / "template/hooks"
    hooks.mkdir(parents=True)
    for name in ("pre-commit", "post-commit", "post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\necho {name} >> {home}/ran\n")
        (hooks / name).chmod(0o755)
    (home / ".gitconfig").write_text(f"""\
[core]
    autocrlf = true
    hooksPath = {hooks}
    fsmonitor = {hooks}/pre-commit
[commit]
    gpgsign = true
[gpg]
    program = /bin/false
[init]
    templateDir = {home}/template
    defaultBranch = trunk
    defaultObjectFormat = sha256
[user]
    name = Mallory
    email = mallory@elsewhere.example
[i18n]
    commitEncoding = latin1
""")
    elsewhere = {
        "PATH": CLEAN["PATH"], "HOME": str(home), "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7",
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00", "GIT_COMMITTER_NAME": "Mallory", "GIT_DEFAULT_HASH": "sha256",
        "GIT_DIR": str(home / "nowhere"), "GIT_TEMPLATE_DIR": str(home / "template"),
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("again") / "northwind"
    command = [sys.executable, "-m", "living_sla.cli", "demo", str(folder)]
    command[1:3] = ["-c", "import os; os.umask(0o077); from living_sla.cli import main; main()"]
    subprocess.run(command, env=elsewhere, cwd=home, check=True, capture_output=True)
    assert not (home / "ran").exists(), "a hook ran"
    return folder


# ---------------------------------------------------------------- what happened


def test_main_line_is_the_story(demo_project):
    expected = [
        (step.subject, step.author.name, (step.committer or step.author).email, step.moment.isoformat())
        for step in steps()
        if step.branch == MAIN
    ]
    log = lines(demo_project, "log", "--reverse", "--first-parent", "--format=%s%x00%an%x00%ce%x00%aI")
    assert [tuple(line.split("\0")) for line in log] == expected


def test_everything_is_committed_and_sound(again):
    assert git(again, "status", "--porcelain", "--ignored") == ""
    assert git(again, "fsck", "--strict", "--unreachable", "--no-progress") == ""
    assert git(again, "symbolic-ref", "HEAD") == "refs/heads/main"


def test_one_revision_is_a_merge_of_a_branch(demo_project):
    assert lines(demo_project, "branch", "--format=%(refname:short)") == sorted(
        [*BRANCHES, "main", "three-hours", "trusted"]
    )
    merges = lines(demo_project, "log", "--merges", "--format=%s", "--all")
    assert merges == ["Merge branch 'fewer-better-leads'"]
    assert lines(demo_project, "log", "--format=%s", "main^{/Merge branch}^1..main^{/Merge branch}^2") == [
        "lead-handoff: the volume goes with it, from April",
        "lead-handoff: an MQL scored 70 or more",
    ]


def test_one_file_is_renamed_unchanged(demo_project):
    renamed = lines(demo_project, "log", "--diff-filter=R", "-M100%", "--name-status", "--format=")
    assert renamed == ["R100\tagreements/mql-handoff.md\tagreements/lead-handoff.md"]


def test_file_of_a_signoff_is_added_once_and_never_touched_again(demo_project):
    touched = lines(
        demo_project, "log", "--format=", "--name-status", "--first-parent", "-m", "--", "agreements/signoffs"
    )
    assert {line[0] for line in touched} == {"A"}


def test_keys_lie_on_a_branch_that_has_nothing_in_common_with_the_main_line(demo_project):
    assert git(demo_project, "merge-base", "main", "trusted", check=False) == ""
    assert lines(demo_project, "ls-tree", "-r", "--name-only", "trusted") == ["allowed_signers", "pyproject.toml"]
    keyring = show(demo_project, "trusted:allowed_signers").decode().splitlines()
    assert [re.sub(r"AAAA[\w+/]+=*", "KEY", line) for line in keyring] == [
        'ana.ruiz@northwind.example namespaces="git,sla-signoff,sla-review" ssh-ed25519 KEY',
        'ben.okafor@northwind.example namespaces="git,sla-signoff,sla-review" ssh-ed25519 KEY',
        'noreply@forge.northwind.example namespaces="git,sla-signoff,sla-review" ssh-ed25519 KEY',
        'ana.ruiz@northwind.example namespaces="git,sla-signoff,sla-review" ssh-ed25519 KEY',
    ]


def test_a_key_joined_in_a_commit_that_an_older_key_signed(demo_project, tmp_path):
    first = show(demo_project, "trusted~1:allowed_signers")
    keyring = show(demo_project, "trusted:allowed_signers")
    assert (keyring.startswith(first), len(keyring.splitlines())) == (True, 4)
    (tmp_path / "first").write_bytes(first)
    settings = ("-c", f"gpg.ssh.allowedSignersFile={tmp_path / 'first'}")
    assert lines(demo_project, *settings, "log", "-1", "--format=%G?%GS", "trusted") == ["Gana.ruiz@northwind.example"]


def test_no_private_key_is_left_behind(demo_project):
    assert not [path for path in demo_project.parent.iterdir() if path.name.startswith(".sla-demo-")]
    held = [path for path in demo_project.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]
    packed = subprocess.run(
        ["git", "-C", demo_project, "cat-file", "--batch-all-objects", "--batch"],
        env=CLEAN,
        capture_output=True,
        check=True,
    )
    assert not held
    assert b"PRIVATE KEY" not in packed.stdout


# ---------------------------------------------------------------- who signed


@pytest.fixture
def keyring(demo_project, tmp_path):
    path = tmp_path / "allowed_signers"
    path.write_bytes(show(demo_project, "trusted:allowed_signers"))
    return path


def test_signed_commits_are_good_for_git_itself(demo_project, keyring):
    settings = ("-c", f"gpg.ssh.allowedSignersFile={keyring}")
    log = lines(demo_project, *settings, "log", "--reverse", "--format=%G?%x00%GS%x00%s")
    found = [tuple(line.split("\0")) for line in log if not line.startswith("N")]
    assert found == [
        ("G", "noreply@forge.northwind.example", "lead-handoff: nine in ten and a bit, now that leads are routed (#7)"),
        ("G", "noreply@forge.northwind.example", "lead-handoff: Sales signs version 4"),
        ("G", "noreply@forge.northwind.example", "reviews: Sales accepts 2026-Q1"),
        ("G", "ben.okafor@northwind.example", "reviews: Sales accepts 2026-Q2"),
        ("G", "ben.okafor@northwind.example", "lead-handoff: Sales signs the exception"),
        ("G", "noreply@forge.northwind.example", "reviews: Sales accepts 2026-Q2.2"),
        ("G", "noreply@forge.northwind.example", "reviews: Sales accepts 2026-08"),
        ("G", "noreply@forge.northwind.example", "reviews: Sales accepts 2026-Q3"),
    ]


def test_tag_of_a_signoff_holds_its_text_and_is_good_for_git_itself(demo_project, keyring):
    [tag] = lines(demo_project, "tag")
    assert re.fullmatch(r"signoff/lead-handoff/[0-9a-f]{12}\.ana\.ruiz", tag)
    command = ["git", "-C", demo_project, "-c", f"gpg.ssh.allowedSignersFile={keyring}", "tag", "-v", tag]
    done = subprocess.run(command, env=CLEAN, capture_output=True, text=True, check=True)
    assert 'Good "git" signature for ana.ruiz@northwind.example' in done.stderr + done.stdout
    assert git(demo_project, "log", "-1", "--format=%s", tag) == "lead-handoff: Marketing counter-signs the exception"
    [path] = lines(demo_project, "show", "--format=", "--name-only", f"{tag}^{{commit}}")
    signed = show(demo_project, f"{tag}:{path}").decode()
    message = git(demo_project, "for-each-ref", "--format=%(contents)", f"refs/tags/{tag}")
    assert message.partition("-----BEGIN")[0] == signed


def test_detached_signatures_are_good_for_their_signer_and_for_nobody_else(demo_project, keyring):
    found = {"agreements": "sla-signoff", "docs": "sla-review"}
    signatures = sorted(demo_project.rglob("*.sig"))
    assert [signature.relative_to(demo_project).parts[0] for signature in signatures] == ["agreements"] * 2 + [
        "docs"
    ] * 3
    for signature in signatures:
        content, space = signature.with_suffix("").read_bytes(), found[signature.relative_to(demo_project).parts[0]]
        assert verifies(keyring, "ana.ruiz@northwind.example", signature, content, namespace=space)
        assert not verifies(keyring, "ben.okafor@northwind.example", signature, content, namespace=space)
        assert not verifies(keyring, "ana.ruiz@northwind.example", signature, content + b" ", namespace=space)
        assert not verifies(keyring, "ana.ruiz@northwind.example", signature, content, namespace="git")


# ---------------------------------------------------------------- the same every time


def test_branches_and_tags_have_the_same_ids_on_every_machine(demo_project, again):
    assert lines(again, "for-each-ref") == lines(demo_project, "for-each-ref")


def test_settings_of_the_user_change_nothing_that_is_checked_out(demo_project, again):
    def contents(folder):
        tracked = lines(folder, "ls-files")
        return {path: (folder / path).read_bytes() for path in tracked}

    assert contents(demo_project) == contents(again)


# ---------------------------------------------------------------- all of it or nothing


def sla(*arguments, cwd, path=None):
    environment = {**CLEAN, "PATH": str(path)} if path else CLEAN
    command = [sys.executable, "-c", "from living_sla.cli import main; main()", *arguments]
    done = subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def tools(folder, **scripts):
    """A folder with git and ssh-keygen for the PATH; scripts take the place of programs, empty ones are missing."""
    import shutil

    folder.mkdir()
    for name in ("git", "ssh-keygen"):
        script = scripts.get(name.replace("-", "_"))
        if script is None:
            (folder / name).symlink_to(Path(shutil.which(name)).resolve())
        elif script:
            (folder / name).write_text(script)
            (folder / name).chmod(0o755)
    return folder


def test_folder_that_holds_anything_is_refused_and_untouched(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious.doc").write_text("years of work")
    assert sla("demo", "mine", cwd=tmp_path) == (
        2,
        "",
        "mine: SLA-F098 this folder is not empty\n  hint: name a folder that does not exist yet, or an empty one\n",
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "precious.doc"]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_refused_and_untouched(tmp_path, kind):
    (tmp_path / "empty").mkdir()
    if kind == "file":
        (tmp_path / "mine").write_text("years of work")
    else:
        (tmp_path / "mine").symlink_to("empty")
    assert sla("demo", "mine", cwd=tmp_path) == (
        2,
        "",
        "mine: SLA-F098 this is not a folder\n  hint: name a folder that does not exist yet, or an empty one\n",
    )
    assert not list((tmp_path / "empty").iterdir())


@pytest.mark.parametrize(
    ("scripts", "message"),
    [
        ({"git": ""}, "SLA-F068 git cannot be run: there is no such program\n"
                      "  hint: install git 2.31 or newer, and see that it is on the PATH; see sla doctor\n"),
        ({"git": "#!/bin/sh\necho 'fatal: the disk is full' >&2\nexit 128\n"},
         "SLA-F068 git failed: fatal: the disk is full\n"
         "  hint: install git 2.31 or newer, and see that it is on the PATH; see sla doctor\n"),
    ],
)  # fmt: skip
def test_missing_or_failing_program_is_told_and_leaves_nothing_behind(tmp_path, scripts, message):
    path = tools(tmp_path / "bin", **scripts)
    assert sla("demo", "new", cwd=tmp_path, path=path) == (3, "", message)
    assert [entry.name for entry in tmp_path.iterdir()] == ["bin"]


def test_a_program_of_the_repository_around_it_is_not_started(tmp_path):
    git(tmp_path, "init", "--quiet")
    tools(tmp_path / "bin", git=f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    path = f"{tmp_path / 'bin'}:{CLEAN['PATH']}"
    assert sla("demo", "new", cwd=tmp_path, path=path)[0] == 0
    assert not (tmp_path / "ran").exists()


def test_empty_folder_is_filled_and_the_end_of_the_run_tells_what_to_do_next(tmp_path):
    """The folder is the one in which the shell stands: it must stay the same folder."""
    folder = tmp_path / "our demo"
    folder.mkdir()
    before = folder.stat().st_ino
    assert sla("demo", ".", cwd=folder) == (
        0,
        ".: 71 commits, from June 2025 to October 2026\n",
        "next:\n  sla history lead-handoff\n  sla serve\n",
    )
    assert folder.stat().st_ino == before
    assert git(folder, "status", "--porcelain") == ""
    assert [path.name for path in tmp_path.iterdir()] == ["our demo"]
