// A period of ISO days in words, as the server writes it, and as a part of a file's name.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.period = (function () {
  const FIRST = "0001-01-01", LAST = "9999-12-31";
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

  function sayDay(day) {
    const [year, month, number] = day.split("-").map(Number);
    return `${number} ${MONTHS[month - 1]} ${year}`;
  }

  function say({ start, end }) {
    if (start === FIRST && end === LAST) return "all years";
    if (start === end) return sayDay(start);
    if (start === FIRST) return `until ${sayDay(end)}`;
    return end === LAST ? `since ${sayDay(start)}` : `${sayDay(start)} to ${sayDay(end)}`;
  }

  const findEra = (eras, { start, end }) => eras.find((era) => era.start === start && era.end === end);

  function nameFile(eras, { start, end }) {
    const era = findEra(eras, { start, end });
    if (era) return era.id;
    if (start === FIRST && end === LAST) return "all-years";
    if (start === end) return start;
    const from = start === FIRST ? "until" : start;
    return end === LAST ? `since_${from}` : `${from}_${end}`;
  }

  return { FIRST, LAST, say, sayDay, findEra, nameFile };
})();
