// Makes nodes. What an answer or an article says only ever becomes text.

/** A new element, as `make("p.answer", { dir: "auto" }, "text", node)`; a class is also a part. */
function make(kind, attributes = {}, ...children) {
  const [tag, ...names] = kind.split(".");
  const node = document.createElement(tag);
  if (names.length) {
    node.className = names.join(" ");
    node.setAttribute("part", node.className);
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== "") node.append(child);
  return node;
}

/** A button that does something. */
function button(kind, attributes, label, act) {
  const node = make(`button.${kind}`, { type: "button", ...attributes }, label);
  node.addEventListener("click", act);
  return node;
}

/** A drawing of one line, for show only. */
function icon(path) {
  const [svg, line] = ["svg", "path"].map((tag) =>
    document.createElementNS("http://www.w3.org/2000/svg", tag),
  );
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** The address if it leads to a web page, else null. */
function webLink(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}
