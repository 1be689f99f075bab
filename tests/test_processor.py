"""numpy is told of a processor only where that is known to help, and never against what somebody chose."""

from __future__ import annotations

import subprocess
import sys

import pytest

from living_sla.cli.processor import choose_sort, sorts_slowly


def described(vendor="AuthenticAMD", family="25", flags="fpu avx2 avx512f avx512vl"):
    """The first two processors of a machine."""
    one = (
        f"processor\t: 0\nvendor_id\t: {vendor}\ncpu family\t: {family}\nmodel name\t: some: name\nflags\t\t: {flags}\n"
    )
    return f"{one}\n{one}"


def chosen(tmp_path, description, **environment):
    path = tmp_path / "cpuinfo"
    path.write_text(description)
    choose_sort(environment, str(path))
    return environment


@pytest.fixture(autouse=True)
def as_released(tmp_path, monkeypatch):
    """The libraries that a numpy as its authors build it has beside it."""
    (tmp_path / "numpy").mkdir()
    (tmp_path / "numpy" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    libraries = tmp_path / "numpy.libs"
    libraries.mkdir()
    return libraries


def test_zen_4_sorts_slowly():
    assert sorts_slowly(described())


@pytest.mark.parametrize(
    "other",
    [
        described(flags="fpu avx2 vaes"),  # Zen 3, or Zen 4 whose host hides them
        described(family="26"),
        described(vendor="GenuineIntel", family="6"),
        "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\n",
        "",
        "\n\n:::\n",
    ],
)
def test_no_other_processor_does(other, tmp_path):
    assert not sorts_slowly(other)
    assert chosen(tmp_path, other) == {}


def test_what_somebody_chose_stays(tmp_path):
    assert chosen(tmp_path, described()) == {"NPY_DISABLE_CPU_FEATURES": "X86_V4"}
    for name in ("NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES"):
        assert chosen(tmp_path, described(), **{name: ""}) == {name: ""}


def test_a_numpy_that_may_need_these_instructions_gets_them(tmp_path, as_released):
    """Told to do without some that it was built for, numpy cannot be imported."""
    as_released.rmdir()
    assert chosen(tmp_path, described()) == {}


def test_a_system_without_such_a_description_is_left_alone(tmp_path):
    environment = {}
    choose_sort(environment, str(tmp_path / "none"))
    assert environment == {}


def test_numpy_says_nothing_about_it():
    code = "import numpy; print(numpy.sort(numpy.array([3, 1, 2])))"
    environment = {"NPY_DISABLE_CPU_FEATURES": "X86_V4"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[1 2 3]\n", "")
