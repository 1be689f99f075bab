"""The file of a sign-off: strict YAML of a few fields, whose name says the same as its content.

A name that disagrees with its content is how a sign-off is passed off for another agreement, digest or person, so it
is a fault like any other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from functools import partial
from pathlib import Path

from living_sla.agreements.signed_fields import signed_fields, wrong_digest
from living_sla.agreements.yaml.nodes import Places
from living_sla.errors import EnvironmentFault, Fault, Faults, Place, SlaError, as_faults, raise_any
from living_sla.files import NOTHING, bytes_of
from living_sla.model.agreement.scalars import Day, Email, Part, Slug, Words
from living_sla.model.past.signoff import SIGNATURE_ENDING, SignOffFile, signoff_path
from living_sla.model.paths import SIGNOFFS_FOLDER

_MISPLACED = Fault.MISPLACED_SIGNOFF
_OTHER_FILES = {".gitkeep", ".gitattributes"}


class SignOffFields(Part):
    """Who signed which version of the terms; `sla sign` writes it, as a file whose name says the same."""

    agreement: Slug
    digest: Words
    version: Words
    signer: Email
    party: Slug
    on: Day
    remark: Words | None = None


@as_faults()
def read_signoff(raw: bytes, *, path: str) -> SignOffFile:
    """What the bytes of the file at `path` (relative to the project) say.

    Raises `Faults` with everything that is wrong in it, a name that does not agree with the content included.
    """
    fields, places = signed_fields(raw, SignOffFields, path=path)
    hint = "copy it whole from the page of the agreement, or use sla sign"
    digest_faults = wrong_digest(fields.digest, "the digest", places.value(("digest",)), hint)
    faults = [*digest_faults, *_wrong_version(fields, places)]
    raise_any(faults)
    found = SignOffFile(
        path,
        fields.agreement,
        fields.digest,
        int(fields.version),
        fields.signer,
        fields.party,
        fields.on,
        fields.remark or "",
    )
    _require_its_name(found)
    return found


def _wrong_version(fields: SignOffFields, places: Places) -> list[SlaError]:
    if re.fullmatch(r"[1-9][0-9]{0,5}", fields.version):
        return []
    where, hint = places.value(("version",)), "write the number of the version, for example 2"
    return [
        SlaError(
            f'"{fields.version}" is not the number of a version', where=where, hint=hint, code=Fault.AMBIGUOUS_NUMBER
        )
    ]


def _require_its_name(found: SignOffFile) -> None:
    belongs = signoff_path(found.agreement, found.digest, found.signer)
    if found.path != belongs:
        hint = f"a sign-off with this content is named {belongs}; a copy for something else signs nothing"
        raise SlaError("the name does not agree with the content", where=Place(found.path), hint=hint, code=_MISPLACED)


def signoffs_of(root: Path, *, besides: Collection[str] = ()) -> tuple[SignOffFile, ...]:
    """The sign-offs that lie in the project's folder now, in order of their paths, committed or not.

    Those at the paths `besides` are left out, and not read. Raises `Faults` with everything that is wrong in any of
    the others; nothing else in their folder is passed over.
    """
    found: list[SignOffFile] = []
    faults: list[SlaError] = []
    for path in _files_below(root):
        name = path.relative_to(root).as_posix()
        if name.removesuffix(SIGNATURE_ENDING) in besides:
            continue
        try:
            raw = bytes_of(path, root)
            if path.name.endswith(f".yml{SIGNATURE_ENDING}"):
                _require_its_signoff(path, name)
            elif path.suffix == ".yml":
                found.append(read_signoff(raw, path=name))
            elif path.suffix != ".md" and path.name not in _OTHER_FILES:
                hint = "a sign-off is named <12 digits of the digest>.<address of the signer>.yml; sla sign writes it"
                raise SlaError("this is not the name of a sign-off", where=Place(name), hint=hint, code=_MISPLACED)
        except Faults as several:
            faults += several.faults
        except SlaError as fault:
            faults.append(fault)
    raise_any(faults)
    return tuple(found)


def _files_below(root: Path) -> list[Path]:
    """Everything below the folder of sign-offs that is not a folder; links to folders are among them."""
    entries: list[Path] = []
    for parent, folders, files in os.walk(root / SIGNOFFS_FOLDER, onerror=partial(_refuse_folder, root)):
        entries += (Path(parent, name) for name in files)
        entries += (Path(parent, name) for name in folders if Path(parent, name).is_symlink())
    return sorted(entries, key=lambda path: path.relative_to(root).as_posix())


def _refuse_folder(root: Path, problem: OSError) -> None:
    if isinstance(problem, FileNotFoundError) or not (root / SIGNOFFS_FOLDER).parent.is_dir():
        return  # a project in which nobody has signed yet, or none at all
    where = Place(f"{Path(problem.filename).relative_to(root).as_posix()}/")
    message = f"the folder cannot be read: {problem.strerror or type(problem).__name__}"
    hint = "give the user who runs sla the right to read it"
    raise Faults([EnvironmentFault(message, where=where, hint=hint, code=NOTHING)]) from None


def _require_its_signoff(path: Path, name: str) -> None:
    if not path.with_suffix("").is_file():
        hint = "remove it, or put the sign-off that it signs beside it"
        raise SlaError("a signature without its sign-off", where=Place(name), hint=hint, code=_MISPLACED)
