"""Which tests `make quick` leaves out. It is decided here alone, by what a test uses, and `make test` runs them all.

Slow is what needs a browser, an engine, real data or the demonstration with its history, what builds whole sites or
starts the command over and over, and what draws many examples.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from living_sla.site.publishing.build import build

TESTS = Path(__file__).parent

FOLDERS = {"acceptance", "browser", "demo", "engines", "install"}
FIXTURES = {"a_chromium", "a_site", "demo_project", "demo_site", "own_site", "shared_data"}
FILES = {  # start the command, git or ssh-keygen hundreds of times, or hold all of something against all of it
    "agreements/test_digest_laws.py",
    "agreements/editing/test_random_edits.py",
    "changes/test_changes_complete.py",
    "doctor/test_doctor_command.py",
    "doctor/test_repository.py",
    "faults/test_damaged_repository.py",
    "faults/test_formats.py",
    "faults/test_history.py",
    "faults/test_keyring_files.py",
    "faults/test_other_releases.py",
    "faults/test_remembered.py",
    "faults/test_signoffs.py",
    "faults/test_site.py",
    "faults/test_unforeseen.py",
    "guides/test_nightly.py",
    "guides/test_pages.py",
    "history/test_history_verbs.py",
    "history/test_keyring_command.py",
    "history/test_openpgp_signoffs.py",
    "history/test_openpgp_told.py",
    "history/test_sign_command.py",
    "history/test_signoff_evidence.py",
    "history/test_signoff_trust.py",
    "history/test_trusted_ref.py",
    "pack/test_printing.py",
    "pack/test_printing_reaches_nothing.py",
    "proposals/test_hostile.py",
    "publishing/test_host.py",
    "reference/test_commands.py",
    "reviews/test_differences.py",
    "reviews/test_freeze.py",
    "reviews/test_kept_parts.py",
    "reviews/test_late_signatures.py",
    "reviews/test_minutes_verb.py",
    "reviews/test_restated.py",
    "reviews/test_sign_review_command.py",
    "reviews/test_signature_tampering.py",
    "reviews/test_signatures.py",
    "reviews/test_small_groups_of_reviews.py",
    "reviews/test_snapshot_command.py",
    "reviews/test_tampering.py",
    "reviews/test_verify.py",
    "reviews/test_verify_txt.py",
    "scaffold/patterns/test_new.py",
    "scaffold/spreadsheet/test_import.py",
    "scaffold/test_any_file.py",
    "scaffold/test_forge_jobs.py",
    "scaffold/test_init.py",
    "scaffold/test_init_demonstration.py",
    "scaffold/test_loose_files.py",
    "site/test_escaping.py",
    "site/test_generators.py",
    "site/test_kept_pages.py",
    "site/test_serve.py",
    "site/test_unique_ids.py",
    "test_cli.py",
    "test_figures_agree.py",
    "test_leaks.py",
    "test_markup.py",
    "test_people.py",
    "test_progress.py",
    "test_readme.py",
    "test_settings.py",
    "test_waiting.py",
    "test_windows.py",
}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A slow folder or file is not even imported where `-m` leaves it out."""
    if config.option.markexpr == "not slow" and collection_path.is_relative_to(TESTS):
        return in_a_slow_place(collection_path) or None
    return None


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and is_slow(item):
            item.add_marker(pytest.mark.slow)


def is_slow(item: pytest.Function) -> bool:
    """Whether a test takes long by what it is; how fast this machine is does not count."""
    return in_a_slow_place(item.path) or uses_slow_fixtures(item) or draws(item) or builds_sites(item.module)


def in_a_slow_place(file: Path) -> bool:
    """Whether the file, or the folder below `tests/` that it lies in, is named above."""
    inside = file.relative_to(TESTS)
    return inside.parts[:1] in {(folder,) for folder in FOLDERS} or inside.as_posix() in FILES


def uses_slow_fixtures(item: pytest.Function) -> bool:
    """Whether a fixture of the test, or of its fixtures, is named above."""
    return not FIXTURES.isdisjoint(item.fixturenames)


def draws(item: pytest.Function) -> bool:
    """Whether hypothesis draws the values of the test."""
    return bool(getattr(item.obj, "is_hypothesis_test", False))


def builds_sites(module: ModuleType) -> bool:
    """Whether the file imports the function that builds a whole site."""
    return any(value is build for value in vars(module).values())
