"""Dask: every file of a folder is a `delayed` part, read by the same strict readers as at home."""

from __future__ import annotations

import atexit
import pickle
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from living_sla.engines.task import BINS, Partial, Reply, Task, packed, read_part, repeated, unpacked
from living_sla.errors import EnvironmentFault, Fault, Notice, Place, SlaError
from living_sla.exports.file import File, check_ending
from living_sla.model.agreement.source import Source

if TYPE_CHECKING:
    from distributed import Client

# Dask is imported in functions: it is an extra, and `open_with_dask` has to say so where it is missing.

_AT_ONCE = 8
"""Answers that one task merges."""
_INSTALL = "install the extra: pip install living-sla[dask]"


def open_with_dask(source: Source, path: str, columns: tuple[str, ...], place: Place) -> DaskPath:
    """The files below the path, which may be a folder, a file, or a pattern.

    Raises:
        EnvironmentFault: No Dask, or none of the libraries that its file systems need.
        SlaError: No file there, or one of a format that is not read.
    """
    if find_spec("distributed") is None:
        raise EnvironmentFault("Dask is not installed", hint=_INSTALL)
    # Imported late: Dask is an extra, and slow to import; the same of everything below that is its.
    import dask

    files = _files(path, source, place)
    return DaskPath(files, source.path, place, f"Dask {dask.__version__}")


class DaskPath:
    """The files of an export that Dask's workers read; see `Opened`."""

    notices: tuple[Notice, ...] = ()

    def __init__(self, files: Sequence[str], path: str, place: Place, engine: str) -> None:
        self.engine = engine
        self._files, self._path, self._place = files, path, place

    def read(self, task: Task) -> Reply:
        """See `Opened`: one graph, in which answers and keys are merged on the workers."""
        from dask import delayed

        # As bytes, so that two threads of a worker never share what a cohort remembers.
        asked = delayed(pickle.dumps(task, protocol=5))
        parts = [delayed(_part)(asked, file) for file in self._files]
        answers = [delayed(_answer)(part) for part in parts]
        while len(answers) > 1:
            groups = (answers[at : at + _AT_ONCE] for at in range(0, len(answers), _AT_ONCE))
            answers = [delayed(_merged)(asked, group) for group in groups]
        bins = range(min(BINS, len(parts)))
        repeats = [delayed(repeated)([delayed(_bins)(part, number, len(bins)) for part in parts]) for number in bins]
        answer, *hashes = self._computed([*answers, *repeats])
        return unpacked([answer], task.question), np.frombuffer(b"".join(hashes), dtype=np.uint64)

    def _computed(self, nodes: list[Any]) -> list[Any]:
        from distributed import KilledWorker

        try:
            return list(_client().gather(_client().compute(nodes)))
        except KilledWorker:
            message, hint = f'a worker of Dask died while it read "{self._path}"', "give workers more memory"
        except (OSError, ImportError) as error:
            message = f'Dask cannot read "{self._path}": {type(error).__name__}'
            hint = "is the scheduler there, and does every worker see these files and have Living SLA installed?"
        raise EnvironmentFault(message, where=self._place, hint=hint)


# ---------------------------------------------------------------- on the workers

_Part = tuple[bytes, dict[int, bytes]]
"""An answer, and hashes of keys by bin."""


def _part(asked: bytes, address: str) -> _Part:
    """What one file comes to; one that lies elsewhere is fetched for as long as it is read."""
    task: Task = pickle.loads(asked)
    if "://" not in address:
        partial = read_part(task, lambda reader: reader.of_file(File(Path(address), address)))
        return _packed(partial)
    import fsspec

    files, path = fsspec.core.url_to_fs(address)
    with TemporaryDirectory(prefix="living-sla-") as folder:
        here = Path(folder) / PurePosixPath(path).name
        files.get_file(path, str(here))
        return _packed(read_part(task, lambda reader: reader.of_file(File(here, address))))


def _packed(partial: Partial) -> _Part:
    bins = partial.split_keys()
    return packed(partial), bins


def _answer(part: _Part) -> bytes:
    return part[0]


def _merged(asked: bytes, answers: list[bytes]) -> bytes:
    task: Task = pickle.loads(asked)
    return packed(unpacked(answers, task.question))


def _bins(part: _Part, number: int, of: int) -> bytes:
    """The hashes of every bin that falls to the comparison with this number, of so many."""
    return b"".join(hashes for at, hashes in part[1].items() if at % of == number)


# ---------------------------------------------------------------- files and cluster


def _files(path: str, source: Source, place: Place) -> list[str]:
    """The addresses of all files, in order; names that begin with a dot or an underscore are nobody's records."""
    import fsspec

    try:
        system, inside = fsspec.core.url_to_fs(path)
        if any(mark in inside for mark in "*?["):
            names = [name for name in system.glob(inside) if not system.isdir(name)]
        else:
            names = system.find(inside)
    except (ImportError, ValueError) as missing:
        hint = "install the library that the message names, on every worker too"
        raise EnvironmentFault(f'Dask cannot open "{source.path}": {missing}', where=place, hint=hint) from None
    except OSError:
        names = []
    files = sorted(name for name in names if not PurePosixPath(name).name.startswith((".", "_")))
    if not files:
        hint = "check the path, and the rights of the user that Dask runs as"
        raise SlaError(f'Dask finds no file at "{source.path}"', where=place, hint=hint, code=Fault.UNREADABLE_EXPORT)
    for name in files:
        check_ending(Path(PurePosixPath(name).name), name)
    return [name if _is_local(system) else system.unstrip_protocol(name) for name in files]


def _is_local(system: Any) -> bool:
    return "file" in ((system.protocol,) if isinstance(system.protocol, str) else system.protocol)


@cache
def _client() -> Client:
    """The client of this process, the scheduler of `DASK_SCHEDULER_ADDRESS`, or a cluster on this machine."""
    import dask
    from distributed import Client, LocalCluster, default_client

    try:
        return default_client()
    except ValueError:
        pass
    address = dask.config.get("scheduler-address", None)
    cluster = address or LocalCluster(threads_per_worker=1, dashboard_address=None)
    client = Client(cluster)
    atexit.register(client.close)
    return client
