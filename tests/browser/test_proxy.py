"""The dashboard behind a real nginx that serves it under /atlas/, set up by the sample in docs/deployment.md."""

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

sys.path.insert(0, str(Path(__file__).parent))
from find_nginx import ADVICE, find_nginx
from running import find_free_port, run_server, wait_until_up

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MapFrame = Callable[[Page], Frame]

GUIDE = Path(__file__).parents[2] / "docs" / "deployment.md"
AROUND = """
daemon off;
pid {folder}/pid;
error_log stderr error;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {sample}
}}
"""


def read_sample(*, listen: str, behind: str) -> str:
    """Return the sample of the guide, with other addresses."""
    found = re.search(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert found is not None
    changed = found[1].replace("listen 80;", f"listen {listen};").replace("http://127.0.0.1:8501", behind)
    assert listen in changed
    assert behind in changed
    return changed


@contextmanager
def run_nginx(folder: Path, behind: str) -> Iterator[str]:
    nginx = find_nginx()
    if nginx is None:
        pytest.fail(ADVICE)
    listen = f"127.0.0.1:{find_free_port()}"
    user = "user root;" if os.geteuid() == 0 else ""
    sample = read_sample(listen=listen, behind=behind)
    config = folder / "nginx.conf"
    config.write_text(AROUND.format(folder=folder, user=user, sample=sample), encoding="utf-8")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(config)])
    try:
        wait_until_up(f"http://{listen}/atlas", process)
        yield f"http://{listen}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of nginx, before which the dashboard runs under /atlas."""
    with run_server(base_path="/atlas") as server:
        behind = server.removesuffix("/atlas")
        with run_nginx(tmp_path_factory.mktemp("nginx"), behind) as proxy:
            yield proxy


def ask(address: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, http.client.HTTPMessage]:
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)) as connection:
        connection.request("GET", path, headers=headers or {})
        with connection.getresponse() as answer:
            return answer.status, answer.headers


def test_the_map_draws_and_an_era_changes(open_page: OpenPage, map_frame: MapFrame, errors: list[str]) -> None:
    page = open_page("/atlas/")
    frame = map_frame(page)
    before = frame.evaluate("document.documentElement.dataset.ready")

    page.get_by_role("radio", name="Occupation", exact=True).click()

    frame.wait_for_function(f"document.documentElement.dataset.ready !== '{before}'")
    assert "/atlas/?era=occupation" in page.url
    assert errors == []


def test_a_download_comes_through(open_page: OpenPage, tmp_path: Path, errors: list[str]) -> None:
    page = open_page("/atlas/?era=occupation&layers=senkaku")
    page.get_by_role("button", name="Download").click()

    with page.expect_download() as started:
        page.get_by_role("button", name="GeoJSON").first.click()
    started.value.save_as(tmp_path / "download")

    assert json.loads((tmp_path / "download").read_text(encoding="utf-8"))["features"]
    assert errors == []


def test_the_path_without_its_last_slash_leads_to_the_page(open_page: OpenPage, errors: list[str]) -> None:
    page = open_page("/atlas?era=occupation")

    expect(page.get_by_role("radio", name="Occupation", exact=True)).to_be_checked()
    assert urlsplit(page.url).path == "/atlas/"
    assert errors == []


def test_another_site_may_embed_the_dashboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address.replace("127.0.0.1", "localhost"))  # another origin; nginx answers that nothing is there

    page.evaluate(
        "(url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url, height: 800 }))",
        f"{address}/atlas/?embed=true",
    )

    inside = page.frame_locator("iframe").frame_locator('iframe[title="streamlit_folium.st_folium"]')
    expect(inside.locator("[data-id]").first).to_be_attached(timeout=20_000)
    page.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/atlas/atlas/layers.json", 200),
        ("/atlas/atlas/basemap/land-world.geojson", 200),
        ("/atlas/atlas/leaflet/leaflet.css", 200),
        ("/atlas/atlas/nothing", 404),
        ("/atlas/_stcore/health", 200),
        ("/", 404),
    ],
)
def test_own_addresses_answer_under_the_base_path(address: str, path: str, status: int) -> None:
    answered, headers = ask(address, path)

    assert answered == status
    assert path == "/" or headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("origin", "status"), [("atlas.test", 101), ("other.test", 403)], ids=["own", "foreign"])
def test_the_websocket_opens_for_the_sites_own_name_only(address: str, origin: str, status: int) -> None:
    headers = {
        "Host": "atlas.test",
        "Origin": f"http://{origin}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }

    assert ask(address, "/atlas/_stcore/stream", headers)[0] == status
