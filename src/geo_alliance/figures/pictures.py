"""A chart as a picture that can stand alone: title, sentence and source inside."""

import json
import textwrap
from typing import Any, Literal

from geo_alliance.figures.parts import Figure, Style

Form = Literal["png", "svg"]

MEDIA_TYPES: dict[Form, str] = {"png": "image/png", "svg": "image/svg+xml"}
WIDTH_PX = 900
_SCALE = 2
_FONT = "Source Sans Pro, Noto Sans, sans-serif"  # a name with a digit, unquoted, would leave all text out
_LINE = 120


def build_specs(figure: Figure) -> list[dict[str, Any]]:
    """Return the Vega-Lite specification of each panel, without settings of its own: a page brings its theme.

    It is not held against Vega-Lite's schema, which takes as long as all the rest; the tests do that.
    """
    specs = [panel.chart.to_dict(validate=False) for panel in figure.panels]
    return [{key: value for key, value in spec.items() if key != "config"} for spec in specs]


def draw_picture(figure: Figure, style: Style, form: Form, *, credit: str) -> bytes:
    """Draw all panels of a figure, one below the other, with its title above and the credit below.

    The converter is imported here: it takes more than 100 MB, and few readers ask for a picture.
    """
    import vl_convert as vlc  # noqa: PLC0415

    spec = json.dumps(_compose(figure, style, credit))
    if form == "svg":
        return vlc.vegalite_to_svg(spec, allowed_base_urls=[]).encode()
    return bytes(vlc.vegalite_to_png(spec, scale=_SCALE, allowed_base_urls=[]))


def _embed(spec: dict[str, Any], place: int) -> dict[str, Any]:
    """Fit a chart into a column of charts, where Vega-Lite gives the scales and views of each names of their own."""
    layers = [{key: value for key, value in layer.items() if key != "name"} for layer in spec["layer"]]
    renamed = json.loads(json.dumps(layers).replace("scale('x'", f"scale('concat_{place}_x'"))
    kept = {key: value for key, value in spec.items() if key not in {"$schema", "autosize"}}
    return {**kept, "layer": renamed, "width": WIDTH_PX}


def _compose(figure: Figure, style: Style, credit: str) -> dict[str, Any]:
    specs = build_specs(figure)
    datasets = {name: rows for spec in specs for name, rows in spec.pop("datasets", {}).items()}
    panels = [_embed(spec, place) for place, spec in enumerate(specs)]
    notes = [f"{item.letter} {item.text}." for item in figure.breaks]
    foot = [line for text in (*notes, credit) for line in textwrap.wrap(text, _LINE)]
    last = {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "top", "x": 0, "y": 0, "lineHeight": 15, "text": foot},
        "encoding": {"color": {"value": style.quiet}},
        "view": {"stroke": None},
        "height": 15 * len(foot),
        "width": WIDTH_PX,
    }
    return {
        "$schema": specs[0]["$schema"],
        "datasets": datasets,
        "title": {
            "text": figure.title,
            "subtitle": textwrap.wrap(figure.sentence, _LINE),
            "anchor": "start",
            "fontSize": 20,
            "color": style.ink,
            "subtitleColor": style.ink,
            "subtitleFontSize": 13,
            "subtitlePadding": 6,
            "offset": 16,
        },
        "vconcat": [*panels, last],
        "background": style.ground,
        "padding": 24,
        "spacing": 34,
        "config": {"font": _FONT, "view": {"stroke": None}},
    }
