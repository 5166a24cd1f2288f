"""The apps that are measured, each in a server process of its own on loopback."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from threading import Thread
from urllib.error import URLError

HERE = Path(__file__).parent
HOST = "127.0.0.1"
SLOWEST_START_S = 60
_MIB = 1024 * 1024


@dataclass(frozen=True)
class App:
    """One app: its name in the table, and its page script; without one it is the atlas, started by its own command."""

    name: str
    script: Path | None = None

    def build_command(self, port: int) -> list[str]:
        """Return the command that starts it. A page has Streamlit's defaults, except that nothing is sent home."""
        if self.script is None:
            return [sys.executable, "-m", "geo_alliance", "serve", "--port", str(port), "--address", HOST]
        own = ["--server.port", str(port), "--server.address", HOST, "--server.headless", "true"]
        page = [sys.executable, "-m", "streamlit", "run", str(self.script), *own]
        return [*page, "--browser.gatherUsageStats", "false"]


ATLAS = App("atlas")
REFERENCE = App("reference", HERE / "reference_app.py")
EMPTY = App("empty page", HERE / "empty_app.py")


@dataclass(frozen=True)
class Server:
    """A running app: its address, its process, and the seconds from its start to its first answer."""

    app: App
    address: str
    process: subprocess.Popen[bytes]
    start_s: float

    def read_memory_mib(self) -> float:
        """Return the resident memory of the process in MiB (Linux)."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / _MIB

    def read_processor_s(self) -> float:
        """Return the processor seconds that the process has used so far (Linux)."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def run_app(app: App) -> Iterator[Server]:
    """Start an app away from any settings of this folder or this user, and end it afterwards.

    Raises:
        RuntimeError: the server stopped, or did not answer in time.
    """
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        scripts = stack.enter_context(_serve_scripts()) if app is REFERENCE else ""
        port = find_free_port()
        started = time.perf_counter()
        process = subprocess.Popen(
            app.build_command(port),
            cwd=home,
            env={**os.environ, "HOME": home, "BENCH_SCRIPTS": scripts},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(_end, process)
        address = f"http://{HOST}:{port}"
        _wait_until_up(address, process)
        yield Server(app, address, process, time.perf_counter() - started)


def find_free_port() -> int:
    """Return a port that is free on loopback."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + SLOWEST_START_S
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise RuntimeError(f"found the server stopped with exit code {process.returncode}: expected it to answer")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.01)
    raise RuntimeError(f"found no answer within {SLOWEST_START_S} s: expected one from {address}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class _Scripts(BaseHTTPRequestHandler):
    """Leaflet's files under the names that Folium gives them; every other name answers an empty file."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.path.strip("/")
        own = {"leaflet.js": "leaflet.js", "leaflet_css.css": "leaflet.css"}.get(name)
        folder = resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"
        body = (folder / own).read_bytes() if own else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/css" if name.endswith(".css") else "text/javascript")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=86400")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _serve_scripts() -> Iterator[str]:
    with ThreadingHTTPServer((HOST, 0), _Scripts) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}"
        server.shutdown()
