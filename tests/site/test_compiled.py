"""Templates that an earlier build compiled: used as they are, and only where this machine put them."""

from __future__ import annotations

import jinja2
import pytest
from mkdocs.theme import Theme

from living_sla.cache import CACHE_DIR, cache_of
from living_sla.site import compiled


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_DIR, str(tmp_path / "caches"))
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


class Counted(jinja2.Environment):
    compiled = 0

    def _compile(self, source, filename):
        self.compiled += 1
        return super()._compile(source, filename)


def environment(project, source="{{ name }}!"):
    found = Counted(loader=jinja2.DictLoader({"page.html": source}), autoescape=True)
    compiled.remember(found, project)
    return found


def rendered(environment):
    return environment.get_template("page.html").render(name="<b>"), environment.compiled


def test_a_template_is_compiled_once(project):
    assert rendered(environment(project)) == ("&lt;b&gt;!", 1)
    assert rendered(environment(project)) == ("&lt;b&gt;!", 0)


def test_a_template_that_changed_is_compiled_again(project):
    rendered(environment(project))
    assert rendered(environment(project, "{{ name }}?")) == ("&lt;b&gt;?", 1)


def test_what_somebody_else_wrote_there_is_not_run(project):
    rendered(environment(project))
    [entry] = cache_of(project).folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:-1] + b"x")
    assert rendered(environment(project)) == ("&lt;b&gt;!", 1)


def test_without_a_cache_it_is_compiled_each_time(project, monkeypatch):
    monkeypatch.setenv(CACHE_DIR, "relative")
    assert [rendered(environment(project))[1] for _ in range(2)] == [1, 1]


def test_hidden_folders_of_a_theme_are_not_listed_and_can_be_included(tmp_path):
    (tmp_path / ".icons").mkdir()
    (tmp_path / ".icons" / "truck.svg").write_text("<svg/>")
    (tmp_path / "main.html").write_text("{% include '.icons/truck.svg' %}")
    theme = Theme(custom_dir=str(tmp_path))
    listed = theme.get_env().list_templates()
    compiled.leave_out_icons(theme)
    env = theme.get_env()
    assert env.list_templates() == [name for name in listed if not any(part[0] == "." for part in name.split("/"))]
    assert env.get_template("main.html").render() == "<svg/>"
