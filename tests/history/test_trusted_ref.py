"""Which ref is trusted, and that nothing on a branch can change that."""

from __future__ import annotations

import json
import shutil

import pytest

from living_sla.errors import EnvironmentFault, Faults
from living_sla.history.git.state import find_repository
from living_sla.history.git.trusted_ref import TRUSTED_REF, pull_request_target, trusted_ref
from living_sla.history.signoffs.trusted import Trusted, trusted
from living_sla.model.past.signoff import TrustLevel
from living_sla.settings import read_settings
from tests.factories.git_folders import GitFolder

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

VERIFIED = '[tool.living_sla]\nrequired_trust = "verified"\nkeyring = "keys"\n'
LINE = "ana@northwind.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEolfWROHy6FzgCFkYSGxQKHVJ5kGz4ZgUhVqOBhAbCd\n"


@pytest.fixture
def upstream(tmp_path) -> GitFolder:
    """What the team agreed on: keys, and that signatures are asked for."""
    made = GitFolder.made(tmp_path / "upstream")
    made.commit({"pyproject.toml": VERIFIED, "keys": LINE})
    return made


@pytest.fixture
def clone(upstream, tmp_path) -> GitFolder:
    """A clone in which a branch of somebody else's is checked out."""
    upstream.git("clone", "--quiet", str(upstream.root), str(tmp_path / "clone"))
    made = GitFolder(tmp_path / "clone", commits=10)
    made.git("switch", "--quiet", "--create", "proposal")
    return made


def named(folder: GitFolder, **environment: str) -> tuple[str, str] | None:
    found = trusted_ref(find_repository(folder.root), environment)
    return None if found is None else (found.name, found.by)


def judged_by(folder: GitFolder, **environment: str) -> Trusted:
    return trusted(find_repository(folder.root), read_settings(folder.root), environment)


def addresses(found: Trusted) -> set[str]:
    assert found.keyring is not None
    return {entry.principal for entry in found.keyring.entries}


# ---------------------------------------------------------------- which one it is


def test_in_a_clone_it_is_the_default_branch_of_the_remote(clone):
    assert named(clone) == ("origin/main", "the default branch")


def test_whatever_the_default_branch_is_called(clone):
    clone.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert named(clone) == ("origin/trunk", "the default branch")


def test_a_head_that_somebody_pushed_as_a_branch_decides_nothing(clone):
    clone.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    clone.commit({"pyproject.toml": "[tool.living_sla]\n"})
    clone.git("update-ref", "--no-deref", "refs/remotes/origin/HEAD", "HEAD")
    assert named(clone) == ("origin/main", "the default branch")


@pytest.mark.parametrize("variable", [TRUSTED_REF, "CI_DEFAULT_BRANCH"])
@pytest.mark.parametrize("name", ["keys", "origin/keys", "refs/remotes/origin/keys"])
def test_the_machine_goes_before_what_the_clone_says(clone, variable, name):
    clone.git("update-ref", "refs/remotes/origin/keys", "HEAD")
    assert named(clone, **{variable: name}) == ("origin/keys", variable)


def test_on_github_the_event_tells_the_default_branch(clone, tmp_path):
    clone.git("update-ref", "refs/remotes/origin/develop", "HEAD")
    clone.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"repository": {"default_branch": "develop"}}))
    assert named(clone, GITHUB_EVENT_PATH=str(event)) == ("origin/develop", "GITHUB_EVENT_PATH")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "null", '{"repository": []}', '{"repository": {"default_branch": 1}}', "[" * 9999]
)
def test_an_event_that_says_nothing_decides_nothing(clone, tmp_path, text):
    (tmp_path / "event.json").write_text(text)
    assert named(clone, GITHUB_EVENT_PATH=str(tmp_path / "event.json")) == ("origin/main", "the default branch")
    assert named(clone, GITHUB_EVENT_PATH=str(tmp_path)) == ("origin/main", "the default branch")


def test_the_target_of_a_pull_request_serves_where_nothing_better_is_known(clone):
    for name in ("HEAD", "main"):
        clone.git("update-ref", "-d", "--no-deref", f"refs/remotes/origin/{name}")
    clone.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    assert named(clone, GITHUB_BASE_REF="trunk") == ("origin/trunk", "the target of the pull request")
    assert named(clone) is None


def test_whoever_opens_a_pull_request_against_a_branch_of_theirs_changes_nothing(clone):
    clone.git("update-ref", "refs/remotes/origin/mine", "HEAD")
    assert named(clone, GITHUB_BASE_REF="mine", CI="true") == ("origin/main", "the default branch")


