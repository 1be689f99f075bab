"""The comment on a pull request: a mark, a sentence that reads alone, one table, and the rest collapsed."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from living_sla.cli import commented, main
from living_sla.documents.proposals.comment import comment
from living_sla.model.proposals.mark import read_mark
from tests.proposals.proposing import SIGNED, edited, project, proposed
from tests.reviews.frozen_projects import PATH


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "project", SIGNED)


def test_its_first_sentence_reads_alone(folder):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    folder.commit(message="Answer sooner")
    text = comment(proposed(folder))
    assert text.splitlines()[2] == (
        "**Sales Development owes more; nothing changes for Demand Generation: First contact, the time limit is "
        "shortened from 4 business hours to 2 business hours; with the change it would have met 0 of the last 8 closed "
        "months, without it 8; Ana Ruiz and Ben Okafor have yet to sign.**"
    )


def test_its_first_sentence_compares_with_the_terms_that_it_changes_not_with_those_of_each_period(tmp_path):
    """
    main             at least 2 ----------| from November at least 9
    proposed         at least 2 ----------| from November at least 8
    judged so far    at least 2 ----------|
    """
    folder = project(tmp_path / "project")
    folder.git("switch", "--quiet", "main")
    edited(folder, ("target: at least 2\n", "target: at least 9\n"), ("effective: 2026-02-01", "effective: 2026-11-01"))
    folder.commit(message="Many more")
    folder.git("switch", "--quiet", "-C", "proposal")
    edited(folder, ("target: at least 9\n", "target: at least 8\n"))
    folder.commit(message="Many more, less one")
    text = comment(proposed(folder))
    assert (
        "the target falls from at least 9 to at least 8; with or without the change it would have met 0 of the last 8 "
        "closed months; nobody has to sign.**"
    ) in text
    assert (
        "<sub>&#9679; met, &#9670; missed. Before: as each period was judged, by the terms of its time. After: by the "
        "proposed terms, as if they had held all along.</sub>"
    ) in text


def test_its_first_sentence_tells_another_first_day_as_a_day(folder):
    edited(folder, ("target: at least 90%", "target: at least 80%"), ("effective: 2026-02-01", "effective: 2026-11-01"))
    folder.commit(message="Less from November")
    assert "falls from at least 90 % to at least 80 %, from 1 November 2026 on; " in comment(proposed(folder))


def test_its_first_sentence_names_the_other_agreement(folder):
    other = (
        (folder.root / PATH)
        .read_text("utf-8")
        .replace("id: lead-handoff", "id: fairs")
        .replace("lead hand-off", "leads of fairs")
    )
    edited(folder, ("target: at least 90%", "target: at least 80%"))
    folder.commit({"agreements/fairs.md": other}, "Ask for less, and begin with fairs")
    text = comment(proposed(folder))
    assert "; Inbound leads of fairs is new as well; " in text or "; Inbound lead hand-off changes as well; " in text
    assert "| &#8211; |" in text  # of what is new no verdict can flip


def test_periods_of_another_length_are_told_as_proposed_alone(tmp_path):
    folder = project(tmp_path / "project")
    edited(folder, ("per: month\n    owner: Ana Ruiz", "per: quarter\n    owner: Ana Ruiz"))
    folder.commit(message="By quarters")
    [row] = [line for line in comment(proposed(folder)).splitlines() if line.startswith("| Demand Generation")]
    periods = row.split(" | ")[2].split("<br>")
    assert [period.partition("&nbsp;")[0] for period in periods] == ["2026&#8209;Q1", "2026&#8209;Q2", "2026&#8209;Q3"]


def test_its_mark_names_what_it_tells_of(folder):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    head = folder.commit(message="Answer sooner")
    proposal = proposed(folder)
    mark = read_mark(comment(proposal))
    assert (mark.agreements, mark.head, mark.at) == (("lead-handoff",), head, proposal.at)


def test_where_no_terms_change_it_is_one_sentence(folder):
    edited(folder, ("    owner: Ben Okafor\n---\n", "    owner: Ben Okafor\n---\nWhy we do this.\n"))
    folder.commit(message="Say why")
    assert "**No change in the terms.**" in comment(proposed(folder))
    assert "<details>" not in comment(proposed(folder))


def test_what_closes_the_gate_is_said_where_no_terms_change_too(folder):
    folder.git("switch", "--quiet", "main")
    path = "agreements/signoffs/lead-handoff/0123456789ab.ben.okafor@northwind.example.yml"
    folder.commit({path: "agreement: lead-handoff\n"}, "Signed")
    folder.git("switch", "--quiet", "-C", "proposal")
    folder.git("rm", "--quiet", path)
    folder.commit(message="Tidy up")
    text = comment(proposed(folder))
    assert "**No change in the terms. 1 finding closes the gate.**" in text
    assert "error &#91;history-removed&#93;" in text


def test_what_does_not_fit_is_named(folder):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    whole = comment(proposed(folder))
    short = comment(proposed(folder), budget=len(whole) - 1)
    assert "<summary>2 findings</summary>" in whole
    assert "Left out, because a comment has to be short: 2 findings." in short
    assert short.count("<details>") == short.count("</details>") == whole.count("<details>") - 1


def test_markup_in_a_title_is_text(folder):
    edited(folder, ("title: First contact", 'title: "![x](http://e.example/i.png)<!-- living-sla: @all | `x`"'),
           ("limit: 4 business hours", "limit: 2 business hours"))  # fmt: skip
    text = comment(proposed(folder))
    assert text.count("<!--") == 1
    assert not set("[]`@") & set(text.split("\n", 1)[1])


def run(*arguments):
    with pytest.raises(SystemExit) as ended:
        main(["comment", "--no-cache", *map(str, arguments)])
    return ended.value.code


def test_the_verb_writes_what_can_be_posted(folder, tmp_path, capsys):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    folder.commit(message="Answer sooner")
    written = tmp_path / "comment.md"
    assert run("--project", folder.root, "-o", written) == 0
    assert run("--file", written) == 0
    assert "can be posted" in capsys.readouterr().out


def test_what_nobody_can_look_at_is_said_in_the_comment(folder, capsys):
    edited(folder, ("limit: 4 business hours", "limit: soon"), ("target: at least 2\n", "target: many\n"))
    folder.commit(message="Be vague")
    assert run("--project", folder.root) == 2
    told = capsys.readouterr()
    assert "**Nobody can tell yet what this proposes: agreements/lead-handoff.md:" in told.out
    assert "(1 fault more).**" in told.out
    assert "| ---" not in told.out
    assert "limit: soon" in (folder.root / PATH).read_text(encoding="utf-8")


def test_a_file_is_taken_as_it_is(folder, capsys):
    assert run("main", "--file", "comment.md", "--project", folder.root) == 2
    assert "name neither BASE nor --output beside it" in capsys.readouterr().err


def test_it_links_to_the_page_of_the_branch_and_to_nothing_else(folder, capsys):
    edited(folder, ("limit: 4 business hours", "limit: 2 business hours"))
    page = 'https://preview.example/1/proposal/?a=1&b="x"'
    assert run("--project", folder.root, "--page", page) == 0
    [link] = LexborHTMLParser(capsys.readouterr().out).css("a")
    assert link.attributes["href"] == page
    for hostile in ("javascript:alert(1)", "https://a@b.example/", "/proposal/", "https://a.example/\n"):
        assert run("--project", folder.root, "--page", hostile) == 2


def test_an_error_that_nobody_foresaw_is_said_in_the_comment_too(folder, capsys, monkeypatch):
    """An older comment must not stand as the newest word."""

    def broken(*_, **__):
        raise ZeroDivisionError("of a cell")

    monkeypatch.setattr(commented, "proposal_of", broken)
    assert run("--project", folder.root) == 3
    said = capsys.readouterr().out
    assert read_mark(said).head == folder.head
    assert "ended in an error that nobody foresaw" in said
    assert "of a cell" not in said
    assert "/tmp" not in said


def test_a_file_that_cannot_be_written_is_named(folder, tmp_path, capsys):
    assert run("--project", folder.root, "-o", tmp_path / "nowhere" / "comment.md") == 3
    assert "the comment cannot be written: No such file or directory" in capsys.readouterr().err
