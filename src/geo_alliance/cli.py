"""The command line: ``geo-alliance serve | check | layers | export | export-html``.

Exit codes: 0 all is well, 1 the data are wrong or cannot be read, 2 the command was misused.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from geo_alliance.catalogue import DATA_VARIABLE, find_data_folder
from geo_alliance.checks import check_folder
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.errors import DataError, SelectionError
from geo_alliance.exports.formats import FORMATS, find_format
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection, apply, parse_filters, resolve_layers, resolve_period
from geo_alliance.space.areas import resolve_area
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.web.base_path import parse_base_path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; an error is one line on standard error."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except SelectionError as error:
        print(f"geo-alliance: {error}", file=sys.stderr)
        return 2
    except DataError as error:
        print(f"geo-alliance: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of the output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    parser = argparse.ArgumentParser(prog="geo-alliance", description="The atlas of the U.S.-Japan security alliance.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands)
    _add_check(commands)
    _add_layers(commands)
    _add_export(commands)
    _add_export_html(commands)
    return parser


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("serve", help="start the dashboard", description="Start the dashboard.")
    port, base_path = os.environ.get("PORT", "8501"), os.environ.get("BASE_PATH", "")
    parser.add_argument("--port", type=_parse_port, default=port, help="port to listen on (default $PORT, else 8501)")
    parser.add_argument("--address", default="localhost", help="address to listen on (default localhost)")
    parser.add_argument(
        "--base-path",
        type=_parse_base_path,
        default=base_path,
        metavar="PATH",
        help="serve under this path, such as /atlas behind a proxy (default $BASE_PATH, else the top)",
    )
    _add_data(parser)
    parser.set_defaults(command=_serve)


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "check",
        help="hold a data folder against every rule",
        description="Hold a data folder against every rule of docs/data.md; print each fault.",
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="data folder (default: the atlas' own)")
    parser.set_defaults(command=_check)


def _add_layers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "layers",
        help="list the layers",
        description="List the layers with their number of records, first and last day, and coverage.",
    )
    _add_data(parser)
    parser.set_defaults(command=_list_layers)


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "export",
        help="write one layer, or all, as a file of one format",
        description="Write what the dashboard would download: one layer, or all of them, on a day or in a period.",
    )
    parser.add_argument("layer", metavar="LAYER", help="name of a layer, several with commas, or 'all'")
    parser.add_argument("--at", metavar="DATE", help="one day, YYYY-MM-DD")
    parser.add_argument("--from", dest="start", metavar="DATE", help="first day")
    parser.add_argument("--to", dest="end", metavar="DATE", help="last day")
    parser.add_argument("--era", metavar="ID", help="an era's id, or 'all'")
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        type=_parse_condition,
        metavar="MEMBER=VALUE[,VALUE]",
        help="only records with one of these values; of several layers LAYER.MEMBER=...; may be repeated",
    )
    parser.add_argument(
        "--bbox",
        metavar="W,S,E,N",
        help="only what meets a box, in degrees; write --bbox=-10,... where the first number is negative",
    )
    parser.add_argument("--area", metavar="LON,LAT;...", help="only what meets a polygon, or a box as with --bbox")
    parser.add_argument(
        "--format", choices=[item.id for item in FORMATS], default=FORMATS[0].id, help="default %(default)s"
    )
    parser.add_argument(
        "--names",
        metavar="PARTY",
        default=ALL_NAMES,
        help="whose names disputed places have, such as china (default all)",
    )
    parser.add_argument("--out", metavar="FILE", default="-", help="file to write, - for standard output (default)")
    _add_data(parser)
    parser.set_defaults(command=_export)


def _add_export_html(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "export-html",
        help="write a view of the map as one HTML file that needs no network",
        description="Write a view of the map as one HTML file: map, layers, records and sources, without any network.",
    )
    parser.add_argument("out", metavar="OUT.html", help="file to write, - for standard output")
    parser.add_argument(
        "--view",
        metavar="QUERY",
        default="",
        help="query of the dashboard's address, such as 'era=occupation&layers=okinawa' (default: its first view)",
    )
    parser.add_argument("--base-url", metavar="URL", help="address of a dashboard that the file links to")
    _add_data(parser)
    parser.set_defaults(command=_export_html)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: the atlas' own)")


def _serve(options: argparse.Namespace) -> int:
    if options.data is not None:
        _require_folder(options.data)
        os.environ[DATA_VARIABLE] = str(options.data.resolve())
    from geo_alliance.server import serve  # Streamlit and the map take a second to import; no other command needs them

    serve(port=options.port, address=options.address, base_path=options.base_path)
    return 0


def _check(options: argparse.Namespace) -> int:
    folder = options.folder or find_data_folder()
    _require_folder(folder)
    faults = check_folder(folder)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults in {folder}" if faults else f"{folder} is sound")
    return 1 if faults else 0


def _list_layers(options: argparse.Namespace) -> int:
    atlas = _load(options)
    for name, layer in atlas.layers.items():
        frame = layer.frame
        ends = frame.loc[frame["end"] < ALL_TIME.end, "end"]
        last = "today" if (frame["end"] == ALL_TIME.end).any() else ends.max()
        print(f"{name:14} {len(frame):5} records  {frame['start'].min()} to {last}  {layer.resource.title}")
        for item in layer.resource.coverage:
            verdict = "complete" if item.complete else "selection"
            print(f"{'':14} {verdict}, {item.start or '…'} to {item.end or 'today'}: {item.definition}")
    _say_faults(atlas)
    return 1 if atlas.faults else 0


def _export(options: argparse.Namespace) -> int:
    atlas = rename_atlas(_load(options), options.names)
    names = [item.name for item in atlas.catalogue.layers] if options.layer == "all" else options.layer.split(",")
    layers = resolve_layers(atlas.catalogue, names)
    for name in layers:
        if name not in atlas.layers:
            raise DataError("; ".join(str(fault) for fault in atlas.faults))
    filters = parse_filters(atlas.catalogue, layers, options.where)
    area = resolve_area(box=options.bbox, area=options.area)
    selection = Selection(_read_period(options, atlas), layers, filters, area)
    data = find_format(options.format).export(atlas, selection)
    if options.out == "-":
        sys.stdout.buffer.write(data)
    else:
        _write_file(Path(options.out), data)
        total = sum(len(frame) for frame in apply(selection, atlas.layers).values())
        print(f"{total} records in {options.out}", file=sys.stderr)
    return 0


def _export_html(options: argparse.Namespace) -> int:
    from geo_alliance.ui.standalone import export_view, read_view  # the map takes a moment to import

    atlas = _load(options)
    _say_faults(atlas)
    page = export_view(atlas, read_view(options.view, atlas), base_url=options.base_url)
    if options.out == "-":
        sys.stdout.buffer.write(page)
    else:
        _write_file(Path(options.out), page)
        print(f"{len(page) / 1e6:.1f} MB in {options.out}", file=sys.stderr)
    return 1 if atlas.faults else 0


def _write_file(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SelectionError(f"found no way to write {path} ({error.strerror}): expected a file in a folder") from error


def _read_period(options: argparse.Namespace, atlas: Atlas) -> Period:
    if options.at is None:
        return resolve_period(atlas.catalogue, era=options.era, start=options.start, end=options.end)
    if any(option is not None for option in (options.start, options.end, options.era)):
        raise SelectionError("found --at together with another period: expected one of them")
    return resolve_period(atlas.catalogue, start=options.at, end=options.at)


def _parse_condition(text: str) -> tuple[str, str]:
    member, sign, values = text.partition("=")
    if not member or not sign:
        raise argparse.ArgumentTypeError(f"found {text!r}: expected MEMBER=VALUE[,VALUE]")
    return member, values


def _parse_port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"found {text!r}: expected a port from 1 to 65535")
    return port


def _parse_base_path(text: str) -> str:
    try:
        return parse_base_path(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise SelectionError(f"found no folder {folder}: expected a data folder")


def _load(options: argparse.Namespace) -> Atlas:
    return load_atlas(options.data or find_data_folder())


def _say_faults(atlas: Atlas) -> None:
    for fault in atlas.faults:
        print(f"geo-alliance: {fault}", file=sys.stderr)
