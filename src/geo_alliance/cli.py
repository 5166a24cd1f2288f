"""The command line: ``geo-alliance serve | check | format | layers | export | export-html``.

Exit codes: 0 all is well, 1 the data are wrong or cannot be read, 2 the command was misused, 130 it was stopped.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from geo_alliance import commands as act
from geo_alliance.errors import DataError, GeoAllianceError
from geo_alliance.exports.formats import FORMATS
from geo_alliance.toponyms import ALL_NAMES
from geo_alliance.web.base_path import parse_base_path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; an error is one line on standard error."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without Japanese
    parser = build_parser()
    options = parser.parse_args(arguments)
    command = act.tell_version if options.version else options.command
    if command is None:
        parser.error("the following arguments are required: COMMAND")
    try:
        code = int(command(options))
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of the output, such as `head`, has seen enough
        _forget_output()
        return 0
    except GeoAllianceError as error:
        print(f"geo-alliance: {error}", file=sys.stderr)
        return 1 if isinstance(error, DataError) else 2
    except OSError as error:
        _say_lost_file(error)
        return 1
    return code


def _say_lost_file(error: OSError) -> None:
    if error.filename is None:
        _forget_output()
    place, why = error.filename or "the output", error.strerror or "no reason is given"
    print(f"geo-alliance: found no way to read or write {place} ({why}): expected access to it", file=sys.stderr)


def _forget_output() -> None:
    """Let nothing be written to standard output any more, not even what Python still holds when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    parser = argparse.ArgumentParser(prog="geo-alliance", description="The atlas of the U.S.-Japan security alliance.")
    parser.add_argument("--version", action="store_true", help="print the versions of the program and of the data")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_serve(commands)
    _add_check(commands)
    _add_format(commands)
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
    parser.set_defaults(command=act.serve)


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "check",
        help="hold a data folder against every rule",
        description="Hold a data folder against every rule of docs/data.md; print each fault.",
    )
    _add_data(parser)
    parser.set_defaults(command=act.check)


def _add_format(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "format",
        help="write the files of layers in their layout",
        description=(
            "Write the files of layers in the layout of docs/data.md: one feature a line, without blanks between "
            "members. Nothing of their content changes; a file that cannot be read stays as it is."
        ),
    )
    parser.add_argument("layers", nargs="*", metavar="LAYER", help="name of a layer (default: all layers)")
    _add_data(parser)
    parser.set_defaults(command=act.format_layers)


def _add_layers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "layers",
        help="list the layers",
        description="List the layers with their number of records, first and last day, and coverage.",
    )
    _add_data(parser)
    parser.set_defaults(command=act.list_layers)


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "export",
        help="write one layer, or all, as a file of one format",
        description="Write what the dashboard would download: one layer, or all of them, on a day or in a period.",
    )
    parser.add_argument("layer", metavar="LAYER", help="name of a layer, several with commas, or 'all'")
    _add_narrowing(parser)
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
    parser.set_defaults(command=act.export)


def _add_narrowing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="DATE", help="one day YYYY-MM-DD, or any day of a month YYYY-MM or a year YYYY")
    parser.add_argument("--from", dest="start", metavar="DATE", help="first day; of a month or a year its first")
    parser.add_argument("--to", dest="end", metavar="DATE", help="last day; of a month or a year its last")
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
    parser.set_defaults(command=act.export_html)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: the atlas' own)")


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
