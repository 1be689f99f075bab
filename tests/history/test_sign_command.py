"""`sla sign` and `sla verify`, as somebody types them."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess

import pytest

from living_sla.cli import main
from living_sla.errors import EnvironmentFault
from living_sla.history.signoffs.signed_file import write_signed
from tests.factories.agreements import AGREEMENT
from tests.factories.signed_repositories import ANA, BEN, KEYRING, PATH, SETTINGS, TOM, Keys, Scene

pytestmark = pytest.mark.skipif(
    not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is not installed"
)


@pytest.fixture
def scene(tmp_path) -> Scene:
    (tmp_path / "keys").mkdir()
    return Scene.first(tmp_path / "project", Keys(tmp_path / "keys"))


@pytest.fixture
def sla(scene, capsys):
    """Runs a command on the project; what it returns, prints and complains about."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--project", str(scene.root)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


def as_ana(scene: Scene) -> None:
    scene.git("config", "user.name", "Ana Ruiz")
    scene.git("config", "user.email", "ana.ruiz@northwind.example")


def test_a_signer_signs_commits_what_is_printed_and_is_believed(scene, sla):
    as_ana(scene)
    code, out, err = sla("sign", "lead-handoff", "--remark", "agreed: in the meeting")
    path = f"agreements/signoffs/lead-handoff/{scene.digest[:12]}.ana.ruiz@northwind.example.yml"
    assert (code, err) == (0, "")
    assert out == (
        f"{path}\n"
        "\n"
        "It counts when it is committed and on the main line:\n"
        f"  git add {path}\n"
        f"  git commit -m 'Sign version 1 of lead-handoff for marketing' -- {path}\n"
    )
    assert 'remark: "agreed: in the meeting"\n' in (scene.root / path).read_text()
    assert scene.git("status", "--porcelain").startswith("?? ")  # nothing was run
    for line in out.splitlines()[3:]:
        subprocess.run(shlex.split(line), cwd=scene.root, check=True, capture_output=True)
    code, out, err = sla("verify", "lead-handoff")
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        "lead-handoff version 1  marketing  ana.ruiz@northwind.example    own commit  "
        "Committed by the signer, unsigned. It counts.",
        "lead-handoff version 1  sales      ben.okafor@northwind.example  missing     Has to sign.",
    ]


def test_with_a_key_the_commit_may_be_anybody_s(scene, sla):
    code, out, err = sla(
        "sign", "lead-handoff", "--as", "BEN.okafor@northwind.example", "--key", str(scene.keys.private("ben"))
    )
    assert (code, err) == (0, "")
    path = out.splitlines()[0]
    assert path.endswith(".ben.okafor@northwind.example.yml")  # as the terms spell it
    assert out.splitlines()[1] == f"{path}.sig"
    scene.commit({}, author=TOM)
    [found] = scene.appraisal().signoffs
    assert (found.level.label, found.evidence, found.refused) == ("verified", "file-signature", "")


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["renewals"], 'there is no agreement "renewals"', "there are: lead-handoff"),
        (["lead-handoff"], "git knows no address here", "say who signs: --as ana.ruiz@company.example"),
        (
            ["lead-handoff", "--as", "eve@northwind.example"],
            "SLA-F083 eve@northwind.example is not a signatory of these terms",
            "those who sign are ana.ruiz@northwind.example for marketing, ben.okafor@northwind.example for sales; "
            "name one with --as",
        ),
        (
            ["lead-handoff", "--as", "ana.ruiz@northwind.example", "--party", "sales"],
            "SLA-F083 ana.ruiz@northwind.example signs for marketing, not for sales",
            "those who sign are ana.ruiz@northwind.example for marketing, ben.okafor@northwind.example for sales; "
            "name one with --as",
        ),
    ],
)
def test_who_cannot_sign_is_told_who_can(sla, arguments, message, hint):
    assert sla("sign", *arguments) == (2, "", f"{message}\n  hint: {hint}\n")


