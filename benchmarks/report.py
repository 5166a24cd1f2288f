"""The table: each measure of the three apps, and whether the atlas keeps its target."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("streamlit", "streamlit-folium", "folium", "geopandas", "pandas", "playwright")
_HEADER = ("measure", "atlas", "reference", "empty page", "target", "")


@dataclass(frozen=True)
class Row:
    """One line: what was measured, the three apps' values as text, the target, and whether it is kept.

    `kept` is None where there is no target.
    """

    measure: str
    atlas: str
    reference: str = ""
    empty: str = ""
    target: str = ""
    kept: bool | None = None


def format_table(rows: Sequence[Row]) -> str:
    """Write the rows as a Markdown table with columns of even width."""
    verdicts = {True: "PASS", False: "FAIL", None: ""}
    cells = [_HEADER, *((r.measure, r.atlas, r.reference, r.empty, r.target, verdicts[r.kept]) for r in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADER))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(f"| {line} |" for line in [lines[0], " | ".join("-" * width for width in widths), *lines[1:]])


def describe_machine(browser_version: str) -> str:
    """Return the day, the machine and the versions, as one line each."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor() or "processor not named",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    busy = os.getloadavg()[0]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{date.today().isoformat()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors ({cpu}), "
        f"{memory:.0f} GiB, load {busy:.1f} at the end\n"
        f"Python {platform.python_version()}, {packages}, Chromium {browser_version}"
    )


def format_ms(seconds: float) -> str:
    """Write seconds as milliseconds."""
    return f"{seconds * 1000:,.0f} ms"


def format_s(seconds: float) -> str:
    """Write seconds."""
    return f"{seconds:.2f} s"


def format_kb(size: float) -> str:
    """Write bytes as kilobytes of 1,000 bytes."""
    return f"{size / 1000:,.1f} kB"
