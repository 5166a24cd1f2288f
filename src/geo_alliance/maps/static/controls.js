// Small controls on the map: places to go to, credits, messages, and the hint for touch screens.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.controls = (function () {
  const CREDITS_MS = 5000;

  function addBox(map, position, className) {
    const box = document.createElement("div");
    box.className = className;
    const control = L.control({ position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
    return box;
  }

  function addViews(map, views, choose) {
    const box = addBox(map, "topright", "views");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Go to");
    for (const view of views) {
      const button = document.createElement("button");
      button.type = "button";
      geoAlliance.names.label(button, view.name);
      button.addEventListener("click", () => choose(view));
      box.append(button);
    }
    // A bar that is too long for its map scrolls, and says on which side there is more.
    const mark = () => {
      box.classList.toggle("more-before", box.scrollLeft > 1);
      box.classList.toggle("more-after", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
    };
    box.addEventListener("scroll", mark, { passive: true });
    new ResizeObserver(mark).observe(box);
  }

  // Whose map it is, as short as it may stand: the first holder that the credit line names with the sign ©.
  const shorten = (credits) => (/©\s*[^\s,;]+/.exec(credits) || [""])[0];

  // The credit line: always the own map's, and that of the online tiles while they are shown. A small map has the short
  // form of the own one, and the whole on a press; that of tiles folds when the reader turns to the map, at the latest
  // after five seconds. The style decides what is small.
  // Source: OpenStreetMap Foundation, Attribution Guidelines (2021), on interactive maps.
  function addCredits(map, own) {
    const box = addBox(map, "bottomleft", "credits");
    const [button, short, sign, text] = ["button", "span", "i", "span"].map((tag) => document.createElement(tag));
    [button.type, short.className, short.textContent, sign.textContent] = ["button", "short", shorten(own), "i"];
    button.setAttribute("aria-label", `${short.textContent} Credits of the map`.trim());
    button.append(short, sign);
    box.append(button, text);
    const fold = (isFolded) => {
      box.classList.toggle("folded", isFolded);
      button.setAttribute("aria-expanded", String(!isFolded));
    };
    button.addEventListener("click", () => fold(!box.classList.contains("folded")));
    map.getContainer().addEventListener("pointerdown", (event) => box.contains(event.target) || fold(true));
    let timer = null;
    const show = (more) => {
      text.textContent = more ? `${own} · Tiles: ${more}` : own;
      clearTimeout(timer);
      fold(!more && Boolean(short.textContent));
      timer = setTimeout(() => fold(true), CREDITS_MS);
    };
    show(null);
    return { show };
  }

  function say(map, text) {
    const box = document.createElement("div");
    box.className = "message";
    box.setAttribute("role", "status");
    box.textContent = text;
    map.getContainer().append(box);
    setTimeout(() => box.remove(), 10000);
  }

  // On a touch screen one finger scrolls the page and two move the map, so that nobody is caught in it.
  function holdOneFinger(map) {
    if (!matchMedia("(pointer: coarse)").matches) return;
    map.dragging.disable();
    const hint = document.createElement("div");
    hint.className = "hint";
    hint.textContent = "Use two fingers to move the map";
    map.getContainer().append(hint);
    let timer = null;
    map.getContainer().addEventListener("touchmove", (event) => {
      if (event.touches.length > 1) return;
      hint.classList.add("shown");
      clearTimeout(timer);
      timer = setTimeout(() => hint.classList.remove("shown"), 1200);
    }, { passive: true });
  }

  return { addViews, addCredits, say, holdOneFinger };
})();
