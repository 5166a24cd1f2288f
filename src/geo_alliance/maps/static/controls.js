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
  }

  // The credit line: always the own map's, and that of the online tiles while they are shown. On a small map it folds
  // into a button when the reader turns to the map, at the latest after five seconds; the style decides what is small.
  // Source: OpenStreetMap Foundation, Attribution Guidelines (2021), on interactive maps.
  function addCredits(map, own) {
    const box = addBox(map, "bottomleft", "credits"), button = document.createElement("button"), text = document.createElement("span");
    [button.type, button.textContent] = ["button", "i"];
    button.setAttribute("aria-label", "Credits of the map");
    box.append(button, text);
    const fold = (isFolded) => {
      box.classList.toggle("folded", isFolded);
      button.setAttribute("aria-expanded", String(!isFolded));
    };
    button.addEventListener("click", () => fold(!box.classList.contains("folded")));
    map.getContainer().addEventListener("pointerdown", (event) => box.contains(event.target) || fold(true));
    setTimeout(() => fold(true), CREDITS_MS);
    const show = (more) => {
      text.textContent = more ? `${own} · Tiles: ${more}` : own;
      fold(false);
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
