"""`python -m benchmarks`: measure the atlas beside a page written the usual way and an empty page, print the table."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

from benchmarks.apps import ATLAS, EMPTY, REFERENCE, App, run_app
from benchmarks.browser import Change, FirstView, measure_changes, measure_first_view, open_browser
from benchmarks.loading import measure_loading
from benchmarks.playing import Playing, measure_playing
from benchmarks.report import Row, describe_machine, format_kb, format_ms, format_s, format_table
from benchmarks.saving import measure_saving
from benchmarks.searching import measure_searching
from benchmarks.sessions import Load, pass_through, press, press_alone, settle
from geo_alliance.catalogue import find_data_folder, read_catalogue

CROWD = 50


@dataclass(frozen=True)
class Effort:
    """How often each thing is measured, for how many seconds the crowd acts, and how many sessions come and go."""

    repeats: int
    crowd_s: float
    sessions: int
    reruns: int


FULL = Effort(repeats=9, crowd_s=20, sessions=300, reruns=10)
QUICK = Effort(repeats=3, crowd_s=8, sessions=40, reruns=5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for and print it; a target that is missed is said, and is no error."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: a first look in about three minutes")
    parser.add_argument("--only", choices=list(PARTS), action="append", help="only this part; may be given again")
    options = parser.parse_args(arguments)
    effort = QUICK if options.quick else FULL
    rows = [row for name in options.only or PARTS for row in _measure_part(name, effort)]
    with open_browser() as browser:
        print(f"\n{describe_machine(browser.version)}\nMedians of {effort.repeats} unless said otherwise.\n")
    print(format_table(rows))
    return 0


def measure_data(effort: Effort) -> list[Row]:
    """Measure loading and checking the data folder."""
    times = [measure_loading() for _ in range(effort.repeats)]
    load, check = median(item.load_s for item in times), median(item.check_s for item in times)
    return [
        Row("load and validate all layers", format_s(load), target="≤ 1.5 s", kept=load <= 1.5),
        Row("hold the folder against every rule", format_s(check)),
    ]


def measure_search(effort: Effort) -> list[Row]:
    """Measure the search over everything that has a name."""
    times = [measure_searching() for _ in range(min(effort.repeats, 3))]
    middle, slowest = (median(getattr(item, name) for item in times) for name in ("median_s", "slowest_s"))
    what = f"search over {times[0].entries:,} entries"
    return [
        Row(f"{what}: median of a query", f"{middle * 1000:.1f} ms"),
        Row(f"{what}: slowest query", f"{slowest * 1000:.1f} ms", target="≤ 50 ms", kept=slowest <= 0.05),
    ]


def measure_saved(effort: Effort) -> list[Row]:
    """Measure how long a view takes as one HTML file, and how large it is."""
    times = [measure_saving() for _ in range(min(effort.repeats, 3))]
    first, again, command = (
        median(getattr(item, name) for item in times) for name in ("first_s", "next_s", "command_s")
    )
    size = times[0].file_bytes
    return [
        Row("export-html: first file of a process", format_s(first)),
        Row("export-html: the next file", format_s(again)),
        Row("export-html: the whole command", format_s(command)),
        Row("export-html: size of the file", format_kb(size), target="< 3 MB", kept=size < 3e6),
    ]


def measure_start(effort: Effort) -> list[Row]:
    """Measure the start of each server to its first answer."""

    def start(app: App) -> float:
        with run_app(app) as server:
            return server.start_s

    found = [format_s(median(start(app) for _ in range(effort.repeats))) for app in (ATLAS, REFERENCE, EMPTY)]
    return [Row("start of the server to its first answer", *found)]


def measure_script(effort: Effort) -> list[Row]:
    """Measure one run of the page's script for a change of era, by a reader without a browser."""
    eras = _list_eras()

    def run(app: App) -> float:
        with run_app(app) as server:
            return median(press_alone(server.address, eras=eras, count=2 * effort.repeats))

    own, usual = run(ATLAS), run(REFERENCE)
    ratio = f"{format_ms(usual)} ({usual / own:.1f} times)"
    return [Row("era change: one run of the script", format_ms(own), ratio, "", "5 times less", usual >= 5 * own)]


def _list_eras() -> list[str]:
    return [era.name for era in read_catalogue(find_data_folder()).eras]


def measure_browser(effort: Effort) -> list[Row]:
    """Measure the first view of all three, then changes of era of the two with a map."""
    eras = _list_eras()
    views: dict[App, list[FirstView]] = {}
    changes: dict[App, list[Change]] = {}
    with open_browser() as browser:
        for app in (EMPTY, ATLAS, REFERENCE):
            with run_app(app) as server:
                views[app] = [measure_first_view(browser, server) for _ in range(effort.repeats + 1)][1:]
                if app is not EMPTY:
                    changes[app] = measure_changes(browser, server, eras, effort.repeats)
    return [*_list_changes(changes[ATLAS], changes[REFERENCE]), *_list_views(views)]


