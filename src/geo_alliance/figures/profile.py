"""A modelled flight as a profile: height against distance over the ground, with Japan below it and the 100 km line."""

from typing import Final

import altair as alt
import pandas as pd

from geo_alliance.ballistics import Arc
from geo_alliance.figures.marks import AUTOSIZE, build_value_axis
from geo_alliance.figures.parts import Chart, Figure, Measure, Panel, Style
from geo_alliance.flights import Clock, Flight
from geo_alliance.loading import Atlas

EDGE_KM: Final = 100
"""The height from which sports bodies speak of space flight; no treaty says where space begins.

Source: Fédération Aéronautique Internationale, "Statement about the Karman Line", 30 November 2018.
"""

HEIGHT_PX: Final = 210
_HEAD = 1.24  # room above the highest point for its name
_MINUTE_S = 60
_STRIP_PX = 5
_USED_FACTS = ("range", "greatest height")


def build_profile(atlas: Atlas, flight: Flight, style: Style) -> Figure | None:
    """Build the profile of a flight; None for one whose height is not modelled.

    Raises:
        SelectionError: the catalogue has no entry for the flight's layer.
    """
    if flight.clock is not Clock.MODELLED or flight.arc is None:
        return None
    panel = Panel(
        title="Height and distance, modelled",
        chart=_draw(flight, flight.arc, style),
        points=list_points(flight),
        description=describe(flight),
    )
    return Figure(
        id=flight.feature.id,
        resource=atlas.catalogue.resource(flight.feature.layer),
        heading=flight.feature.core.name,
        sentence=describe(flight),
        panels=(panel,),
        sources=tuple(fact.source for fact in flight.feature.core.facts if fact.property in _USED_FACTS),
        rows=list_points(flight),
    )


def list_points(flight: Flight) -> pd.DataFrame:
    """Return the samples of a flight as a table, each with the island below it and how its values came about."""
    rows = [
        {
            "seconds": None if sample.seconds is None else round(sample.seconds, 1),
            "distance_km": round(sample.distance_km, 1),
            "altitude_km": None if sample.altitude_km is None else round(sample.altitude_km, 1),
            "lon": round(sample.position[0], 4),
            "lat": round(sample.position[1], 4),
            "over": next(
                (span.name for span in flight.spans if span.start_km <= sample.distance_km <= span.end_km), ""
            ),
            "basis": "modelled",
        }
        for sample in flight.samples
    ]
    return pd.DataFrame(rows)


def describe(flight: Flight) -> str:
    """Say in words what the profile of a modelled flight shows."""
    arc = flight.arc
    if arc is None:
        return flight.note
    over = [
        f"over {name} from {start:,.0f} to {end:,.0f} km of the way, {low:,.0f} to {high:,.0f} km high"
        for name, start, end, low, high in list_heights(flight)
    ]
    said = [f"up to {arc.apogee_km:,.0f} km high at {arc.range_km / 2:,.0f} km", *over]
    said.append(f"down again at {arc.range_km:,.0f} km after {write_time(arc.duration_s)}")
    return f"Modelled free flight: {'; '.join(said)}."


def list_heights(flight: Flight) -> list[tuple[str, float, float, float, float]]:
    """Return for each island below a modelled flight its name, first and last kilometre, least and greatest height."""
    arc = flight.arc
    if arc is None:
        return []
    listed = []
    for name in dict.fromkeys(span.name for span in flight.spans):
        ends = [way for span in flight.spans if span.name == name for way in (span.start_km, span.end_km)]
        first, last = min(ends), max(ends)
        top = arc.range_km / 2
        heights = [arc.altitude_km(way) for way in (first, last, min(max(top, first), last))]
        listed.append((name, first, last, min(heights), max(heights)))
    return listed


def write_time(seconds: float) -> str:
    """Write a time since launch as minutes and seconds.

    >>> write_time(806.4)
    '13 min 26 s'
    """
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02d} s"


def _draw(flight: Flight, arc: Arc, style: Style) -> Chart:
    y = alt.Y(
        "altitude_km:Q",
        scale=alt.Scale(domain=[0, arc.apogee_km * _HEAD], nice=False),
        axis=build_value_axis(Measure("altitude_km", "km high"), style),
    )
    x = alt.X("distance_km:Q", scale=alt.Scale(domain=[0, arc.range_km], nice=False), axis=_build_way_axis(style))
    layers = [*_draw_land(flight, style, x), *_draw_edge(arc, style, (x, y)), *_draw_arc(flight, style, (x, y))]
    layers += _draw_top(arc, style.hue(flight.feature.layer), (x, y))
    return alt.layer(*layers).properties(height=HEIGHT_PX, autosize=AUTOSIZE)


