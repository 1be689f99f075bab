"""Faults 130 to 133: what nobody foresaw, no memory, a system that refuses, a clock that is not a clock."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from living_sla import __version__, cli
from living_sla.errors import EnvironmentFault, Place, SlaError, shown
from living_sla.site.content import docs_files
from living_sla.site.content.render_errors import in_words
from living_sla.site.current_report import build_time
from living_sla.site.event import event
from living_sla.unforeseen import report, told

ROOT = Path(__file__).parents[2]
SLA = [sys.executable, "-c", "from living_sla.cli import main; main()"]
SECRET = "canary.person@private.example"


def ended(monkeypatch, problem: BaseException, *arguments: str) -> int:
    """The exit code of a verb that raises `problem`."""

    def run(words: object) -> None:
        raise problem

    arguments = arguments or ("due",)
    command = click.Command("due", callback=run, params=[click.Argument(["words"], nargs=-1)])
    monkeypatch.setattr(cli._Verbs, "get_command", lambda *_: command)
    with pytest.raises(SystemExit) as found:
        cli.main(arguments)
    return found.value.code


@pytest.fixture(autouse=True)
def reports(tmp_path, monkeypatch) -> Path:
    """Where reports are written."""
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


# 130: an exception that nobody caught


@pytest.mark.parametrize(
    "problem",
    [
        KeyError(SECRET),
        ValueError(SECRET),
        RecursionError(SECRET),
        UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET),
        UserWarning(SECRET),
        SystemExit(0),
        SystemExit(SECRET),
        GeneratorExit(SECRET),
        BaseExceptionGroup(SECRET, [KeyError(SECRET), SystemExit(SECRET)]),
        type(SECRET, (BaseException,), {})(SECRET),
    ],
    ids=lambda problem: type(problem).__name__.split(".")[0],
)
def test_130_any_exception_is_a_message_and_a_report_that_quotes_nothing(monkeypatch, capsys, reports, problem):
    named = SECRET in type(problem).__name__
    assert ended(monkeypatch, problem) == 3
    said = capsys.readouterr()
    [file] = reports.iterdir()
    assert said.out == ""
    assert said.err.startswith("SLA-F130 sla due ended in an error that nobody foresaw: ")
    assert f"\n  hint: nothing was published; send the report {file}, which quotes no file, to the people " in said.err
    assert "Traceback" not in said.err + file.read_text()
    assert named or SECRET not in said.err + file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_130_a_report_says_what_came_through_where_and_with_which_releases(monkeypatch, reports):
    try:
        try:
            int(SECRET)
        except ValueError as first:
            raise KeyError(SECRET) from first
    except KeyError as second:
        lines = list(report(second, "sla check"))
    assert lines[0].startswith(f"sla check, Living SLA {__version__}, Python 3.")
    assert "pyarrow " in lines[1]
    assert [line.partition(":")[0] for line in lines[2:]] == [
        "",
        "builtins.KeyError",
        "  test_unforeseen.py",
        "",
        "builtins.ValueError",
        "  test_unforeseen.py",
    ]


@given(st.text(min_size=1, alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S"])))
@example(SECRET)
def test_130_no_word_of_an_exception_is_told(text):
    text = f"ß{text}ß"
    with pytest.raises(RuntimeError) as found:
        raise RuntimeError(text, {text: text}) from LookupError(text)
    assert text not in "\n".join(report(found.value, "sla check"))
    assert text not in str(told(found.value, during="sla check"))


def test_130_a_verb_is_named_and_never_the_record_that_was_asked_for(monkeypatch, capsys, reports):
    assert ended(monkeypatch, ZeroDivisionError(), "explain", "handoff/volume", SECRET) == 3
    [file] = reports.iterdir()
    told = capsys.readouterr().err + file.read_text()
    assert "sla explain" in told
    assert SECRET not in told


def test_130_a_way_of_a_thousand_steps_is_told_in_sixty():
    def deeper(steps: int) -> None:
        if not steps:
            raise KeyError
        deeper(steps - 1)

    try:
        deeper(500)
    except KeyError as problem:
        lines = list(report(problem, "sla check"))
    assert len(lines) < 70
    assert "  and 442 more" in lines


def test_130_where_no_report_can_be_written_the_message_says_the_place(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    assert ended(monkeypatch, ZeroDivisionError()) == 3
    said = capsys.readouterr().err
    assert re.match(r"SLA-F130 sla due ended in an error that nobody foresaw: ZeroDivisionError at \S+:\d+ \w+\n", said)
    assert said.endswith("send this message to the people who maintain Living SLA, with what sla doctor prints\n")


def test_130_somebody_who_stops_the_work_is_told_nothing(monkeypatch, capsys, reports):
    assert ended(monkeypatch, KeyboardInterrupt()) == 130
    assert list(reports.iterdir()) == []
    assert "Traceback" not in capsys.readouterr().err


def test_130_a_handler_of_the_generator_raises_only_what_the_generator_says_in_words(reports):
    from mkdocs.exceptions import PluginError

    @event
    def handler(problem: Exception) -> None:
        raise problem

    for problem in (KeyError(SECRET), RecursionError(), MemoryError(), SlaError("what was found", hint="what to do")):
        with pytest.raises(PluginError) as found:
            handler(problem)
        assert SECRET not in str(found.value)
        assert found.value.__suppress_context__
    assert str(found.value) == "what was found\n  hint: what to do"


# 131, 132: the machine


def test_131_no_memory_is_said_in_few_words(monkeypatch, capsys, reports):
    assert ended(monkeypatch, MemoryError()) == 3
    assert capsys.readouterr().err == "SLA-F131 no memory is left\n  hint: free some, or give the process more\n"
    assert list(reports.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "Permission denied: a\\x07b\n  hint: fix the permissions\n"),
        (errno.EROFS, "Read-only file system: a\\x07b\n  hint: work where files can be written\n"),
        (errno.ENOSPC, "No space left on device: a\\x07b\n  hint: free the disk\n"),
        (errno.EMFILE, "Too many open files: a\\x07b\n  hint: raise the limit of open files: ulimit -n\n"),
    ],
)
def test_132_what_the_system_refuses_is_said_with_the_file(monkeypatch, capsys, number, words):
    assert ended(monkeypatch, OSError(number, os.strerror(number), "a\ab")) == 3
    assert capsys.readouterr().err == f"SLA-F132 {words}"


# 140: what is not installed


def test_140_a_package_that_is_not_there_is_named(monkeypatch, capsys, reports):
    assert ended(monkeypatch, ModuleNotFoundError("No module named 'htmlmin'", name="htmlmin")) == 3
    assert capsys.readouterr().err == (
        "SLA-F140 the package htmlmin is not installed, and something that is installed needs it\n"
        "  hint: install again what brought it, with what it depends on: sla doctor says what is missing\n"
    )
    assert list(reports.iterdir()) == []


# 133: the clock of a reproducible build


@given(st.one_of(st.text(max_size=14), st.integers().map(str), st.just("631152000"), st.just("631151999")))
@example("abc")
@example("")
@example("²")
@example("-1")
@example("1e9")
@example(" 1772500000")
@example("4102444799")
@example("4102444800")
@example("9" * 5000)
def test_133_a_build_takes_an_instant_of_our_years_or_none(epoch):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("os.environ", {"SOURCE_DATE_EPOCH": epoch})
        if epoch.isascii() and epoch.isdigit() and 631152000 <= int(epoch[:12]) < 4102444800:
            assert build_time() == datetime.fromtimestamp(int(epoch), UTC)
        else:
            with pytest.raises(
                EnvironmentFault, match=r"^SLA-F133 the variable SOURCE_DATE_EPOCH is not a count of sec"
            ):
                build_time()


# the streams of a process


def process(words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    shell = f"exec {sys.executable} -c 'from living_sla.cli import main; main()' {words}"
    variables = os.environ | environment
    return subprocess.run(
        ["/bin/sh", "-c", shell], capture_output=True, text=True, cwd=ROOT, check=False, env=variables
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_stops_nothing(closed):
    done = process(f"schema {closed}")
    assert (done.returncode, done.stderr) == (0, "")
    refused = process(f"attain nobody {closed}")
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_messages_that_cannot_be_written_stop_nothing(unbuffered):
    assert process("attain nobody 2>/dev/full", PYTHONUNBUFFERED=unbuffered).returncode == 2
    assert process("schema 2>/dev/full", PYTHONUNBUFFERED=unbuffered).returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16", "cp1252:strict"])
def test_a_document_is_utf_8_whatever_the_machine_writes(encoding):
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    found = subprocess.run([*SLA, "schema"], capture_output=True, cwd=ROOT, check=False, env=environment)
    assert found.returncode == 0
    assert found.stdout.decode("utf-8").startswith("{")


# what a message may hold


def test_what_nobody_sees_has_a_name_in_a_message():
    said = str(SlaError("1\u202f200 is \x1b[31mred\u200b", where=Place("a\udcff.md", 1), hint="no\x07"))
    assert said == (
        "a\\xff.md:1: 1<U+202F NARROW NO-BREAK SPACE>200 is <U+001B>[31mred<U+200B ZERO WIDTH SPACE>\n"
        "  hint: no<U+0007>"
    )
    assert shown("Übergabe “日本語” 95 %\n") == "Übergabe “日本語” 95 %\n"


@given(st.text())
def test_a_message_never_acts_on_a_terminal(text):
    said = shown(text)
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert said.count("\n") == text.count("\n")


# the files of pages


def test_a_link_a_pipe_and_a_text_in_another_encoding_are_told_at_once(tmp_path):
    docs = tmp_path / "docs"
    (docs / "guide").mkdir(parents=True)
    (docs / "index.md").write_text("# Home\n")
    (docs / "logo.png").write_bytes(b"\xff\xfe")
    (docs / "guide" / "old.md").write_bytes(b"# \xe9t\xe9\n")
    (docs / "passwords.txt").symlink_to("/etc/passwd")
    (docs / "guide" / "everything").symlink_to("/")
    os.mkfifo(docs / "pipe.md")
    with pytest.raises(SlaError) as found:
        docs_files.refuse_unreadable(docs, tmp_path)
    assert [str(fault).partition("\n")[0] for fault in found.value.faults] == [
        "docs/guide/everything: SLA-F051 a link",
        "docs/guide/old.md:1:3: SLA-F019 the byte 0xE9 is not UTF-8",
        "docs/passwords.txt: SLA-F051 a link",
        "docs/pipe.md: SLA-F051 not a regular file",
    ]


# what the macros plugin says of a page


def test_a_page_that_cannot_be_rendered_is_told_with_its_line_and_without_a_traceback(tmp_path):
    from jinja2 import Environment, StrictUndefined

    source = "---\ntitle: x\n---\n\nText.\n\n{{ sla_scorebord() }}\n"
    text = source.partition("---\n\n")[2]
    page = SimpleNamespace(file=SimpleNamespace(src_uri="index.md", content_string=source))
    began = "index.md: SLA-F023 Macro Rendering Error: "
    for body, expected in (
        (text, "index.md:7: SLA-F023 Macro Rendering Error: 'sla_scorebord' is undefined\n"),
        ("{{ 1/0 }}", f"{began}a macro ended in ZeroDivisionError at <template>:1 top-level template code\n"),
        ("{{ x( }}", f"{began}unexpected '}}', expected ')'\n"),
    ):
        with pytest.raises(Exception) as found:  # noqa: PT011 - whichever a template ends in
            Environment(undefined=StrictUndefined).from_string(body).render()
        assert in_words(found.value, body, page).startswith(expected)
