// An answer's Markdown as nodes: paragraphs, lists, quotes, emphasis, and markers [n]. Anything
// else, tags and links among it, is text.

const LIST = /^ {0,3}(?:[-*+]|(\d{1,9})[.)])[ \t]+/;
const QUOTE = /^ {0,3}>[ \t]?/;
const PIECE =
  /\\([!-/:-@[-`{-~])|\[(\d{1,4})\]|\*\*((?:\\.|[^*\\])+)\*\*|\*((?:\\.|[^*\s\\])(?:\\.|[^*\\])*)\*|`([^`]+)`/g;

/** A text's blocks; `marker(n)` is the node for [n], or null where there is no such source. */
function prose(text, marker) {
  return blocks(text).map(({ tag, start, items }) => {
    const lines = items.map((lines) => spans(lines.join("\n"), marker));
    if (tag === "p") return make("p", { dir: "auto" }, lines[0]);
    if (tag === "blockquote") return make(tag, { dir: "auto" }, lines[0]);
    return make(tag, { start }, lines.map((line) => make("li", { dir: "auto" }, line)));
  });
}

/** A text's lines, put together to blocks; a list has an item for each of its own lines. */
function blocks(text) {
  const found = [];
  let open = null;
  for (const line of text.split(/\r?\n/)) {
    const item = LIST.exec(line);
    const tag = item ? (item[1] ? "ol" : "ul") : QUOTE.test(line) ? "blockquote" : "p";
    const words = line.replace(item ? LIST : QUOTE, "");
    if (!line.trim()) {
      open = null;
    } else if (open && (tag === "p" || (tag === "blockquote" && found.at(-1).tag === tag))) {
      open.push(words);
    } else {
      open = [words];
      if (item && found.at(-1)?.tag === tag) found.at(-1).items.push(open);
      else found.push({ tag, start: item?.[1] ?? null, items: [open] });
    }
  }
  return found;
}

/** The nodes of a stretch of text. */
function spans(text, marker) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(PIECE)) {
    const node = span(found, marker);
    if (node === null) continue;
    nodes.push(text.slice(at, found.index), node);
    at = found.index + found[0].length;
  }
  return [...nodes, text.slice(at)];
}

function span([, escaped, number, strong, emphasis, code], marker) {
  if (escaped) return escaped;
  if (number) return marker(Number(number));
  if (strong) return make("strong", {}, spans(strong, marker));
  if (emphasis) return make("em", {}, spans(emphasis, marker));
  return make("code", {}, code);
}
