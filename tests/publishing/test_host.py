"""A machine of one's own builds as the how-to says: the commands of its timer, and those of its line of cron."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

from tests.browser.nginx import blocks
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import AGREEMENT, write_project
from tests.publishing.test_how_tos import NGINX, SERVICE, parsed

WHERE = "https://agreements.northwind.example/"


def commands() -> dict[str, list[str]]:
    """What each way runs, as lines of a shell."""
    lines = [line for line in SERVICE.splitlines() if line.startswith(("ExecStart=", "Environment="))]
    variables = [line.removeprefix("Environment=") for line in lines if line.startswith("Environment=")]
    starts = [line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart=")]
    service = [f"cd {parsed(SERVICE)['Service']['WorkingDirectory']}"]
    service += [f"export {variable}" for variable in variables if "CACHE" not in variable]
    (cron,) = (line.split(maxsplit=6)[6] for line in blocks(NGINX, "cron"))
    return {"timer": [*service, *starts], "cron": [cron]}


def test_a_build_takes_what_was_merged_and_replaces_the_site(tmp_path):
    write_project(tmp_path / "origin")
    settings = (tmp_path / "origin/mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "origin/mkdocs.yml").write_text(f"site_url: !ENV [SLA_SITE_URL]\n{settings}", encoding="utf-8")
    origin = GitFolder.made(tmp_path / "origin")
    origin.commit()
    host = tmp_path / "host"
    host.mkdir()
    origin.git("clone", "--quiet", str(origin.root), str(host / "project"))
    program = host / "venv/bin/sla"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!{sys.executable}\nfrom living_sla.cli import main\nmain()\n", encoding="utf-8")
    program.chmod(0o755)

    def build(way: str) -> str:
        script = "\n".join(["set -e", *commands()[way]]).replace("/srv/agreements", shlex.quote(str(host)))
        kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(["sh", "-c", script], env=kept, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        return (host / "site/agreements/lead-handoff/index.html").read_text(encoding="utf-8")

    assert f'<link rel="canonical" href="{WHERE}agreements/lead-handoff/">' in build("timer")
    for way, target in (("timer", "95%"), ("cron", "96%")):
        changed = AGREEMENT.replace("at least 90%", f"at least {target}")
        origin.commit({"agreements/lead-handoff.md": changed}, "Answer sooner")
        text = build(way)
        assert f"at least {target.replace('%', chr(0xA0) + '%')}" in text
        assert f'<link rel="canonical" href="{WHERE}agreements/lead-handoff/">' in text