def _list_changes(atlas: list[Change], reference: list[Change]) -> list[Row]:
    def both(measure: str, read: Callable[[Change], float], write: Callable[[float], str]) -> tuple[Row, float, float]:
        own, usual = median(map(read, atlas)), median(map(read, reference))
        ratio = f"{write(usual)} ({usual / own:.1f} times)" if own else write(usual)
        return Row(f"era change: {measure}", write(own), ratio), own, usual

    size, own_size, usual_size = both("bytes for the map alone", lambda item: item.map_bytes, format_kb)
    total, own_total, _ = both("bytes of all messages", lambda item: item.bytes, format_kb)
    beside, _, _ = both("script runs beside the browser", lambda item: item.script_s, format_ms)
    cpu, own_cpu, usual_cpu = both("processor time of the server", lambda item: item.processor_s, format_ms)
    drawn, own_drawn, _ = both("press to drawn", lambda item: item.drawn_s, format_ms)
    kept = [f"{sum(item.kept for item in each)} of {len(each)} times" for each in (atlas, reference)]
    runs = [f"{median(item.runs for item in each):.0f}" for each in (atlas, reference)]
    return [
        replace(size, target="50 times fewer", kept=usual_size >= 50 * own_size),
        replace(total, target="≤ 60 kB", kept=own_total <= 60_000),
        Row("era change: runs of the page's script", *runs),
        beside,
        replace(cpu, target="5 times less", kept=usual_cpu >= 5 * own_cpu),
        replace(drawn, target="≤ 250 ms", kept=own_drawn <= 0.25),
        Row("era change: frame kept", *kept, target="always", kept=all(item.kept for item in atlas)),
    ]


def _list_views(views: dict[App, list[FirstView]]) -> list[Row]:
    drawn = {app: median(item.drawn_s for item in each) for app, each in views.items()}
    more = drawn[ATLAS] - drawn[EMPTY]
    before, own = (
        median(values) for values in zip(*((v.before_bytes, v.own_bytes) for v in views[ATLAS]), strict=True)
    )
    others = {url for view in views[ATLAS] for url in view.others}
    texts = [format_s(drawn[app]) for app in (ATLAS, REFERENCE, EMPTY)]
    return [
        Row("first view drawn, warm server, empty cache", *texts, "≤ 2.5 s", drawn[ATLAS] <= 2.5),
        Row("first view: more than the empty page", format_s(more), target="≤ 1.2 s", kept=more <= 1.2),
        Row("own assets before the first map", format_kb(before)),
        Row("own assets in all", format_kb(own), target="≤ 1.5 MB", kept=own <= 1.5e6),
        Row("requests to other origins", str(len(others)), target="none", kept=not others),
    ]


def measure_timeline(effort: Effort) -> list[Row]:
    """Measure how the map follows the timeline while a day runs through the records of all layers."""
    layers = [resource.name for resource in read_catalogue(find_data_folder()).layers]
    with open_browser() as browser, run_app(ATLAS) as server:
        runs = [measure_playing(browser, server, layers, seconds=5) for _ in range(effort.repeats)]

    def middle(read: Callable[[Playing], float]) -> float:
        return median(map(read, runs))

    frames, days = middle(lambda run: run.frames_per_s), middle(lambda run: run.days_per_s)
    messages = sum(run.messages for run in runs)
    return [
        Row("playing: frames a second", f"{frames:.0f}", target="≥ 30", kept=frames >= 30),
        Row("playing: frames a second that show another day", f"{days:.0f}", target="≥ 30", kept=days >= 30),
        Row("playing: 95th percentile from frame to frame", format_ms(middle(lambda run: run.slow_s))),
        Row("playing: messages to the server", str(messages), target="none", kept=not messages),
    ]


def measure_crowd(effort: Effort) -> list[Row]:
    """Measure reruns and memory while 50 sessions act at once."""
    loads: dict[App, Load] = {}
    for app in (ATLAS, EMPTY):
        with run_app(app) as server:
            loads[app] = press(server.address, server.read_memory_mib, sessions=CROWD, seconds=effort.crowd_s)
    slow = {app: quantiles(load.reruns_s, n=20)[-1] for app, load in loads.items()}
    middle = [format_s(median(loads[app].reruns_s)) for app in (ATLAS, EMPTY)]
    memory = {app: loads[app].memory_mib * 1.048576 for app in (ATLAS, EMPTY)}
    used = [f"{memory[app]:.0f} MB" for app in (ATLAS, EMPTY)]
    target, kept = "≤ 1.5 s, < empty page", slow[ATLAS] <= 1.5 and slow[ATLAS] < slow[EMPTY]
    return [
        Row(f"{CROWD} sessions: median of a rerun", middle[0], empty=middle[1]),
        Row(f"{CROWD} sessions: 95th percentile", format_s(slow[ATLAS]), "", format_s(slow[EMPTY]), target, kept),
        Row(f"{CROWD} sessions: memory", used[0], "", used[1], "≤ 450 MB", memory[ATLAS] <= 450),
    ]


def measure_memory(effort: Effort) -> list[Row]:
    """Measure the memory before and after many sessions have come and gone."""
    with run_app(ATLAS) as server:
        pass_through(server.address, sessions=effort.sessions // 2, reruns=3)
        before = settle(server.read_memory_mib)
        pass_through(server.address, sessions=effort.sessions, reruns=effort.reruns)
        after = settle(server.read_memory_mib)
    change = after / before - 1
    measure = f"memory over {effort.sessions * effort.reruns:,} reruns, {effort.sessions} sessions"
    return [Row(measure, f"{before:.0f} → {after:.0f} MiB ({change:+.1%})", target="± 5 %", kept=abs(change) <= 0.05)]


PARTS: dict[str, Callable[[Effort], list[Row]]] = {
    "data": measure_data,
    "search": measure_search,
    "export-html": measure_saved,
    "start": measure_start,
    "script": measure_script,
    "browser": measure_browser,
    "timeline": measure_timeline,
    "crowd": measure_crowd,
    "memory": measure_memory,
}


def _measure_part(name: str, effort: Effort) -> list[Row]:
    print(f"measuring: {name} …", file=sys.stderr, flush=True)
    return PARTS[name](effort)


if __name__ == "__main__":
    sys.exit(main())
