// An open flight on the map: its marks of time, a moving point, and the box that plays it. Where the flight is at which
// time was worked out by the server; here it is only drawn. Whoever wants no motion goes from minute to minute instead.
"use strict";
window.geoAlliance = window.geoAlliance || {};
geoAlliance.parts = geoAlliance.parts || [];

(function () {
  const SPEEDS = [30, 60, 120], FIRST_SPEED = 60;
  const WHOLE_WAY_S = 12; // how long a flight without a clock is played
  const LONGEST_FRAME_S = 0.1; // a frame after a pause of the browser must not leap
  const LABEL_PX = 6; // between the labels of two times
  const STEPS = [1, 2, 5, 10], LINE_PX = 12;
  const TAGS = { modelled: "modelled", published: "steady speed", none: "not timed" };

  let map = null, tools = null, loading = null, box = null, layers = null, point = null;
  let flight = null, wanted = null, at = 0, speed = FIRST_SPEED, playing = false, last = null, frame = 0;

  // `at` counts seconds since launch, or kilometres where no times are known.
  const axis = () => flight.seconds || flight.km;
  const end = () => axis()[axis().length - 1];
  const still = () => tools.still();
  const stepSize = () => (flight.seconds ? 60 : end() / 10);

  function node(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function button(className, text, act) {
    const made = node("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // Where the flight is: between two samples the straight way is meant.
  function locate(value) {
    const known = axis();
    let next = known.findIndex((item) => item >= value);
    next = Math.max(1, next < 0 ? known.length - 1 : next);
    const share = Math.min(1, Math.max(0, (value - known[next - 1]) / (known[next] - known[next - 1])));
    const mix = (column) => column && column[next - 1] + (column[next] - column[next - 1]) * share;
    return { lat: mix(flight.lat), lon: mix(flight.lon), km: mix(flight.km), altitude: mix(flight.altitude_km) };
  }

  const clock = (seconds) => `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, "0")}`;
  const number = (value) => Math.round(value).toLocaleString("en");

  function words(place) {
    const land = flight.spans.find(([from, to]) => place.km >= from && place.km <= to);
    const time = flight.seconds ? `${clock(at)} since launch` : `${number(place.km)} of ${number(end())} km`;
    const more = [
      place.altitude === null ? null : `${number(place.altitude)} km high`,
      flight.seconds ? `${number(place.km)} km from the launch` : null,
      land ? `over ${land[2]}` : null,
    ];
    return [time, more.filter(Boolean).join(" · ")];
  }

  function show() {
    const place = locate(at);
    const [time, more] = words(place);
    point.setLatLng([place.lat, place.lon]);
    box.time.textContent = time;
    box.more.textContent = more;
    box.slider.value = String(Math.round(at));
    box.slider.setAttribute("aria-valuetext", `${time}${more && `, ${more}`}`);
  }

  function paintButtons() {
    const state = playing ? "playing" : at >= end() ? "ended" : at > 0 ? "paused" : "ready";
    box.root.dataset.state = state;
    if (box.play) box.play.lastChild.textContent = { playing: "Pause", ended: "Replay", paused: "Go on", ready: "Play flight" }[state];
    if (box.again) box.again.hidden = state !== "paused";
  }

  const say = (text) => (box.status.textContent = text);

  function goTo(value) {
    at = Math.min(end(), Math.max(0, value));
    show();
    paintButtons();
  }

  function run(time) {
    if (!playing) return;
    const passed = last === null ? 0 : Math.min(LONGEST_FRAME_S, (time - last) / 1000);
    last = time;
    at = Math.min(end(), at + passed * (flight.seconds ? speed : end() / WHOLE_WAY_S));
    show();
    if (at >= end()) halt("The flight has ended: ");
    else frame = requestAnimationFrame(run);
  }

  function halt(word) {
    playing = false;
    paintButtons();
    say(`${word}${words(locate(at)).filter(Boolean).join(", ")}.`);
  }

  // Bring the whole line into view, beside the box or above it, unless it is there already.
  function uncover() {
    const line = flight.lat.map((lat, place) => L.latLng(lat, flight.lon[place]));
    const whole = map.getContainer().getBoundingClientRect(), size = map.getSize();
    const own = box.root.getBoundingClientRect(), views = map.getContainer().querySelector(".views").getBoundingClientRect();
    const covers = [own, ...[...map.getContainer().querySelectorAll(".leaflet-top .leaflet-control")].map((part) => part.getBoundingClientRect())];
    const isUnder = (part, x, y) => x > part.left && x < part.right && y > part.top && y < part.bottom;
    const isFree = ({ x, y }) => x > 0 && x < size.x && y > 0 && y < size.y && !covers.some((part) => isUnder(part, x + whole.left, y + whole.top));
    if (line.every((position) => isFree(map.latLngToContainerPoint(position)))) return;
    const beside = own.width < size.x / 2;
    map.fitBounds(L.latLngBounds(line), {
      paddingTopLeft: [beside ? own.right - whole.left + 15 : 55, views.bottom - whole.top + 20],
      paddingBottomRight: beside ? [50, 50] : [25, size.y - (own.top - whole.top) + 15],
      animate: !still(),
    });
  }

  function play() {
    if (at >= end()) at = 0;
    uncover();
    [playing, last] = [true, null];
    paintButtons();
    say("The flight plays.");
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(run);
  }

  function step(way) {
    uncover();
    goTo((way > 0 ? Math.floor(at / stepSize() + 1e-6) + 1 : Math.ceil(at / stepSize() - 1e-6) - 1) * stepSize());
    say(words(locate(at)).filter(Boolean).join(", "));
  }

  function addButtons(row) {
    if (still()) {
      const unit = flight.seconds ? "1 min" : `${number(stepSize())} km`;
      row.append(button("back", `◀ Back ${unit}`, () => step(-1)), button("on", `On ${unit} ▶`, () => step(1)));
      return {};
    }
    const start = button("play", "", () => (playing ? halt("Paused: ") : play()));
    start.append(icon(), node("span"));
    const again = button("again", "Replay", () => { goTo(0); play(); });
    row.append(start, again);
    if (flight.seconds) row.append(speedChoice());
    return { play: start, again };
  }

  // Triangle or bars, as the box's state says; drawn by the style sheet, since not every font has them.
  function icon() {
    const made = node("i", "icon");
    made.setAttribute("aria-hidden", "true");
    return made;
  }

  function speedChoice() {
    const choice = node("select");
    choice.setAttribute("aria-label", "Speed of the play");
    for (const value of SPEEDS) choice.append(new Option(`${value}×`, String(value), value === speed, value === speed));
    choice.addEventListener("change", () => (speed = Number(choice.value)));
    return choice;
  }

  function addSlider() {
    const slider = node("input");
    Object.assign(slider, { type: "range", min: "0", max: String(Math.round(end())), step: "1" });
    slider.setAttribute("aria-label", flight.seconds ? "Time since launch" : "Way along the line");
    slider.addEventListener("input", () => {
      playing = false;
      goTo(slider.value === slider.max ? end() : Number(slider.value));
    });
    return slider;
  }

  function buildBox() {
    const root = node("div", "flight");
    root.dataset.clock = flight.clock;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", `Flight: ${flight.name}`);
    const row = node("div", "row"), tag = node("span", "tag", TAGS[flight.clock]);
    const made = { root, status: node("span", "unseen"), time: node("b", "time"), more: node("span", "more"), slider: addSlider() };
    made.status.setAttribute("role", "status");
    const now = node("p", "now");
    now.append(made.time, " ", tag, made.more);
    root.append(row, made.slider, now, node("p", "words", note()), made.status);
    return { ...made, ...addButtons(row) };
  }

  function note() {
    if (flight.clock !== "modelled") return flight.note;
    return `A free flight with the published range and height: ${clock(end())}. Published: ${flight.minutes} min.`;
  }

  function addControl() {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(box.root).disableScrollPropagation(box.root);
      // The map has keys of its own, which would take Enter and the arrows from buttons and slider.
      box.root.addEventListener("keydown", (event) => event.key !== "Escape" && event.stopPropagation());
      return box.root;
    };
    control.addTo(map);
    return control;
  }

  function label(text) {
    const icon = L.divIcon({ className: "flight-label", html: node("span", "", text), iconSize: null });
    return { icon, pane: "flight", interactive: false, keyboard: false };
  }

  // The labels in the order of time: of a model the minutes, each or every second, fifth or tenth, as far as all of them
  // have room; the last one says what is counted. Times that sources give are labelled where there is room.
  function chooseLabels() {
    const texts = flight.marks.map(([, text]) => text), pen = document.createElement("canvas").getContext("2d");
    const places = flight.marks.map(([, , lon, lat]) => map.latLngToLayerPoint([lat, lon]));
    pen.font = `11px ${getComputedStyle(map.getContainer()).fontFamily}`;
    const reach = (one) => pen.measureText(one.text).width / 2;
    const fits = (one, other) => Math.abs(one.at.x - other.at.x) >= reach(one) + reach(other) + LABEL_PX || Math.abs(one.at.y - other.at.y) >= LINE_PX;
    if (flight.clock !== "modelled") {
      return texts.reduce((kept, text, place) => {
        const label = { place, text, at: places[place] };
        return !kept.length || fits(kept[kept.length - 1], label) ? [...kept, label] : kept;
      }, []);
    }
    for (const step of STEPS) {
      const labels = texts.map((text, place) => ({ place, text, at: places[place] })).filter(({ text }) => Number(text) % step === 0);
      if (labels.length) labels[labels.length - 1].text += " min";
      if (labels.every((label, number) => !number || fits(labels[number - 1], label))) return labels;
    }
    return [];
  }

  // A dot for each time, and the labels of those that are chosen.
  function drawMarks() {
    layers.marks.clearLayers();
    for (const [, , lon, lat] of flight.marks) {
      layers.marks.addLayer(L.circleMarker([lat, lon], { pane: "flight", className: "flight-mark", radius: 2.5, interactive: false }));
    }
    for (const { place, text } of chooseLabels()) {
      const [, , lon, lat] = flight.marks[place];
      layers.marks.addLayer(L.marker([lat, lon], label(text)));
    }
    geoAlliance.places.schedule();
  }

  function open(found) {
    flight = found;
    [at, playing] = [0, false];
    box = buildBox();
    point = L.circleMarker([flight.lat[0], flight.lon[0]], { pane: "flight", className: "flight-point", radius: 7, interactive: false });
    layers = { control: addControl(), marks: L.layerGroup().addTo(map) };
    drawMarks();
    point.addTo(map);
    goTo(0);
  }

  function close() {
    playing = false;
    if (!flight) return;
    layers.control.remove();
    layers.marks.remove();
    point.remove();
    flight = null;
    geoAlliance.places.schedule();
  }

  function start(atlas, given) {
    [map, tools] = [atlas.map, given];
    map.createPane("flight").style.zIndex = 460;
    map.getPane("flight").style.pointerEvents = "none";
    map.on("zoomend", () => flight && drawMarks());
    matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () => {
      const found = flight;
      close();
      if (found) open(found);
    });
  }

  // All flights, fetched when the first one is opened; none if that fails, and then the next one asks again.
  async function load(address) {
    try {
      loading = loading || geoAlliance.basemap.fetchJson(address);
      return (await loading).flights;
    } catch (error) {
      loading = null;
      geoAlliance.controls.say(map, `The flight cannot be played: its data did not load (${error.message}). Reload the page to try again.`);
      return [];
    }
  }

  async function draw(atlas, state) {
    const { address, layer } = tools.config.flights;
    const chosen = state.selected && atlas.shown.has(state.selected) ? atlas.records.get(state.selected) : null;
    const id = chosen && chosen.layer === layer ? chosen.id : null;
    if (id === wanted) return;
    close();
    wanted = id;
    if (!id) return;
    const found = (await load(address)).find((item) => item.id === id);
    if (found && wanted === id && !flight) open(found);
  }

  geoAlliance.parts.push({ start, draw });
})();
