"""What numpy is told of the processor before it is loaded: where its quickest instructions are not the quickest."""

from __future__ import annotations

import os.path
from collections.abc import MutableMapping

_SAID_ALREADY = {"NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES"}


def choose_sort(environment: MutableMapping[str, str], described_in: str = "/proc/cpuinfo") -> None:
    """Have numpy sort by AVX2 where AVX-512 sorts slowly, unless the environment says which instructions to use.

    On Zen 4 `sla attain` over 10 million records was measured to take 0.92 (CSV) and 0.83 (Parquet) of the time then.
    A numpy before 2.4 has another name for these instructions, and leaves nothing out.
    """
    if not _SAID_ALREADY.isdisjoint(environment):
        return
    try:
        with open(described_in, encoding="utf-8", errors="replace") as file:
            description = file.read(4096)  # the first processor; the others are like it
    except OSError:
        return  # another system
    if sorts_slowly(description) and _is_as_released():
        environment["NPY_DISABLE_CPU_FEATURES"] = "X86_V4"


def _is_as_released() -> bool:
    """Whether numpy was built by its authors: theirs alone brings its libraries along.

    Built for one processor, as distributions do, it needs that processor's instructions and does not start without.
    """
    from importlib.machinery import PathFinder  # late: few processors are asked about

    found = PathFinder.find_spec("numpy")
    return found is not None and found.origin is not None and os.path.isdir(f"{os.path.dirname(found.origin)}.libs")


def sorts_slowly(description: str) -> bool:
    """Whether a processor, as Linux describes it, writes the packed results of AVX-512 in microcode: AMD's Zen 4.

    Of its family only Zen 4 has these instructions, and the next family writes them fast.
    """
    lines = (line.partition(":") for line in description.partition("\n\n")[0].splitlines())
    said = {name.strip(): value.split() for name, _, value in lines}
    is_zen_3_or_4 = said.get("vendor_id") == ["AuthenticAMD"] and said.get("cpu family") == ["25"]
    return is_zen_3_or_4 and "avx512f" in said.get("flags", [])
