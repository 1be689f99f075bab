"""Whether the settings of a site may be used as they stand in the folder, or what has to be said against that."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from pathlib import Path

from living_sla.errors import Fault, Place, SlaError
from living_sla.site.settings.ground import CONFIG, FOLDER, OPTION, Ground
from living_sla.site.settings.mkdocs_yml import SettingsFile, read_settings_file
from living_sla.site.settings.powers import LOCAL_MODULES, OURS, Power, files_named, is_inside, plugin_name, powers_of

PUBLIC = frozenset({
    "CI", "SOURCE_DATE_EPOCH", "SLA_EDIT_URI", "SLA_REPO_URL", "SLA_SITE_NAME", "SLA_SITE_URL",
    "CI_COMMIT_REF_NAME", "CI_COMMIT_SHA", "CI_COMMIT_SHORT_SHA", "CI_COMMIT_TAG", "CI_DEFAULT_BRANCH", "CI_PAGES_URL",
    "CI_PROJECT_NAME", "CI_PROJECT_PATH", "CI_PROJECT_URL", "CI_SERVER_URL",
    "GITHUB_REF_NAME", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_SHA",
    "READTHEDOCS_CANONICAL_URL", "READTHEDOCS_VERSION",
})  # fmt: skip
"""Variables that hold nothing which readers of the site may not know."""
_NO_PAGES = ("agreements", "data", ".git")


def faults_of(settings: SettingsFile, ground: Ground, root: Path) -> Iterator[SlaError]:
    """What no ref and nobody may allow: secrets on pages, a site without this plugin, inputs published as pages."""
    for asked in settings.asked:
        if asked.name not in PUBLIC and asked.name not in ground.allowed.environment:
            hint = (
                "where readers may know it, list it on the trusted ref: environment = [...] in [tool.living_sla.site]"
            )
            message = f"!ENV asks for {asked.name[:80]!r}, which pages could show"
            yield SlaError(message, where=asked.where, hint=hint, code=Fault.SECRET_VARIABLE)
    plugins = settings.data.get("plugins")
    entries = list(plugins.items()) if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    if not any(entry in (OURS, (OURS, None), (OURS, {}), {OURS: None}, {OURS: {}}) for entry in entries):
        hint = "add living-sla to plugins, without options; docs/start.md shows a whole mkdocs.yml"
        named = [entry for entry in entries if plugin_name(entry[0] if isinstance(entry, tuple) else entry) == OURS]
        what = "the plugin living-sla has options" if named else "the plugin living-sla is not listed"
        yield SlaError(what, where=settings.where("plugins", OURS), hint=hint, code=Fault.WRONG_SETUP)
    docs = settings.data.get("docs_dir") or "docs"
    if not _may_hold_pages(docs, root):
        hint = "name a folder of the project that holds nothing but pages: docs"
        message = "docs_dir is no folder for pages: everything in it is published"
        yield SlaError(message, where=settings.where("docs_dir"), hint=hint, code=Fault.WRONG_SETUP)


def _may_hold_pages(docs: object, root: Path) -> bool:
    if not is_inside(docs) or not isinstance(docs, str):
        return False
    path = posixpath.normpath(docs)
    found = (root / path).resolve()
    inputs = [(root / name).resolve() for name in _NO_PAGES]
    return (
        path.split("/")[0] not in (*_NO_PAGES, ".")
        and found.is_relative_to(root.resolve())
        and not any(found.is_relative_to(one) or one.is_relative_to(found) for one in inputs)
    )


def powers_here(settings: SettingsFile, root: Path) -> tuple[Power, ...]:
    """The powers of the settings, and of the module that the macros plugin would find in the folder."""
    local = [Power(("plugins", "macros", name), name) for name in LOCAL_MODULES if (root / name).exists()]
    return (*powers_of(settings), *local)


def powers_there(ground: Ground) -> tuple[Power, ...]:
    """The same of the trusted ref; none where it has no settings of a site."""
    if ground.repository is None or ground.ref is None or ground.content(CONFIG) is None:
        return ()
    commit = ground.ref.commit
    local = [
        Power(("plugins", "macros", name), name)
        for name in LOCAL_MODULES
        if next(ground.repository.tree(commit, name), None) is not None
    ]
    return (*powers_of(read_settings_file(ground.content)), *local)


def differing(here: tuple[Power, ...], there: tuple[Power, ...]) -> list[Power]:
    """Powers that are not the same on both sides, as often and in the same order, each once."""
    mine, theirs = _by_name(here), _by_name(there)
    return [
        (mine.get(name) or theirs[name])[0]
        for name in (mine | theirs)
        if [one.value for one in mine.get(name, ())] != [one.value for one in theirs.get(name, ())]
    ]


def _by_name(powers: tuple[Power, ...]) -> dict[str, list[Power]]:
    found: dict[str, list[Power]] = {}
    for power in powers:
        found.setdefault(power.name, []).append(power)
    return found


def changed_files(settings: SettingsFile, powers: tuple[Power, ...], ground: Ground, root: Path) -> list[str]:
    """Files and folders that the powers name, of which the folder has another content than the trusted ref."""
    assert ground.repository is not None
    assert ground.ref is not None
    docs = posixpath.normpath(str(settings.data.get("docs_dir") or "docs"))
    found = []
    for path in dict.fromkeys(files_named(powers, docs)):
        if path in _NO_PAGES or f"{docs}/".startswith(f"{path}/"):
            continue  # the content of the site, which is what branches change
        there = {
            entry.path.removeprefix(ground.repository.prefix): entry.id
            for entry in ground.repository.tree(ground.ref.commit, path)
        }
        here = dict(_contents(root / path, path))
        if there.keys() != here.keys() or any(there[name] not in ids for name, ids in here.items()):
            found.append(path)
    return found


def _contents(file: Path, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every file at a path or below it, with the ids that git may give to its content."""
    if file.is_symlink() or (file.exists() and not file.is_file() and not file.is_dir()):
        yield path, ()
    elif file.is_file():
        content = file.read_bytes()
        yield (
            path,
            tuple(
                hashlib.new(name, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
                for data in (content, content.replace(b"\r\n", b"\n"))
                for name in ("sha1", "sha256")
            ),
        )
    elif file.is_dir():
        for entry in sorted(file.iterdir()):
            if entry.name != "__pycache__":
                yield from _contents(entry, f"{path}/{entry.name}")


def refused(
    settings: SettingsFile, here: tuple[Power, ...], there: tuple[Power, ...], ground: Ground, root: Path
) -> Iterator[SlaError]:
    """Why the settings of the folder may not be used: what they can do, and nobody agreed to."""
    name = ground.ref.name if ground.ref else ""
    hint = f"{OPTION} {name} takes it from there; {OPTION} {FOLDER} believes this folder"
    if not name:
        hint = f"look at what it does; then {OPTION} {FOLDER} believes this folder"
    for power in differing(here, there):
        what = f"is not what it is on {name}" if name else "can do more than show text, and nothing says that it may"
        tag = next((one.where for one in settings.called if one.tag.endswith(power.name.removeprefix("!!"))), None)
        where = tag or settings.where(*power.keys)
        yield SlaError(f"{power.name[:200]} {what}", where=where, hint=hint, code=Fault.UNTRUSTED_SETTING)
    if name:
        for path in changed_files(settings, there, ground, root):
            message = f"what it holds is not what it holds on {name}, and mkdocs.yml names it"
            yield SlaError(message, where=Place(path), hint=hint, code=Fault.UNTRUSTED_SETTING)