def test_terms_that_nobody_signs_are_told_how_they_name_who_does(scene, sla):
    text = (scene.root / "agreements/lead-handoff.md").read_text()
    unsigned = "".join(line for line in text.splitlines(keepends=True) if "signs:" not in line)
    scene.commit({"agreements/lead-handoff.md": unsigned})
    as_ana(scene)
    code, _, err = sla("sign", "lead-handoff")
    assert code == 2
    assert err.endswith("\n  hint: add signs: [ana.ruiz@northwind.example] to the party, and commit that first\n")


def test_one_person_does_not_sign_for_both_parties(scene, sla):
    as_ana(scene)
    code, _, err = sla("sign", "lead-handoff", "--as", "ben.okafor@northwind.example")
    assert code == 2
    assert err == (
        "SLA-F083 git knows ana.ruiz@northwind.example here, who signs for marketing: "
        "one person cannot sign for both parties\n"
        "  hint: let ben.okafor@northwind.example sign on a machine of their own\n"
    )


def test_one_key_does_not_sign_for_both_parties(scene, sla):
    key = str(scene.keys.private("shared"))
    assert sla("sign", "lead-handoff", "--as", "ana.ruiz@northwind.example", "--key", key)[0] == 0
    code, _, err = sla("sign", "lead-handoff", "--as", "ben.okafor@northwind.example", "--key", key)
    assert code == 2
    assert err.startswith("SLA-F083 the same key signed these terms for marketing: one person cannot sign for both")


def test_a_key_that_is_known_as_another_s_signs_nothing(scene, sla):
    code, _, err = sla(
        "sign", "lead-handoff", "--as", "ana.ruiz@northwind.example", "--key", str(scene.keys.private("tom"))
    )
    assert code == 2
    assert err == (
        "SLA-F069 the keyring knows tom as a key of tom.beck@northwind.example\n"
        "  hint: sign with your own key; the keyring lists the key of every signer\n"
    )
    assert not (scene.root / "agreements/signoffs").exists()


def test_terms_that_are_not_committed_cannot_be_signed(scene, sla):
    (scene.root / PATH).write_text(AGREEMENT.replace("at least 400", "at least 500"))
    assert sla("sign", "lead-handoff", "--as", "ana.ruiz@northwind.example") == (
        2,
        "",
        f"{PATH}: its terms in this folder are not those that are committed, so nobody else could see what is signed\n"
        f"  hint: commit them first, or put them back: git restore {PATH}\n",
    )


def test_nobody_signs_twice(scene, sla):
    file = scene.sign_off()
    assert sla("sign", "lead-handoff", "--as", "ana.ruiz@northwind.example") == (
        2,
        "",
        f"{file.path}: signed already\n"
        "  hint: a sign-off is added once and never edited; sla verify says what it is worth\n",
    )


