// A record in full, as the page that is one file shows it. All text is written as text.
"use strict";
window.geoAlliance = window.geoAlliance || {};

geoAlliance.record = (function () {
  function node(tag, className, ...parts) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...parts.filter((part) => part !== null && part !== undefined && part !== ""));
    return made;
  }

  const upper = (text) => text && text[0].toUpperCase() + text.slice(1);
  const note = (number) => (number ? node("sup", "", String(number)) : "");
  const unverified = () => node("span", "unverified", "unverified");

  function link(source) {
    if (!/^https?:\/\//.test(source.url || "")) return source.title;
    const made = node("a", "", source.title);
    Object.assign(made, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
    return made;
  }

  // A source as the atlas cites it: who, title, where, when, and whether it was read itself.
  function cite(source) {
    if (source.is_editors) return node("li", "", node("span", "unverified", "Editors’ own knowledge; nothing citable was found."));
    const line = node("li", "", source.who && `${source.who}, `, link(source));
    if (source.where && source.where !== source.who) line.append(", ", node("i", "", source.where));
    if (source.publisher) line.append(`, ${source.publisher}`);
    if (source.when) line.append(`, ${source.when}`);
    if (!source.consulted) line.append(node("span", "quiet", ` (read in a copy or report${source.original && source.original !== source.who ? `; original: ${source.original}` : ""})`));
    return line;
  }

  function head(record, doubt) {
    const names = node("p", "");
    record.names.forEach(([key, name], place) => {
      const part = node("span", "", name);
      part.lang = key.slice(5);
      names.append(place ? " · " : "", part);
    });
    return [
      node("p", "kicker", `${record.layer} · ${record.kind}`),
      node("h2", "", record.name),
      record.names.length ? names : "",
      record.aliases.length ? node("p", "quiet", `Also: ${record.aliases.join(", ")}`) : "",
      node("p", "dates", upper(record.dates), record.verified ? "" : " ", record.verified ? "" : unverified()),
      doubt ? node("p", "doubt", doubt) : "",
      node("p", "", record.summary),
    ];
  }

  function claims(record) {
    if (!record.claims.length) return [];
    const list = node("dl", "");
    for (const claim of record.claims) {
      list.append(node("dt", "", claim.name ? `${claim.party}: ${claim.name}` : claim.party), node("dd", "", claim.position, " ", note(claim.number)));
    }
    return [node("h3", "", "Who says what"), list];
  }

  function row(label, ...value) {
    const name = node("th", "", label);
    name.scope = "row";
    return node("tr", "", name, node("td", "", ...value));
  }

  function facts(record) {
    if (!record.facts.length) return [];
    const rows = record.facts.flatMap(({ property, values }) => values.map((fact, place) => row(
      place ? "" : upper(property),
      node("b", "", fact.value),
      fact.as_of && node("span", "quiet", ` ${fact.as_of}`),
      note(fact.number),
      fact.is_editors ? unverified() : "",
      fact.note && node("div", "quiet", fact.note),
    )));
    return [node("h3", "", "Figures and facts"), node("table", "", node("tbody", "", ...rows))];
  }

  function details(record) {
    const rows = record.members.map(([label, value, basis]) => row(label, value, basis && node("span", "quiet", ` ${basis}`)));
    rows.push(row("Position", record.position), row("Id", node("code", "", record.id)));
    return [node("h3", "", "Details"), node("table", "", node("tbody", "", ...rows))];
  }

  function build(record, sources, doubt) {
    const list = node("ol", "", ...record.sources.map((id) => cite(sources[id])));
    return [...head(record, doubt), ...claims(record), ...facts(record), ...details(record), node("h3", "", "Sources"), list];
  }

  return { node, cite, build };
})();