def _build_way_axis(style: Style) -> alt.Axis:
    return alt.Axis(
        title="km from the launch, over the ground", titleAnchor="end", titleFontSize=11, titleFontWeight="normal",
        titleColor=style.quiet, format=",d", grid=False, tickCount=6, labelColor=style.quiet, tickColor=style.quiet,
        domainColor=style.quiet, tickSize=4, labelFlush=True,
    )  # fmt: skip


def _draw_land(flight: Flight, style: Style, x: alt.X) -> list[alt.Chart]:
    """Draw land of Japan below the flight as a strip on the ground and a tint up to the top, named once an island."""
    if not flight.spans:
        return []
    spans = pd.DataFrame(
        [{"distance_km": span.start_km, "end": span.end_km, "name": span.name} for span in flight.spans]
    )
    names = pd.DataFrame(
        [{"distance_km": (first + last) / 2, "name": name} for name, first, last, *_ in list_heights(flight)]
    )
    said = [alt.Tooltip("name:N", title="Below"), alt.Tooltip("distance_km:Q", title="From, km", format=",.0f")]
    said.append(alt.Tooltip("end:Q", title="To, km", format=",.0f"))
    base = alt.Chart(spans)
    return [
        base.mark_rect(color=style.accent, opacity=0.16, aria=False).encode(x=x, x2="end:Q"),
        base.mark_rect(color=style.accent, opacity=1).encode(
            x=x, x2="end:Q", y=alt.value(HEIGHT_PX - _STRIP_PX), y2=alt.value("height"), tooltip=said
        ),
        alt.Chart(names).mark_text(
            align="center", baseline="bottom", fontSize=11, fontWeight=600, color=style.accent, dy=-3
        ).encode(x=x, y=alt.value(0), text="name:N"),
    ]  # fmt: skip


def _draw_edge(arc: Arc, style: Style, axes: tuple[alt.X, alt.Y]) -> list[alt.Chart]:
    x, y = axes
    ends = pd.DataFrame([{"distance_km": way, "altitude_km": float(EDGE_KM)} for way in (0.0, arc.range_km)])
    name = pd.DataFrame([{"distance_km": arc.range_km * 0.6, "altitude_km": float(EDGE_KM), "name": "100 km line"}])
    rule = alt.Chart(ends).mark_line(strokeDash=[2, 3], strokeWidth=1, color=style.ink, aria=False)
    words = alt.Chart(name).mark_text(align="center", baseline="bottom", dy=-3, fontSize=11, color=style.ink)
    return [rule.encode(x=x, y=y), words.encode(x=x, y=y, text="name:N")]


def _draw_arc(flight: Flight, style: Style, axes: tuple[alt.X, alt.Y]) -> list[alt.Chart]:
    x, y = axes
    points = list_points(flight)[["seconds", "distance_km", "altitude_km"]]
    points["time"] = [write_time(seconds) for seconds in points["seconds"]]
    hue = style.hue(flight.feature.layer)
    minutes = points[(points["seconds"] > 0) & (points["seconds"] % _MINUTE_S == 0)]
    said = [
        alt.Tooltip("time:N", title="Since launch, modelled"),
        alt.Tooltip("distance_km:Q", title="Distance, km", format=",.0f"),
        alt.Tooltip("altitude_km:Q", title="Height, km", format=",.0f"),
    ]
    line = alt.Chart(points).mark_line(strokeDash=[5, 3], strokeWidth=2, color=hue, aria=False)
    dots = alt.Chart(minutes).mark_point(filled=True, size=22, color=hue, opacity=1)
    return [line.encode(x=x, y=y), dots.encode(x=x, y=y, tooltip=said)]


def _draw_top(arc: Arc, hue: str, axes: tuple[alt.X, alt.Y]) -> list[alt.Chart]:
    x, y = axes
    top = pd.DataFrame([{"distance_km": arc.range_km / 2, "altitude_km": arc.apogee_km}])
    top["name"] = f"{arc.apogee_km:,.0f} km, published"
    mark = alt.Chart(top).mark_point(shape="diamond", filled=True, size=80, color=hue, opacity=1)
    words = alt.Chart(top).mark_text(align="center", baseline="bottom", dy=-8, fontSize=12, fontWeight=600, color=hue)
    return [mark.encode(x=x, y=y), words.encode(x=x, y=y, text="name:N")]
