"""Which release of a library is installed: what the metadata of the package say, however it was installed."""

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from living_sla.model.time.release import release


@pytest.mark.parametrize("package", ["tzdata", "holidays", "numpy"])
def test_the_folder_of_the_metadata_says_what_the_metadata_say(package: str) -> None:
    release.cache_clear()
    assert release(package) == f"{package} {version(package)}"


def test_metadata_of_another_kind_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, monkeypatch, "odd-1.0.egg-info", "Name: odd\nVersion: 1.0\n")
    assert release("odd") == "odd 1.0"


def test_of_two_folders_the_one_counts_that_python_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version_ in ("1.0", "2.0"):
        _install(tmp_path, monkeypatch, f"odd-{version_}.dist-info", f"Name: odd\nVersion: {version_}\n")
    assert release("odd") == f"odd {version('odd')}"


def test_a_package_that_is_not_installed_has_no_release() -> None:
    with pytest.raises(PackageNotFoundError):
        release("odd_and_missing")


def _install(folder: Path, monkeypatch: pytest.MonkeyPatch, metadata: str, text: str) -> None:
    for name, content in {"odd/__init__.py": "", f"{metadata}/METADATA": text, f"{metadata}/PKG-INFO": text}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "odd", raising=False)
    release.cache_clear()
