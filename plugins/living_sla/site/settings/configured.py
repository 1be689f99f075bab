"""The settings with which a site is built: taken from where they may be taken from, and loaded there.

`mkdocs.yml` can run programs: hooks, modules of macros, templates, tags, plugins. Whoever opens a pull request can
write there whatever they like. So what can do more than show text has to be what it is on the trusted ref, and then
it is the files of that ref that are used, laid out in a folder of their own.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from living_sla.errors import EnvironmentFault, Fault, Faults, Notice, Place, SlaError, WarningName
from living_sla.files import bytes_of, is_there
from living_sla.history.git.trusted_ref import pull_request_target, settings_at
from living_sla.settings import SETTINGS_FILE
from living_sla.site.settings.ground import FOLDER, INPUTS, OPTION, Ground, ground_of
from living_sla.site.settings.loaded import Configured
from living_sla.site.settings.mkdocs_yml import CONFIG, SettingsFile, plugin_name, read_settings_file
from living_sla.site.settings.powers import LOCAL_MODULES, OURS, Power, files_named, is_inside, powers_of

PUBLIC = frozenset({
    "CI", "SOURCE_DATE_EPOCH", "SLA_EDIT_URI", "SLA_REPO_URL", "SLA_SITE_NAME", "SLA_SITE_URL",
    "CI_COMMIT_REF_NAME", "CI_COMMIT_SHA", "CI_COMMIT_SHORT_SHA", "CI_COMMIT_TAG", "CI_DEFAULT_BRANCH", "CI_PAGES_URL",
    "CI_PROJECT_NAME", "CI_PROJECT_PATH", "CI_PROJECT_URL", "CI_SERVER_URL",
    "GITHUB_REF_NAME", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_SHA",
    "READTHEDOCS_CANONICAL_URL", "READTHEDOCS_VERSION",
})  # fmt: skip
"""Variables that hold nothing which readers of the site may not know."""
_NO_PAGES = (*INPUTS, ".git")


def configured(
    root: Path, settings_from: str | None = None, environment: Mapping[str, str] | None = None
) -> Configured:
    """The settings of the site of the project at `root`, which is absolute.

    `settings_from` names a ref whose settings are used instead of the folder's, or the folder itself. Where nobody
    names one, and a build machine looks at a pull request, it is the trusted ref.

    Raises `Faults` for settings that cannot be read or may not be used, `EnvironmentFault` for a ref that is not there.
    """
    ground = ground_of(root, settings_from)
    if ground.is_folder:
        return _checked(Configured(root, ground, _of_folder(root)))
    target = pull_request_target(os.environ if environment is None else environment)
    if settings_from or (target and ground.ref):
        return _checked(_of_ref(root, ground))
    used = _of_folder(root)
    here = powers_here(used, root)
    if here or ground.content(CONFIG) not in (None, *used.files.values()):  # else there is nothing to compare
        there = powers_there(ground)
        faults = list(refused(used, here, there, ground, root))
        if faults:
            raise Faults(faults)
    return _checked(Configured(root, ground, used, is_laid_out=bool(here), _overlay=used.files if here else {}))


def _checked(settings: Configured) -> Configured:
    faults = list(faults_of(settings.used, settings.ground, settings.root))
    if faults:
        raise Faults(faults)
    return settings


def _of_folder(root: Path) -> SettingsFile:
    return read_settings_file(lambda path: bytes_of(root / path, root) if is_there(root / path, root) else None)


def _of_ref(root: Path, ground: Ground) -> Configured:
    """Everything from the ref; what the folder has instead is told."""
    assert ground.repository is not None
    assert ground.ref is not None
    if ground.content(CONFIG) is None:
        hint = f"name a ref that has one, or {OPTION} {FOLDER} for this folder"
        raise EnvironmentFault(
            f"{ground.ref.name} has no {CONFIG}", where=Place(OPTION), hint=hint, code=Fault.NO_TRUSTED_REF
        )
    used = read_settings_file(ground.content)
    settings = settings_at(ground.repository, ground.ref)
    differs = tuple(_differences(root, ground, used))
    return Configured(root, ground, used, settings, is_laid_out=True, differs=differs)


def _differences(root: Path, ground: Ground, used: SettingsFile) -> Iterator[Notice]:
    """What the folder has instead, by file; of its settings the keys."""
    assert ground.ref is not None
    try:
        here = _of_folder(root)
        powers = (*powers_here(here, root), *powers_there(ground))
        keys = [str(key) for key in {**used.data, **here.data} if used.data.get(key) != here.data.get(key)]
        where = Place(CONFIG)
        if keys:
            yield _not_used(f"{', '.join(keys)[:200]} differ{'s' * (len(keys) == 1)} from {ground.ref.name}", where)
        names = changed_files(used, powers, ground, root)
    except SlaError:
        yield _not_used(f"it cannot be read here; that of {ground.ref.name} is used", Place(CONFIG))
        names = []
    for name in sorted({*names, SETTINGS_FILE}):
        known = bytes_of(root / name, root) if name == SETTINGS_FILE and is_there(root / name, root) else None
        if name != SETTINGS_FILE or _text(known) != _text(ground.content(name)):
            yield _not_used(f"it differs from {ground.ref.name}", Place(name))


def _text(content: bytes | None) -> bytes | None:
    return content.replace(b"\r\n", b"\n") if content is not None else None


def _not_used(what: str, where: Place) -> Notice:
    return Notice(WarningName.SETTINGS_NOT_USED, f"{what}; what stands here is not used", where)


def faults_of(settings: SettingsFile, ground: Ground, root: Path) -> Iterator[SlaError]:
    """What no ref and nobody may allow: secrets on pages, a site without this plugin, inputs published as pages."""
    for variable in settings.variables:
        if variable.name not in PUBLIC and variable.name not in ground.allowed.environment:
            hint = (
                "where readers may know it, list it on the trusted ref: environment = [...] in [tool.living_sla.site]"
            )
            message = f"!ENV asks for {variable.name[:80]!r}, which pages could show"
            yield SlaError(message, where=variable.where, hint=hint, code=Fault.SECRET_VARIABLE)
    plugins = settings.data.get("plugins")
    entries = list(plugins.items()) if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    if not any(entry in (OURS, (OURS, None), (OURS, {}), {OURS: None}, {OURS: {}}) for entry in entries):
        hint = "add living-sla to plugins, without options; `sla init --print mkdocs.yml` shows a whole one"
        named = [entry for entry in entries if plugin_name(entry[0] if isinstance(entry, tuple) else entry) == OURS]
        what = "the plugin living-sla has options" if named else "the plugin living-sla is not listed"
        yield SlaError(what, where=settings.where("plugins", OURS), hint=hint, code=Fault.WRONG_SETUP)
    docs = settings.data.get("docs_dir") or "docs"
    if not _may_hold_pages(docs, root):
        hint = "name a folder of the project that holds nothing but pages: docs"
        message = "docs_dir is not a folder for pages: everything in it is published"
        yield SlaError(message, where=settings.where("docs_dir"), hint=hint, code=Fault.WRONG_SETUP)


def _may_hold_pages(docs: object, root: Path) -> bool:
    if not is_inside(docs) or not isinstance(docs, str):
        return False
    path = posixpath.normpath(docs)
    folder = (root / path).resolve()
    inputs = [(root / name).resolve() for name in _NO_PAGES]
    return (
        path.split("/")[0] not in (*_NO_PAGES, ".")
        and folder.is_relative_to(root.resolve())
        and not any(folder.is_relative_to(taken) or taken.is_relative_to(folder) for taken in inputs)
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
        if [power.value for power in mine.get(name, ())] != [power.value for power in theirs.get(name, ())]
    ]


def _by_name(powers: tuple[Power, ...]) -> dict[str, list[Power]]:
    by_name: dict[str, list[Power]] = {}
    for power in powers:
        by_name.setdefault(power.name, []).append(power)
    return by_name


def changed_files(settings: SettingsFile, powers: tuple[Power, ...], ground: Ground, root: Path) -> list[str]:
    """Files and folders that the powers name, of which the folder has another content than the trusted ref."""
    docs = posixpath.normpath(str(settings.data.get("docs_dir") or "docs"))
    named = (
        path
        for path in dict.fromkeys(files_named(powers, docs))
        if path not in _NO_PAGES and not f"{docs}/".startswith(f"{path}/")  # else it is what branches change
    )
    return [path for path in named if not ground.has_all(path, root)]


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
        tag = next(
            (called.where for called in settings.called if called.tag.endswith(power.name.removeprefix("!!"))), None
        )
        where = tag or settings.where(*power.keys)
        yield SlaError(f"{power.name[:200]} {what}", where=where, hint=hint, code=Fault.UNTRUSTED_SETTING)
    if name:
        for path in changed_files(settings, there, ground, root):
            message = f"what it holds is not what it holds on {name}, and mkdocs.yml names it"
            yield SlaError(message, where=Place(path), hint=hint, code=Fault.UNTRUSTED_SETTING)
