"""`sla sign --review`, as somebody types it."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from living_sla.cli import main
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.reviews.review import ReviewState
from living_sla.model.reviews.review_id import review_id
from living_sla.model.reviews.state import state_of
from living_sla.reviews.folder.fixed_texts import how_to_verify
from tests.factories.signed_repositories import ANA, BEN, KEYRING, PATH, TOM, Keys, Scene, address
from tests.reviews import examples
from tests.reviews.reviewed import reviews_in, write_review

pytestmark = pytest.mark.skipif(
    not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is not installed"
)
FOLDER = "docs/reviews/2025-Q4"
MINUTES = """---
held_on: 2026-02-13
causes:
  lead-handoff/first-contact: Two desks were empty.
actions:
  - {id: rota, what: Publish a rota, owner: Sales lead, due: 2026-11-02}
---
"""


@pytest.fixture(scope="module")
def frozen(tmp_path_factory) -> Scene:
    """A review that is committed with its minutes; terms, keys and record are true."""
    folder = tmp_path_factory.mktemp("frozen")
    (folder / "keys").mkdir()
    scene = Scene.first(folder / "project", Keys(folder / "keys"))
    version = replace(examples.agreement().versions[-1], digest=scene.digest, number=1,
                      file="terms/lead-handoff.v1.md")  # fmt: skip
    agreement = examples.agreement(versions=(version,), proposals=(), consequences=())
    as_of = datetime(2026, 1, 2, tzinfo=UTC)
    quarter = review_id("2025-Q4").period(agreement.timezone, 1)
    record = examples.record(
        id="2025-Q4",
        period=quarter,
        commit=scene.folder.head,
        previous=None,
        agreements=(agreement,),
        as_of=as_of,
        actions=(),
    )
    write_review(scene.folder, record, (scene.folder.root / PATH).read_bytes())
    scene.commit({f"{FOLDER}/minutes.md": MINUTES}, author=TOM)
    return scene


@pytest.fixture
def scene(frozen, tmp_path) -> Scene:
    return frozen.copy(tmp_path / "project")


@pytest.fixture
def sign(scene, capsys):
    """Signs the review; what it returns, prints and complains about."""

    def run(*arguments: str, person: str = ANA, name: str = "2025-Q4") -> tuple[int, str, str]:
        scene.git("config", "user.name", person.partition(" <")[0])
        scene.git("config", "user.email", address(person))
        with pytest.raises(SystemExit) as ended:
            main(["sign", "--review", name, *arguments, "--project", str(scene.root)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


def path_of(person: str = ANA, party: str = "marketing") -> str:
    return f"{FOLDER}/signoffs/{party}.{address(person)}.yml"


def test_both_parties_sign_commit_what_is_printed_and_the_review_is_accepted(scene, sign):
    code, out, err = sign("--dissent", "The leads of  the trade fair\nshould not count.")
    assert (code, err) == (0, "")
    path = path_of()
    assert out == (
        f"{path}\n"
        "\n"
        "It counts when it is committed and on the main line:\n"
        f"  git add {path}\n"
        f"  git commit -m 'Accept 2025-Q4 for marketing, with dissent' -- {path}\n"
    )
    assert scene.git("status", "--porcelain").startswith("?? ")  # nothing was run
    for line in out.splitlines()[3:]:
        subprocess.run(shlex.split(line), cwd=scene.root, check=True, capture_output=True)
    assert state_of(reviews_in(scene.root)["2025-Q4"]) is ReviewState.REVIEWED
    code, out, err = sign("--key", str(scene.keys.private("ben")), person=BEN)
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [path_of(BEN, "sales"), f"{path_of(BEN, 'sales')}.sig"]
    scene.commit({}, author=TOM)
    review = reviews_in(scene.root)["2025-Q4"]
    assert state_of(review) is ReviewState.ACCEPTED
    assert [(each.level, each.file.dissent) for each in review.signoffs] == [
        (TrustLevel.OWN_COMMIT, "The leads of the trade fair should not count."),
        (TrustLevel.VERIFIED, ""),
    ]
    assert {each.file.seal for each in review.signoffs} == {review.seal}


def test_somebody_signs_once_dissent_or_not_and_again_after_an_edit_of_the_minutes(scene, sign):
    assert sign()[0] == 0
    again = f"{path_of()}: signed already\n"
    assert sign()[2].startswith(again)
    scene.commit({}, author=ANA)
    assert sign("--dissent", "No.")[2].startswith(again)
    scene.commit({f"{FOLDER}/minutes.md": MINUTES + "\nA word more.\n"}, author=TOM)
    assert [each.stale for each in reviews_in(scene.root)["2025-Q4"].signoffs] == [
        "The minutes were changed afterwards."
    ]
    code, out, _ = sign()
    assert (code, out.splitlines()[0]) == (0, path_of(party="marketing_2"))
    scene.commit({}, author=ANA)
    assert [each.counts for each in reviews_in(scene.root)["2025-Q4"].signoffs] == [False, True]


@pytest.mark.parametrize(("files", "told"), [
    ({"minutes.md": None}, "minutes.md: there are no minutes yet, and they are signed together with the record\n"
                           "  hint: sla minutes 2025-Q4 writes what is to be filled in"),
    ({"minutes.md": MINUTES.replace("Sales lead", '""').replace("held_on: 2026-02-13\n", "")},
     "minutes.md: the day of the meeting is missing: held_on\n"),
    ({"minutes.md": MINUTES.replace("causes:\n  lead-handoff/first-contact: Two desks were empty.\n", "")},
     "minutes.md: lead-handoff/first-contact was missed, and no cause is given\n"),
    ({"minutes.md": "---\nheld: 2026\n---\n"}, 'minutes.md:2:1: SLA-F'),
    ({"minutes.md": MINUTES + "\nMore.\n"},
     "minutes.md: the minutes in this folder are not those that are committed"),
    ({"figures.csv": "nothing\n"},
     "figures.csv: SLA-F084 the review 2025-Q4 is broken: has other bytes than SHA256SUMS says"),
])  # fmt: skip
def test_what_nobody_could_see_afterwards_or_is_not_complete_is_not_signed(files, told, scene, sign):
    for path, content in files.items():
        if content is None:
            (scene.root / FOLDER / path).unlink()
        else:
            scene.folder.write(f"{FOLDER}/{path}", content)
    code, out, err = sign()
    assert (code, out) == (2, "")
    assert err.startswith(f"{FOLDER}{'/' if told[0] != ':' else ''}{told}")
    assert not (scene.root / FOLDER / "signoffs").exists()


def test_everything_that_minutes_lack_is_told_at_once(scene, sign):
    scene.folder.write(f"{FOLDER}/minutes.md", "---\nactions:\n  - {id: rota, what: Publish a rota}\n---\n")
    assert [line for line in sign()[2].splitlines() if "hint" not in line] == [
        f"{FOLDER}/minutes.md: the day of the meeting is missing: held_on",
        f"{FOLDER}/minutes.md: lead-handoff/first-contact was missed, and no cause is given",
        f'{FOLDER}/minutes.md:3:5: the action "rota" has no owner',
        f'{FOLDER}/minutes.md:3:5: the action "rota" has no date: due',
    ]


def test_a_record_that_is_not_committed_is_not_signed(scene, sign):
    scene.git("reset", "--quiet", "--soft", "HEAD~1")
    assert ": the record is not committed, so nobody else could see what is signed\n" in sign()[2]


@pytest.mark.parametrize(("arguments", "person", "told"), [
    (["--as", "tom.beck@northwind.example"], TOM,
     "SLA-F083 tom.beck@northwind.example is not a signatory of any agreement at the end of 2025-Q4\n"
     "  hint: those who sign are ana.ruiz@northwind.example for marketing, ben.okafor@northwind.example for sales; "),
    (["--party", "sales"], ANA, "SLA-F083 ana.ruiz@northwind.example is not a signatory for sales of any agreement"),
    (["--as", "ben.okafor@northwind.example"], ANA,
     "SLA-F083 git knows ana.ruiz@northwind.example here, who signs for marketing: one person cannot sign for both"),
])  # fmt: skip
def test_nobody_signs_for_whom_they_may_not(arguments, person, told, sign):
    code, out, err = sign(*arguments, person=person)
    assert (code, out) == (2, "")
    assert err.startswith(told)


def test_a_key_of_another_signs_nothing(scene, sign):
    code, out, err = sign("--key", str(scene.keys.private("ben")))
    assert (code, out) == (2, "")
    assert err.startswith("SLA-F069 the keyring knows ben as a key of ben.okafor@northwind.example\n")
    assert not (scene.root / FOLDER / "signoffs").exists()


def test_one_key_signs_for_one_party(scene, sign):
    key = str(scene.keys.private("a key that no keyring knows"))
    assert sign("--key", key)[0] == 0
    code, _, err = sign("--key", key, person=BEN)
    assert code == 2
    assert "the same key signed the review 2025-Q4 for marketing: one person cannot sign for both parties" in err


def test_a_review_that_is_not_there_is_told_with_those_that_are(sign):
    assert sign(name="2026-Q1")[2] == 'SLA-F010 there is no review "2026-Q1"\n  hint: there are: 2025-Q4\n'
    assert sign(name="../..")[2].startswith('"../.." is not the name of a review\n')


@pytest.mark.parametrize("dissent", ["a\u202eb", "x" * 2001, "\ufeffx"])
def test_a_dissent_that_nobody_could_read_is_refused_before_anything_is_written(dissent, scene, sign):
    code, out, err = sign("--dissent", dissent)
    assert (code, out) == (2, "")
    assert "SLA-F" in err
    assert not (scene.root / FOLDER / "signoffs").exists()


def test_what_does_not_go_together_is_told(scene, sign):
    assert sign("lead-handoff")[0] == 2
    assert "--dissent instead of --remark" in sign("--remark", "x")[2]
    assert "--keyring goes with --key KEY" in sign("--keyring")[2]


def test_verify_txt_checks_every_signature_a_second_one_as_well(scene, sign):
    """With the keyring of the trusted ref: that of the folder is older."""
    key = str(scene.keys.private("ana"))
    assert sign("--key", key)[0] == 0
    scene.commit({f"{FOLDER}/minutes.md": MINUTES + "\nA word more.\n"}, author=TOM)
    assert sign("--key", key)[0] == 0
    [loop] = [line.strip() for line in how_to_verify("2025-Q4").decode().splitlines() if "signoffs/*.sig" in line]
    loop = loop.replace("-f allowed_signers", f"-f {scene.root / KEYRING}")
    done = subprocess.run(("sh", "-c", loop), cwd=scene.root / FOLDER, capture_output=True, text=True, check=True)
    good = [line for line in done.stdout.splitlines() if line.startswith('Good "sla-review" signature for ana.ruiz@')]
    assert (len(good), "NOT verified" in done.stdout) == (2, False)


def test_a_dissent_that_names_somebody_is_refused_and_does_not_repeat_it(scene, sign):
    code, out, err = sign("--dissent", "Ask zed.pike@elsewhere.example")
    assert (code, out) == (2, "")
    assert err.startswith(f"{path_of()}:")
    assert "zed" not in err
    assert not (scene.root / FOLDER / "signoffs").exists()
    assert sign("--dissent", "Ask ben.okafor@northwind.example")[0] == 0


def test_what_somebody_else_added_in_their_name_keeps_nobody_from_signing(scene, sign):
    assert sign()[0] == 0
    scene.commit({}, author=TOM)
    assert [(each.level, each.counts) for each in reviews_in(scene.root)["2025-Q4"].signoffs] == [
        (TrustLevel.CLAIMED, False)
    ]
    code, out, _ = sign()
    assert (code, out.splitlines()[0]) == (0, path_of(party="marketing_2"))
    scene.commit({}, author=ANA)
    assert [each.counts for each in reviews_in(scene.root)["2025-Q4"].signoffs] == [False, True]


@pytest.mark.parametrize(("options", "told"), [
    ('namespaces="git,sla-signoff"',
     "ana is not accepted for sla-review\n  hint: its line in the keyring has to name it: "),
    ('valid-before="20200101"', "ana has expired\n"),
    ('valid-after="20990101"', "ana is not valid yet\n"),
])  # fmt: skip
def test_a_key_that_would_prove_nothing_is_told_before_anything_is_written(options, told, scene, sign):
    scene.keyring(scene.keys.line(ANA, "ana", options))
    code, out, err = sign("--key", str(scene.keys.private("ana")))
    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert not (scene.root / FOLDER / "signoffs").exists()
