"""What each command of the command line does: it calls the library, prints, and returns its exit code."""

import argparse
import os
import socket
import sys
from importlib.metadata import version
from pathlib import Path

from geo_alliance.catalogue import DATA_VARIABLE, find_data_folder, read_catalogue
from geo_alliance.checks import check_folder
from geo_alliance.dates import ALL_TIME, Period
from geo_alliance.errors import DataError, UsageError
from geo_alliance.exports.formats import find_format
from geo_alliance.exports.layout import lay_out
from geo_alliance.loading import Atlas, load_atlas
from geo_alliance.naming import rename_atlas
from geo_alliance.selection import Selection, apply, parse_filters, resolve_layers, resolve_period
from geo_alliance.space.areas import resolve_area


def tell_version(options: argparse.Namespace) -> int:
    """Print the versions of the program and of the data that it finds by itself."""
    folder = find_data_folder()
    _require_folder(folder)
    print(f"geo-alliance {version('geo-alliance')}")
    print(f"data {read_catalogue(folder).version} in {folder}")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Start the dashboard and block until it is stopped."""
    os.environ[DATA_VARIABLE] = str(_find_folder(options).resolve())
    _require_free(options.address, options.port)
    from geo_alliance import server  # Streamlit and the map take a second to import; no other command needs them

    server.serve(port=options.port, address=options.address, base_path=options.base_path)
    return 0


def check(options: argparse.Namespace) -> int:
    """Print each fault of a data folder."""
    folder = _find_folder(options)
    faults = check_folder(folder)
    for fault in faults:
        print(fault)
    plural = "" if len(faults) == 1 else "s"
    print(f"{len(faults)} fault{plural} in {folder}" if faults else f"{folder} is sound")
    return 1 if faults else 0


def format_layers(options: argparse.Namespace) -> int:
    """Write the files of layers, all without names, in the layout of docs/data.md; one that cannot be read stays."""
    catalogue = read_catalogue(_find_folder(options))
    names = resolve_layers(catalogue, options.layers or [item.name for item in catalogue.layers])
    code = 0
    for file in dict.fromkeys(catalogue.resource(name).path for name in names):
        try:
            print(f"{file}: {'written' if lay_out(catalogue.root / file, file=file) else 'was so already'}")
        except DataError as error:
            print(f"geo-alliance: {error}", file=sys.stderr)
            code = 1
    return code


def list_layers(options: argparse.Namespace) -> int:
    """Print the layers with their number of records, first and last day, and coverage."""
    atlas = load_atlas(_find_folder(options))
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


def export(options: argparse.Namespace) -> int:
    """Write what the dashboard would download."""
    atlas = rename_atlas(load_atlas(_find_folder(options)), options.names)
    names = [item.name for item in atlas.catalogue.layers] if options.layer == "all" else options.layer.split(",")
    layers = resolve_layers(atlas.catalogue, names)
    for name in layers:
        if name not in atlas.layers:
            raise DataError("; ".join(str(fault) for fault in atlas.faults))
    filters = parse_filters(atlas.catalogue, layers, options.where)
    area = resolve_area(box=options.bbox, area=options.area)
    selection = Selection(_read_period(options, atlas), layers, filters, area)
    total = sum(len(frame) for frame in apply(selection, atlas.layers).values())
    _write(options.out, find_format(options.format).export(atlas, selection), f"{total} records")
    return 0


def export_html(options: argparse.Namespace) -> int:
    """Write a view of the map as one HTML file."""
    from geo_alliance.ui.standalone import export_view, read_view  # the map takes a moment to import

    atlas = load_atlas(_find_folder(options))
    _say_faults(atlas)
    page = export_view(atlas, read_view(options.view, atlas), base_url=options.base_url)
    _write(options.out, page, f"{len(page) / 1e6:.1f} MB")
    return 1 if atlas.faults else 0


def _write(out: str, data: bytes, size: str) -> None:
    """Write to a file and say how much, or to standard output where `out` is a hyphen."""
    if out == "-":
        if sys.stdout is None:
            raise UsageError("found no standard output: expected one, or a file to write")
        sys.stdout.buffer.write(data)
        return
    try:
        Path(out).write_bytes(data)
    except OSError as error:
        expected = "expected a file in a folder that can be written to, or - for standard output"
        raise UsageError(f"found no way to write {out!r} ({error.strerror}): {expected}") from error
    print(f"{size} in {out}", file=sys.stderr)


def _read_period(options: argparse.Namespace, atlas: Atlas) -> Period:
    if options.at is None:
        return resolve_period(atlas.catalogue, era=options.era, start=options.start, end=options.end)
    if any(option is not None for option in (options.start, options.end, options.era)):
        raise UsageError("found --at together with another period: expected one of them")
    return resolve_period(atlas.catalogue, start=options.at, end=options.at)


def _find_folder(options: argparse.Namespace) -> Path:
    folder = options.data or find_data_folder()
    _require_folder(folder)
    return Path(folder)


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise UsageError(f"found no folder {folder}: expected a data folder")


def _require_free(address: str, port: int) -> None:
    """Try to listen as the server will: it would end with its own words, or a traceback."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            if os.name != "nt":  # where it would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "no such address"
        expected = "expected an address of this machine and a free port, such as --port 8600"
        raise UsageError(f"found no way to listen at {address!r}, port {port} ({why}): {expected}") from error


def _say_faults(atlas: Atlas) -> None:
    for fault in atlas.faults:
        print(f"geo-alliance: {fault}", file=sys.stderr)