@pytest.mark.parametrize(
    "variable",
    ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET", "SYSTEM_PULLREQUEST_TARGETBRANCH"],
)
def test_build_machines_name_the_target_of_a_pull_request(variable):
    assert pull_request_target({variable: "main"}) == pull_request_target({variable: "refs/heads/main"}) == "main"
    assert pull_request_target({variable: " "}) == pull_request_target({}) == ""


@pytest.mark.parametrize(("branch", "found"), [("main", "main"), ("master", "master"), ("trunk", "trunk")])
def test_without_a_remote_it_is_the_main_branch_or_the_only_one(tmp_path, branch, found):
    made = GitFolder.made(tmp_path / "project")
    made.git("switch", "--quiet", "--create", branch) if branch != "main" else None
    made.commit()
    assert named(made) == (found, "the default branch")


def test_without_a_remote_the_name_that_git_gives_first_branches_decides(tmp_path):
    made = GitFolder.made(tmp_path / "project")
    made.git("switch", "--quiet", "--create", "trunk")
    made.commit()
    made.git("switch", "--quiet", "--create", "proposal")
    assert named(made) is None
    made.git("config", "init.defaultBranch", "trunk")
    assert named(made) == ("trunk", "the default branch")


def test_where_nothing_tells_a_build_machine_judges_nothing(tmp_path):
    made = GitFolder.made(tmp_path / "project")
    made.git("switch", "--quiet", "--create", "trunk")
    made.commit()
    made.git("branch", "other")
    with pytest.raises(EnvironmentFault) as found:
        named(made, CI="true")
    assert str(found.value) == (
        "SLA-F113 nothing tells which ref is trusted, so nothing is judged\n"
        "  hint: name it for this job: SLA_TRUSTED_REF=origin/main"
    )


def test_a_ref_that_the_machine_names_and_this_clone_lacks_judges_nothing(clone):
    with pytest.raises(EnvironmentFault) as found:
        named(clone, **{TRUSTED_REF: "origin/keys"})
    assert str(found.value) == (
        "SLA_TRUSTED_REF: SLA-F113 the trusted ref origin/keys is not in this clone, so nothing is judged\n"
        "  hint: git fetch origin keys:refs/remotes/origin/keys"
    )


def test_a_branch_of_this_clone_is_not_taken_for_one_of_the_remote(clone):
    """Somebody's branch, checked out, may be called like the one that was never fetched."""
    for name in ("keys", "origin/keys"):
        clone.git("branch", name)
        with pytest.raises(EnvironmentFault):
            named(clone, **{TRUSTED_REF: name})


def test_a_tag_that_is_called_like_a_branch_is_not_one(clone):
    """Git would look for refs/tags/refs/remotes/origin/keys, and anybody who may push can push it."""
    for where in ("refs/remotes/", "refs/remotes/origin/", "refs/heads/"):
        clone.git("update-ref", f"refs/tags/{where}keys", "HEAD")
    for name in ("keys", "origin/keys", "refs/remotes/origin/keys", "refs/heads/keys"):
        with pytest.raises(EnvironmentFault):
            named(clone, **{TRUSTED_REF: name})


@pytest.mark.parametrize("name", ["main~1", "--all", "main:keys", "HEAD^{tree}", "a..b", "../main"])
def test_a_name_is_a_name(clone, name):
    with pytest.raises(Faults, match="is not a name"):
        named(clone, **{TRUSTED_REF: name})


@pytest.mark.parametrize("branch", ["origin/main", "upstream/main"])
def test_a_branch_that_is_called_as_one_of_a_remote_is_not_that(upstream, tmp_path, branch):
    """What GitLab fetches for a branch: that branch alone, as ``origin/<name>``."""
    upstream.git("branch", branch)
    upstream.git("clone", "--quiet", "--single-branch", "--branch", branch, str(upstream.root), str(tmp_path / "one"))
    one = GitFolder(tmp_path / "one", commits=10)
    one.git("update-ref", "refs/remotes/upstream/next", "HEAD")
    with pytest.raises(EnvironmentFault) as missing:
        named(one, SLA_TRUSTED_REF=branch)
    assert missing.value.message == f"the trusted ref {branch} is not in this clone, so nothing is judged"


def test_a_branch_of_a_repository_without_a_remote_is_never_one_of_origin(upstream):
    upstream.git("branch", "origin/main")
    with pytest.raises(EnvironmentFault):
        named(upstream, SLA_TRUSTED_REF="origin/main")


def test_a_branch_with_a_slash_is_found_at_the_remote(upstream, clone):
    upstream.git("branch", "team/keys")
    clone.git("fetch", "--quiet")
    assert named(clone, SLA_TRUSTED_REF="team/keys") == ("origin/team/keys", "SLA_TRUSTED_REF")


