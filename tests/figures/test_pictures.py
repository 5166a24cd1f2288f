"""Figures as files, and as specifications for the page."""

from typing import Any

import pytest
from built import BUILT, STYLE

from geo_alliance.figures.parts import Figure
from geo_alliance.figures.pictures import build_specs, draw_picture


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_stands_alone(form: Any) -> None:
    figure = BUILT["scrambles"]

    picture = draw_picture(figure, STYLE, form, credit="Credit of the picture")

    if form == "png":
        assert picture.startswith(b"\x89PNG")
    else:
        text = picture.decode()
        assert all(part in text for part in (figure.title, "Credit of the picture", figure.panels[0].title))
        assert ">After the<" in text  # the name of an era


def test_specifications_leave_the_theme_to_the_page(figure: Figure) -> None:
    assert all("config" not in spec for spec in build_specs(figure))
