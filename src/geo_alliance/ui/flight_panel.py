"""What the panel shows of a flight: its profile where one is modelled, and the model beside what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from geo_alliance.dates import format_day
from geo_alliance.exports.table import MEDIA_TYPE as CSV
from geo_alliance.exports.table import mark_utf8
from geo_alliance.figures.parts import Figure, build_style
from geo_alliance.figures.pictures import MEDIA_TYPES, Form, build_specs, draw_picture
from geo_alliance.figures.profile import build_profile, list_heights, write_time
from geo_alliance.flights import Flight, build_flight
from geo_alliance.loading import Atlas
from geo_alliance.records import Feature
from geo_alliance.ui.record_view import describe_source
from geo_alliance.ui.rendering import show_template
from geo_alliance.ui.words import THIN_SPACE

_MOST_KEPT = 100
_FORMS: tuple[Form, ...] = ("png", "svg")
_JAPAN: Final = timezone(timedelta(hours=9))
_MODEL: Final = (
    "Modelled: a free flight over a sphere that does not turn (a two-body arc; formula and source in docs/flights.md)."
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A flight as the panel shows it; `spec` is None where no height is modelled."""

    note: str
    spec: dict[str, Any] | None
    description: str
    values: dict[str, Any]
    rows: pd.DataFrame


def show_flight(atlas: Atlas, feature: Feature) -> None:
    """Draw the profile of a flight, or say why there is none; nothing for a record that is no flight with a line."""
    version = f"{atlas.catalogue.version} {atlas.names}"
    drawn = _draw(atlas, version, feature.id, st.context.theme.type == "dark")
    if drawn is None:
        return
    if drawn.spec is None:
        show_template("flight_note", note=drawn.note)
        return
    known = atlas.catalogue.sources
    sources = [describe_source(known[source]) for source in drawn.values["sources"] if source in known]
    with st.container(key="flight-profile"):
        show_template("flight_head")
        st.vega_lite_chart(spec=drawn.spec, alt=drawn.description)
        with st.container(horizontal=True, gap="small"):
            _show_downloads(atlas, feature, drawn.rows)
        show_template("flight", **{**drawn.values, "sources": sources})


def build_flight_values(flight: Flight, figure: Figure) -> dict[str, Any]:
    """Build the values of the flight template: the model's numbers beside the published ones, in words."""
    arc, minutes = flight.arc, flight.published_minutes
    if arc is None or minutes is None:
        raise ValueError(f"found the flight {flight.feature.id} without a model: expected one with an arc and minutes")
    basis = flight.feature.own.get("basis")
    how = str(basis.get("flight_minutes", "")) if isinstance(basis, dict) else ""
    missing_s = minutes * 60 - arc.duration_s
    said = {fact.property: str(fact.value) for fact in flight.feature.core.facts}
    rows = [
        (
            "Launch to fall",
            write_time(arc.duration_s),
            f"{minutes:g} min" + (" (derived from published times)" if how == "derived" else ""),
        )
    ]
    for name, start, end, low, high in list_heights(flight):
        height = f"{low:,.0f} to {high:,.0f}{THIN_SPACE}km high"
        times = [arc.time_s(start), arc.time_s(end)]
        after = f"{write_time(times[0])} to {write_time(times[1])} after launch"
        modelled = f"{after}{_write_clock(flight.feature, times)}, {height}"
        rows.append((f"Over {name}", modelled, said.get(f"time over {name}", "not found")))
    return {
        "rows": rows,
        "difference": f"{write_time(abs(missing_s))} ({abs(missing_s) / minutes / 60:.0%})",
        "is_shorter": missing_s > 0,
        "description": figure.sentence,
        "sources": list(dict.fromkeys(figure.sources)),
    }


def _write_clock(feature: Feature, seconds: Sequence[float]) -> str:
    """Write times since launch as clock times of Japan, nine hours ahead of UTC; nothing if no launch time is known."""
    launch = feature.own.get("time_utc")
    if not isinstance(launch, str):
        return ""
    start = datetime.strptime(launch, "%H:%M").replace(tzinfo=UTC).astimezone(_JAPAN)
    clocks = dict.fromkeys(f"{start + timedelta(seconds=passed):%H:%M}" for passed in seconds)
    return f" ({' to '.join(clocks)} Japan time)"


def _show_downloads(atlas: Atlas, feature: Feature, rows: pd.DataFrame) -> None:
    stem = f"geo-alliance_{feature.id}-profile_{atlas.catalogue.package.version}"
    table = mark_utf8(rows.to_csv(index=False).encode())
    st.download_button("Download CSV", table, f"{stem}.csv", CSV, key="flight-csv", on_click="ignore")
    for form in _FORMS:
        draw = partial(_draw_picture, atlas, feature, form)
        name, kind = f"{stem}.{form}", MEDIA_TYPES[form]
        st.download_button(form.upper(), draw, name, kind, key=f"flight-{form}", on_click="ignore")


def _draw_picture(atlas: Atlas, feature: Feature, form: Form) -> bytes:
    """Draw the profile on light ground, as it is printed."""
    style, flight = build_style(atlas.catalogue, is_dark=False), build_flight(atlas, feature)
    figure = build_profile(atlas, flight, style) if flight else None
    if figure is None:
        raise AssertionError(f"{feature.id} has no profile: the button is shown for those that have one")
    package, known = atlas.catalogue.package, atlas.catalogue.sources
    names = [describe_source(known[source]) for source in dict.fromkeys(figure.sources) if source in known]
    published = ", ".join(dict.fromkeys(name["where"] or name["who"] for name in names))
    credit = (
        f"{package.title}, data version {atlas.catalogue.version}, {format_day(package.created)}. {_MODEL} "
        f"Published range and height: {published}. Heights are drawn larger than distances."
    )
    return draw_picture(figure, style, form, credit=credit)


@st.cache_data(max_entries=_MOST_KEPT, show_spinner=False)
def _draw(_atlas: Atlas, version: str, feature_id: str, is_dark: bool) -> _Drawn | None:  # noqa: ARG001
    """Draw a flight once for each ground; `version`, the data's hash and whose names, stands for the atlas."""
    feature = _atlas.find(feature_id)
    flight = build_flight(_atlas, feature) if feature else None
    if flight is None:
        return None
    figure = build_profile(_atlas, flight, build_style(_atlas.catalogue, is_dark=is_dark))
    if figure is None:
        return _Drawn(flight.note, None, "", {}, pd.DataFrame())
    values = build_flight_values(flight, figure)
    return _Drawn(flight.note, build_specs(figure)[0], figure.panels[0].description, values, figure.rows)
