"""Runs the dashboard for the browser tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

SLOWEST_START_S = 60


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SLOWEST_START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the server stopped with exit code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except (URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the server did not answer within {SLOWEST_START_S} s")


@contextmanager
def run_server(*, data: Path | None = None, base_path: str = "", port: int | None = None) -> Iterator[str]:
    """Run `geo-alliance serve` on a port, by default a free one; yields its address, the base path included."""
    address = f"http://127.0.0.1:{port or find_free_port()}"
    command = [sys.executable, "-m", "geo_alliance", "serve", "--port", address.rpartition(":")[2]]
    command += ["--address", "127.0.0.1", "--base-path", base_path]
    command += ["--data", str(data)] if data else []
    process = subprocess.Popen(command, env={**os.environ, "PYTHONWARNINGS": "default"})
    try:
        wait_until_up(address + base_path, process)
        yield address + base_path
    finally:
        process.terminate()
        process.wait(timeout=20)