def test_a_sign_off_that_cannot_be_written_whole_is_not_there(scene):
    """An empty file would stand in the way of the next attempt, and be refused as a sign-off."""
    resource = pytest.importorskip("resource")
    file = scene.signed()
    few, most = len(file.text) + 10, resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (few, most[1]))
        with pytest.raises(EnvironmentFault) as refused:
            write_signed(scene.root, [(file, b"a signature " * 100)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert str(refused.value) == (
        f"{file.path}: the sign-off cannot be written: File too large\n"
        "  hint: free the disk, or give yourself the right to write there"
    )
    assert list((scene.root / file.path).parent.iterdir()) == []
    assert write_signed(scene.root, [(file, None)]) == (file.path,)


def test_a_folder_that_leads_out_of_the_project_is_not_written_to(scene, sla, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (scene.root / "agreements/signoffs").symlink_to(tmp_path / "elsewhere")
    code, _, err = sla("sign", "lead-handoff", "--as", "ana.ruiz@northwind.example")
    assert code == 2
    assert "is a link out of the project" in err
    assert not list((tmp_path / "elsewhere").rglob("*.yml"))


def test_a_signer_is_told_when_the_commit_will_not_do(scene, sla):
    _, _, err = sla("sign", "lead-handoff", "--as", "ana.ruiz@northwind.example")
    assert err == (
        "warning: git knows no address here, so the commit will not be the signer's own\n"
        "  hint: let the signer make the commit, or sign with --key\n"
    )


def test_a_site_that_asks_for_keys_says_so(scene, sla):
    scene.commit({"pyproject.toml": SETTINGS + 'required_trust = "verified"\n'}, author=TOM)
    as_ana(scene)
    _, _, err = sla("sign", "lead-handoff")
    assert err == (
        "warning: this site asks for verified\n"
        "  hint: sign the commit with your key (git commit -S), or sign with --key\n"
    )


def test_outside_git_there_is_nothing_to_sign(tmp_path, capsys):
    (tmp_path / "agreements").mkdir()
    (tmp_path / PATH).write_text(AGREEMENT)
    with pytest.raises(SystemExit) as ended:
        main(["sign", "lead-handoff", "--project", str(tmp_path)])
    assert ended.value.code == 3
    assert "the project is not in a git repository" in capsys.readouterr().err


# ---------------------------------------------------------------- verify


def test_all_signed_is_fine(scene, sla):
    scene.sign_off(ANA, key="ana")
    scene.sign_off(BEN)
    code, out, err = sla("verify")
    assert (code, err) == (0, "")
    assert [line.split("  ")[-1] for line in out.splitlines()] == [
        "Committed by the signer, and signed with a key of the signer. It counts.",
        "Committed by the signer, unsigned. It counts.",
    ]


def test_below_the_level_it_does_not_count_and_is_missing(scene, sla):
    scene.sign_off(ANA, author=TOM)
    scene.sign_off(BEN)
    code, out, _ = sla("verify")
    assert code == 1
    assert "does not count: this site asks for own commit, and this is claimed." in out
    last = out.splitlines()[-1]
    assert last.startswith("lead-handoff version 1  marketing  ana.ruiz@northwind.example ")
    assert last.endswith(" missing     Has to sign.")


def test_a_forged_or_edited_one_is_worse_than_a_missing_one(scene, sla):
    scene.sign_off(BEN)
    file = scene.sign_off(key="tom")
    assert sla("verify")[0] == 2
    scene.commit({file.path: None})
    assert sla("verify")[0] == 1
    scene.commit({file.path: file.text})
    assert sla("verify")[0] == 0
    scene.commit({file.path: scene.signed(remark="not really").text})
    assert sla("verify")[0] == 2


def test_what_all_had_signed_waits_for_nobody_though_a_file_is_removed_later(scene, sla):
    file = scene.sign_off()
    scene.sign_off(BEN)
    scene.commit({file.path: None}, author=TOM, at=400)
    code, out, _ = sla("verify")
    assert code == 0
    assert "It counts no longer: removed again in " in out


def test_one_that_cannot_be_read_is_told_with_its_place(scene, sla):
    file = scene.signed()
    scene.commit({file.path: file.text + "reviewed: true\n"})
    code, _, err = sla("verify")
    assert code == 2
    assert f"{file.path}" in err
    assert 'unknown field "reviewed"' in err


def test_machines_get_one_document(scene, sla):
    scene.sign_off(BEN, key="ben")
    scene.git("config", "user.email", "someone@elsewhere.example")
    code, out, _ = sla("verify", "--format", "json")
    document = json.loads(out)
    assert code == 1
    assert document["schema"] == "sla-verify/1"
    assert document["required_trust"] == "own commit"
    assert document["missing"] == [
        {"agreement": "lead-handoff", "version": 1, "party": "marketing", "signer": "ana.ruiz@northwind.example"}
    ]
    [one] = document["signoffs"]
    assert one["landed"]["commit"] == scene.folder.head
    assert {key: one[key] for key in ("party", "level", "evidence", "counts", "refused")} == {
        "party": "sales", "level": "verified", "evidence": "commit-signature", "counts": True, "refused": None,
    }  # fmt: skip


def test_a_keyring_with_a_pattern_is_refused_with_its_line(scene, sla):
    scene.keyring("# all of us\n" + scene.keys.line("x <*@northwind.example>", "ana"))
    code, _, err = sla("verify")
    assert code == 2
    assert err == (
        f'main:{KEYRING}:2: SLA-F072 "*@northwind.example" stands for more than one address\n'
        "  hint: name every address on its own\n"
    )
