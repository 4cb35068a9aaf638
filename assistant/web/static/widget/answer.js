// An Answer as nodes: the direct answer, where the sources differ, the quotes, and what was read.

const LONGEST_VALUE = 80;

/** Everything that an Answer shows, in the words of `t`. */
function answerNodes(answer, t) {
  const cited = new Map((answer.citations ?? []).map((citation) => [citation.n, citation]));
  const marker = (n) => (cited.has(n) ? citationButton(cited.get(n), t) : null);
  const [lead, ...quotes] = marked(answer, t).split("\n\n- ");
  const details = quotes.length ? `- ${quotes.join("\n\n- ")}` : "";
  const kind = answer.status === "answered" ? "div.answer" : "div.answer.refusal";
  return [
    askedAs(answer, t),
    make(kind, {}, prose(lead, marker)),
    ...(answer.conflicts ?? []).map((conflict) => conflictCard(conflict, cited, t)),
    details && make("div.details", {}, prose(details, marker)),
    byWhom(answer, t),
    drawnFrom(answer, t),
  ];
}

/** The question as it was understood, where that is more than a tidier copy of it. */
function askedAs(answer, t) {
  const plain = (text) => text.normalize("NFC").replace(/[\p{C}\s]+/gu, " ").trim();
  const asked = answer.standalone_question;
  if (!asked || plain(answer.question).startsWith(asked)) return null;
  return make("p.asked-as", { dir: "auto" }, t("answer.asked_as"), " ", make("bdi", {}, asked));
}

/** The answer's Markdown, with a word in emphasis after what no source supports, as nothing else. */
function marked({ answer, sentences = [] }, t) {
  const bare = sentences.filter((s) => s.support === "unsupported").map((s) => escaped(s.text));
  const said = answer.split("\n\n");
  return said.map((s) => (bare.includes(s) ? `${s} *(${t("unsupported")})*` : s)).join("\n\n");
}

/** Text as the Markdown of an answer has it. */
function escaped(text) {
  const plain = text.trim().replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|~]|&(?=#?\w+;)/g, "\\$&");
  const opensList = /^(?:[-+](?=[\s-]|$)|\d{1,9}[.)](?!\S))/;
  return plain.replace(opensList, (mark) => `${mark.slice(0, -1)}\\${mark.at(-1)}`);
}

/** In whose words the answer is, where a language model was asked. */
function byWhom({ notice = "", answered_by: model = "extractive", withheld = 0 }, t) {
  const told = [
    notice,
    model !== "extractive" && t("answered_by", { model }),
    withheld > 0 && t("withheld", { count: withheld }),
  ].filter(Boolean);
  return told.length ? make("p.by-whom", { dir: "auto" }, told.join(" ")) : null;
}

/** What was compared, and what the answer is drawn from. */
function drawnFrom({ citations = [], comparison = "" }, t) {
  if (!citations.length) return null;
  const outlets = [...new Set(citations.map((citation) => citation.outlet))].join(", ");
  const passages = t("drawn_from", { count: citations.length, outlets });
  return make("p.drawn-from", { dir: "auto" }, comparison && `${comparison} `, passages);
}

/** Where the sources differ: how, why, and what each says. */
function conflictCard(conflict, cited, t) {
  const relation = make("strong", {}, t(`conflict.${conflict.relation}`));
  return make(
    "div.conflict",
    { role: "group", "aria-label": t("conflict.heading") },
    make("h3", { dir: "auto" }, relation, ": ", make("bdi", {}, conflict.about)),
    conflict.reason ? make("p.reason", { dir: "auto" }, conflict.reason) : null,
    make("ul.positions", {}, conflict.positions.map((p) => positionItem(p, cited, t))),
  );
}

function positionItem(position, cited, t) {
  const sources = position.citations.filter((n) => cited.has(n)).map((n) => cited.get(n));
  const who = position.attributed_to || [...new Set(sources.map((s) => s.outlet))].join(", ");
  return make(
    "li.position",
    {},
    make("bdi.value", {}, shortened(position.value, LONGEST_VALUE)),
    make("span.who", { dir: "auto" }, `${t("conflict.who")} `, make("bdi", {}, who)),
    make(
      "span.sources",
      {},
      sources.map((source) => citationButton(source, t, source.outlet)),
      make("bdi.date", {}, t.day(position.published)),
    ),
  );
}

/** The button [n], which opens and closes the quote that it stands for. */
function citationButton(citation, t, outlet = "") {
  const label = t("source", { number: citation.n, outlet: citation.outlet });
  let opened = null;
  const close = () => {
    opened.remove();
    opened = null;
    node.setAttribute("aria-expanded", "false");
  };
  const node = button("citation", { "aria-label": label, "aria-expanded": "false" }, "", () => {
    if (opened) return close();
    opened = quoteOf(citation, t, () => {
      close();
      node.focus();
    });
    const block = node.closest("li, p, blockquote");
    if (block.tagName === "LI") block.append(opened);
    else block.after(opened);
    node.setAttribute("aria-expanded", "true");
  });
  node.append(String(citation.n));
  if (outlet) node.append(" ", make("bdi", {}, shortened(outlet, 30)));
  return node;
}

/** A quote with its outlet, date, title and link. */
function quoteOf(citation, t, close) {
  const link = webLink(citation.url);
  const title = make("bdi", {}, citation.title);
  return make(
    "div.quote",
    { role: "group", "aria-label": t("passage", { outlet: citation.outlet }) },
    make(
      "div.from",
      {},
      make("bdi.outlet", {}, citation.outlet),
      make("bdi.date", {}, t.day(citation.published)),
      button("close-quote", { "aria-label": t("widget.close_quote") }, icon(CROSS), close),
    ),
    make("blockquote", { dir: "auto", tabindex: "0" }, quoted(citation)),
    link
      ? make("a.link", { href: link, target: "_blank", rel: "noopener noreferrer" }, title)
      : make("span.title", {}, title),
  );
}

/** The quote's words, with the direct answer set off. Offsets count code points, as Python does. */
function quoted({ quote, start, answer_start: first, answer_end: last }) {
  if (first == null || last == null) return [quote];
  const letters = [...quote];
  const [from, to] = [first - start, last - start];
  const words = (...span) => letters.slice(...span).join("");
  return [words(0, from), make("b", {}, words(from, to)), words(to)];
}

function shortened(text, most) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}