# ---------------------------------------------------------------- what a branch writes of itself

SAYS = {
    "nothing": "",
    "less": '[tool.living_sla]\nrequired_trust = "claimed"\n',
    "keys of its own": '[tool.living_sla]\nkeyring = "mine"\nrequired_trust = "claimed"\n',
    "keys of the machine": '[tool.living_sla]\nkeyring = "/etc/hostname"\n',
    "a ref that there is not": '[tool.living_sla]\ntrusted_ref = "origin/nowhere"\n',
    "another branch": '[tool.living_sla]\ntrusted_ref = "old"\nkeyring = "mine"\n',
    "a forge of its own": '[tool.living_sla]\nkeyring = "keys"\nforge_signer = "mallory@elsewhere.example"\n',
}


@pytest.mark.parametrize("says", SAYS.values(), ids=SAYS)
def test_a_branch_is_judged_by_what_the_trusted_ref_says(clone, says):
    clone.git("update-ref", "refs/remotes/origin/old", "HEAD")
    clone.commit({"pyproject.toml": says, "mine": LINE.replace("ana", "mallory")})
    found = judged_by(clone)
    assert (found.trust.required, found.trust.forge_signer) == (TrustLevel.VERIFIED, "")
    assert addresses(found) == {"ana@northwind.example"}


@pytest.mark.parametrize("name", ["proposal", "origin/proposal", "refs/heads/proposal", "refs/remotes/origin/proposal"])
def test_a_branch_that_names_itself_is_refused(clone, name):
    clone.commit({"pyproject.toml": f'[tool.living_sla]\ntrusted_ref = "{name}"\n'})
    clone.git("update-ref", "refs/remotes/origin/proposal", "HEAD")
    with pytest.raises(Faults) as found:
        judged_by(clone)
    assert str(found.value) == (
        f'pyproject.toml: SLA-F114 this branch names itself, "{name}", as the trusted ref, and origin/main is: it is '
        "the default branch\n  hint: change it on origin/main, or let the machine name another: SLA_TRUSTED_REF"
    )


def test_a_commit_that_holds_what_is_looked_at_is_the_branch_itself(clone):
    clone.commit({"pyproject.toml": '[tool.living_sla]\ntrusted_ref = "next"\n'})
    clone.git("update-ref", "refs/remotes/origin/next", "HEAD")
    clone.git("switch", "--quiet", "--detach")
    with pytest.raises(Faults, match="this branch names itself"):
        judged_by(clone)


def test_a_branch_that_names_another_is_told(clone):
    clone.commit({"pyproject.toml": '[tool.living_sla]\ntrusted_ref = "old"\n'})
    old = clone.git(
        "commit-tree", "HEAD~1^{tree}", "-m", "Old", **clone.written_by("Ana <ana@northwind.example>", None)
    )
    clone.git("update-ref", "refs/remotes/origin/old", old)
    [notice] = judged_by(clone).notices
    assert str(notice) == (
        'warning: pyproject.toml of this folder names "old" as the trusted ref, and origin/main is: it is the '
        "default branch [trusted-ref-not-asked]\n"
        "  hint: change it on origin/main, or let the machine name another: SLA_TRUSTED_REF"
    )


def test_the_trusted_ref_may_hand_the_keys_to_a_branch_of_their_own(clone, upstream):
    upstream.git("switch", "--quiet", "--orphan", "trusted")
    upstream.commit({"pyproject.toml": VERIFIED, "keys": LINE.replace("ana", "ben")})
    upstream.git("switch", "--quiet", "main")
    upstream.commit({"pyproject.toml": '[tool.living_sla]\ntrusted_ref = "trusted"\n'})
    clone.git("fetch", "--quiet")
    found = judged_by(clone)
    assert (found.trust.ref, addresses(found)) == ("origin/trusted", {"ben@northwind.example"})


def test_settings_in_a_repository_where_nothing_tells_are_not_asked_and_that_is_said(tmp_path):
    made = GitFolder.made(tmp_path / "project")
    made.git("switch", "--quiet", "--create", "trunk")
    made.commit({"pyproject.toml": '[tool.living_sla]\nrequired_trust = "claimed"\n'})
    made.git("branch", "other")
    found = judged_by(made)
    assert (found.trust.required, found.keyring) == (TrustLevel.OWN_COMMIT, None)
    assert [str(notice) for notice in found.notices] == [
        "warning: nothing tells which branch is trusted, so pyproject.toml of this folder is not asked: no signature"
        " is verified [no-trusted-ref]\n  hint: SLA_TRUSTED_REF=NAME names it, or in this repository: "
        "git config init.defaultBranch NAME"
    ]
