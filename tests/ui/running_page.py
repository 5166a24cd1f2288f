"""The page, run without a browser."""

from streamlit.testing.v1 import AppTest

from geo_alliance.server import PAGE

SLOWEST_S = 90


def run_page(*opened: str, **params: str) -> AppTest:
    """Run the page for an address; `opened` has the keys of what the reader had opened: expanders and popovers."""
    page = AppTest.from_file(PAGE, default_timeout=SLOWEST_S)
    for key in opened:
        page.session_state[key] = True
    return run_address(page, **params)


def run_address(page: AppTest, /, **params: str) -> AppTest:
    """Run a page that stands ready, for an address."""
    for key, value in params.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception, page.exception
    return page


def read_html(page: AppTest) -> str:
    """Return what the page draws as HTML, by its parts."""
    return "\n".join(str(element.proto.body) for element in page.get("html"))
