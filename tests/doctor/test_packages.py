"""Releases that are installed, against those that are asked for."""

from __future__ import annotations

from email.message import Message
from importlib import metadata

import pytest

from living_sla import __version__
from living_sla.doctor import packages
from living_sla.doctor.here import Here
from living_sla.model.observation import Severity

REQUIRES = ["mkdocs<2,>=1.6", "nh3>=0.3", "pyspark<5,>=4; extra == 'spark'", "winloop; sys_platform == 'win32'"]


@pytest.fixture
def installed(monkeypatch) -> dict[str, str]:
    """What is installed, in the place of what is."""
    found = {"living-sla": __version__, "mkdocs": "1.6.1", "nh3": "0.3.2"}
    about = Message()
    about["Requires-Python"] = ">=3.11,<3.14"
    about["Provides-Extra"] = "spark"

    def version(name):
        if name not in found:
            raise metadata.PackageNotFoundError(name)
        return found[name]

    monkeypatch.setattr(packages.metadata, "version", version)
    monkeypatch.setattr(packages.metadata, "requires", lambda _: REQUIRES)
    monkeypatch.setattr(packages.metadata, "metadata", lambda _: about)
    return found


def seen(check, tmp_path):
    return list(check(Here(tmp_path)))


def test_all_is_well_where_every_package_is_what_is_asked(installed, tmp_path):
    [found] = seen(packages.required, tmp_path)
    assert (found.severity, found.what) == (Severity.OK, "mkdocs 1.6.1; all 2 as they are asked for")


def test_a_package_that_is_missing_stops_and_one_that_is_older_does_not(installed, tmp_path):
    del installed["nh3"]
    installed["mkdocs"] = "1.5.3"
    older, missing = seen(packages.required, tmp_path)
    assert (older.what, older.stops) == ("mkdocs is 1.5.3, and <2,>=1.6 is asked", False)
    assert older.remedy == 'python -m pip install "mkdocs<2,>=1.6"'
    assert (missing.what, missing.stops) == ("nh3 is not installed", True)


@pytest.mark.parametrize(
    ("release", "stops"), [("3.11.0", False), ("3.13.9", False), ("3.14.0", True), ("3.10.2", True)]
)
def test_another_python_than_those_that_are_supported_stops(installed, tmp_path, monkeypatch, release, stops):
    monkeypatch.setattr(packages.platform, "python_version", lambda: release)
    [found] = seen(packages.python, tmp_path)
    assert found.stops is stops


def test_an_extra_is_told_with_how_to_install_it(installed, tmp_path):
    [found] = seen(packages.extras, tmp_path)
    assert found.severity is Severity.NOTE
    assert found.what == "pyspark is not installed: needed by sources with engine: spark"
    assert found.remedy == 'python -m pip install "living-sla[spark]"'
    installed["pyspark"] = "4.0.1"
    [found] = seen(packages.extras, tmp_path)
    assert (found.severity, found.what) == (Severity.OK, "pyspark 4.0.1")


def test_code_of_another_release_than_the_one_that_is_installed_is_told(installed, tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda _: object())
    installed["living-sla"] = "0.0.1"
    [found] = seen(packages.product, tmp_path)
    assert (found.severity, found.remedy) == (Severity.NOTE, "python -m pip install --force-reinstall living-sla")
