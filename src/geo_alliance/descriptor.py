"""What the catalogue, `datapackage.json`, says of the data folder and of each file in it.

Source: Data Package 2.0; members of our own are described in docs/data.md.
"""

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from geo_alliance.dates import FIRST_DAY, resolve_interval
from geo_alliance.errors import DateError
from geo_alliance.records import Day, Edtf, Id, Record, Text, Url, WorldBox

RelativePath = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$")]
Shape = Literal["circle", "square", "diamond", "triangle", "hexagon", "pentagon", "star", "cross", "line", "area"]
_ROW_COLUMNS = ("date", "confidence", "note", "source")


class Licence(Record):
    """A licence of the package or of one file."""

    name: Text
    title: Text
    path: Url


class Credit(Record):
    """A data set that a file was made from, credited as its licence asks."""

    title: Text
    path: Url | None = None


class Coverage(Record):
    """For which days and by which definition a layer is complete."""

    start: Edtf | None = Field(alias="from")
    end: Edtf | None = Field(alias="to")
    definition: Text
    complete: bool
    note: Text

    @model_validator(mode="after")
    def _check_interval(self) -> "Coverage":
        try:
            resolve_interval(self.start, self.end, FIRST_DAY)
        except DateError as error:
            raise ValueError(str(error)) from error
        return self


class Shade(Record):
    """How outlines are filled by the number that a member holds: in classes, stronger from one to the next.

    `steps` are the lower bounds of the second class and those after it, ascending; the first begins above 0. A record
    without the number, or with 0, is not filled. `unit` stands behind the numbers in the legend.
    """

    member: Text
    steps: Annotated[tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=1, max_length=3, strict=False)]
    unit: Text

    @model_validator(mode="after")
    def _check_steps(self) -> "Shade":
        if list(self.steps) != sorted(set(self.steps)):
            raise ValueError(f"found the steps {self.steps}: expected ascending ones")
        return self


class Style(Record):
    """How a layer is drawn: one hue on light and one on dark ground, a shape by default and by kind.

    `marks` names own members that hold a position and get a symbol; `size` names the member whose value in hectares
    gives the symbol's area; `shade` says by which member outlines are filled; `shown` says whether the layer is chosen
    at first.
    """

    colour: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
    colour_dark: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
    shape: Shape
    kinds: dict[str, Shape] = Field(default_factory=dict)
    marks: tuple[Text, ...] = Field(default=(), strict=False)
    size: Text | None = None
    shade: Shade | None = None
    shown: bool


class Constraints(Record):
    """What the values of a series' column must be like; `pattern` holds for the whole value."""

    required: bool = False
    enum: tuple[Text, ...] | None = Field(default=None, strict=False)
    pattern: re.Pattern[str] | None = None
    minimum: float | None = None


class Column(Record):
    """One column of a series.

    Source: Table Schema 2.0, sections "Field" and "Field Constraints".
    """

    name: Text
    title: Text
    type: Literal["string", "integer", "number"]
    description: Text
    constraints: Constraints = Constraints()


class TableSchema(Record):
    """The columns of a series, in their order; each row has a date, a confidence, a note and a source.

    Source: Table Schema 2.0, sections "Descriptor" and "missingValues".
    """

    fields: tuple[Column, ...] = Field(strict=False)
    missing_values: tuple[Literal[""], ...] = Field(default=("",), alias="missingValues", strict=False)

    @model_validator(mode="after")
    def _check_columns(self) -> "TableSchema":
        names = [column.name for column in self.fields]
        texts = {column.name for column in self.fields if column.type == "string"}
        if len(set(names)) < len(names) or not texts.issuperset(_ROW_COLUMNS):
            expected = f"each once, with {', '.join(_ROW_COLUMNS)} of type string"
            raise ValueError(f"found the columns {', '.join(names)}: expected {expected}")
        return self


class Resource(Record):
    """One file of the data folder, as the catalogue describes it.

    `extents` are boxes (west, south, east, north in degrees) where the layer's things are expected: a position outside
    of them that would be inside with longitude and latitude exchanged is in the wrong order.

    Source: Data Package 2.0, section "Data Resource"; `role`, `featureSchema`, `style`, `extents` and `coverage` are
    our own.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    path: RelativePath
    title: Text
    description: Text
    role: Literal["layer", "context", "series", "table", "basemap"]
    mediatype: Text
    licenses: tuple[Licence, ...] = Field(strict=False)
    sources: tuple[Credit, ...] = Field(default=(), strict=False)
    filters: tuple[Text, ...] = Field(default=(), strict=False)
    feature_schema: RelativePath | None = Field(default=None, alias="featureSchema")
    table_schema: TableSchema | None = Field(default=None, alias="schema")
    extents: tuple[WorldBox, ...] = Field(default=(), strict=False)
    style: Style | None = None
    coverage: tuple[Coverage, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _check_role(self) -> "Resource":
        if self.role in {"layer", "context"} and (self.feature_schema is None or self.style is None):
            raise ValueError(f"found the layer {self.name!r} without featureSchema or style: expected both")
        if self.role == "series" and self.table_schema is None:
            raise ValueError(f"found the series {self.name!r} without schema: expected one")
        return self


class View(Record):
    """A place to go to on the map: a name for the button, a box of west, south, east, north in degrees.

    A box that crosses the 180th meridian has an east of more than 180.
    """

    id: Id
    name: Text
    bbox: WorldBox


class Contributor(Record):
    """Who made the package."""

    title: Text
    roles: tuple[Text, ...] = Field(strict=False)


class Package(Record):
    """The catalogue, `datapackage.json`.

    `created` is the day of the data version, `collected_until` the last day that the data know of: what still is so in
    the data was so then.

    Source: Data Package 2.0, section "Data Package"; `collectedUntil` and `views` are our own.
    """

    schema_url: Text = Field(alias="$schema")
    name: Text
    title: Text
    description: Text
    version: Text
    created: Day
    collected_until: Day = Field(alias="collectedUntil")
    licenses: tuple[Licence, ...] = Field(strict=False)
    contributors: tuple[Contributor, ...] = Field(strict=False)
    keywords: tuple[Text, ...] = Field(default=(), strict=False)
    views: Annotated[tuple[View, ...], Field(min_length=1, strict=False)]
    resources: tuple[Resource, ...] = Field(strict=False)
