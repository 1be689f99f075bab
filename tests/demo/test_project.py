"""The demonstration as a project: it is read, checked and built like anybody's."""

from datetime import date
from pathlib import Path

import yaml

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.reader import load_project
from living_sla.agreements.signoff_file import signoffs_of
from living_sla.model.forge import Forge, ForgeKind
from living_sla.model.past.signoff import TrustLevel
from living_sla.settings import Settings, Trust, read_settings
from tests.demo.reading_git import lines, show

ROOT = Path(__file__).parents[2]


def test_project_is_read_without_fault_or_warning(demo_project):
    project = load_project(demo_project, today=date(2026, 10, 21))
    assert [agreement.path for agreement in project.agreements] == [
        "agreements/lead-handoff.md",
        "agreements/weekend-pilot.md",
    ]
    assert project.notices == ()


def test_every_revision_of_every_agreement_can_be_read(demo_project):
    read = [
        parse_agreement(show(demo_project, f"{commit}:{path}"), path=path)[0].terms.id
        for commit in lines(demo_project, "rev-list", "--all", "--", "agreements")
        for path in lines(demo_project, "ls-tree", "-r", "--name-only", commit, "--", "agreements")
        if path.endswith(".md")
    ]
    assert set(read) == {"lead-handoff", "weekend-pilot"}


def test_terms_changed_six_times_and_once(demo_project):
    """Versions by digest: seven of the hand-off, two of the pilot; an editorial fix and a rename are not versions."""
    digests = {"lead-handoff": [], "weekend-pilot": []}
    for commit in lines(demo_project, "rev-list", "--first-parent", "--reverse", "main", "--", "agreements"):
        for path in lines(demo_project, "ls-tree", "-r", "--name-only", commit, "--", "agreements"):
            if path.endswith(".md"):
                found, _ = parse_agreement(show(demo_project, f"{commit}:{path}"), path=path)
                if found.digest not in digests[found.terms.id]:
                    digests[found.terms.id].append(found.digest)
    assert {name: len(found) for name, found in digests.items()} == {"lead-handoff": 7, "weekend-pilot": 2}
    signed = {(found.agreement, found.version): found.digest for found in signoffs_of(demo_project)}
    assert all(digests[agreement][version - 1] == digest for (agreement, version), digest in signed.items())
    assert len(signed) == 9


def test_last_version_lacks_the_signature_of_sales_and_the_others_lack_none(demo_project):
    parties = {}
    for found in signoffs_of(demo_project):
        parties.setdefault((found.agreement, found.version), set()).add(found.party)
    assert {key for key, found in parties.items() if found != {"marketing", "sales"}} == {("lead-handoff", 7)}


def test_settings_of_trust_stand_on_the_main_line_and_on_the_trusted_branch(demo_project):
    signer = "noreply@forge.northwind.example"
    trust = Trust(TrustLevel.OWN_COMMIT, ref="trusted", keyring="allowed_signers", forge_signer=signer)
    forge = Forge(ForgeKind.GITHUB, "https://github.northwind.example/revenue/agreements")
    assert read_settings(demo_project) == Settings(trust=trust, forge=forge)
    assert show(demo_project, "trusted:pyproject.toml") == show(demo_project, "main:pyproject.toml")


def test_sources_are_those_of_this_repository(demo_project):
    declared = [
        yaml.safe_load((root / "data/sources.yml").read_text(encoding="utf-8")) for root in (ROOT, demo_project)
    ]
    assert declared[0] == declared[1]


def test_exports_are_those_of_this_repository(demo_project):
    for path in (ROOT / "data/exports").iterdir():
        assert (demo_project / "data/exports" / path.name).read_bytes() == path.read_bytes()


def test_site_is_set_up_as_the_one_of_this_repository(demo_project):
    texts = [
        (root / "mkdocs.yml").read_text(encoding="utf-8").partition("docs_dir:")[2] for root in (ROOT, demo_project)
    ]
    (own, own_nav), (demo, demo_nav) = [text.split("\nnav:") for text in texts]
    assert demo == own
    groups = [line for line in own_nav.splitlines() if line.startswith("  - ") and line not in demo_nav.splitlines()]
    assert [line.partition(":")[0].strip(" -") for line in groups] == [
        "Start", "Write", "Understand", "Extend", "Maintain",
    ]  # fmt: skip
    assert [line for line in demo_nav.splitlines() if line not in own_nav.splitlines()] == ["  - The story: story.md"]
    assert (demo_project / "docs/index.md").read_bytes() == (ROOT / "docs/index.md").read_bytes()
