// What a visitor sees: the button that opens the panel, and the panel with log and box.

const CROSS = "M6 6l12 12M18 6L6 18";
const SPEECH = "M4 5h16v11H10l-5 4v-4H4z";
const LONGEST_QUESTION = 2000;

/** The panel's nodes, by name; `inline` has no button to open it, and none to close it. */
function panelNodes({ inline, title, greeting, placeholder, starters }, t, does) {
  const heading = make("h2.title", { dir: "auto" }, title);
  const welcome = make(
    "div.welcome",
    {},
    make("p.greeting", { dir: "auto" }, greeting),
    starters.length ? starterList(starters, t, does.ask) : null,
  );
  const log = make(
    "div.log",
    { role: "log", "aria-live": "polite", "aria-label": t("conversation"), tabindex: "0" },
    welcome,
  );
  const { form, box, send } = askingForm(placeholder, t, does);
  const header = make(
    "header.header",
    {},
    heading,
    button("clear", {}, t("clear"), does.clear),
    inline ? null : button("close", { "aria-label": t("widget.close") }, icon(CROSS), does.close),
  );
  const role = inline
    ? { role: "region" }
    : { role: "dialog", "aria-modal": "true", tabindex: "-1", hidden: true }; // a click keeps the focus
  const panel = make("section.panel", { ...role, "aria-label": title }, header, log, form);
  const launcher = inline ? null : launcherButton(title, does.open);
  return { launcher, panel, welcome, log, box, send };
}

function launcherButton(title, open) {
  const label = make("span", { dir: "auto" }, title);
  const attributes = { "aria-haspopup": "dialog", "aria-expanded": "false" };
  const node = button("launcher", attributes, icon(SPEECH), open);
  node.append(label);
  return node;
}

function starterList(starters, t, ask) {
  const items = starters.map((question) =>
    make("li", {}, button("starter", { dir: "auto" }, question, () => ask(question))),
  );
  return make("ul.starters", { "aria-label": t("starters") }, items);
}

function askingForm(placeholder, t, does) {
  const box = make("textarea.input", {
    rows: "1",
    dir: "auto",
    maxlength: LONGEST_QUESTION,
    placeholder,
    "aria-label": t("ask.label"),
    autocomplete: "off",
    enterkeyhint: "send",
  });
  const send = make("button.send", { type: "submit" }, t("ask"));
  const form = make("form.form", {}, box, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    does.submit();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    does.enter();
  });
  return { form, box, send };
}

/** Keeps Tab inside a panel. */
function keepFocus(event, panel) {
  if (event.key !== "Tab") return;
  const stops = [...panel.querySelectorAll("a[href], button, textarea, [tabindex='0']")].filter(
    (node) => node.checkVisibility(),
  );
  const at = stops.indexOf(panel.getRootNode().activeElement);
  const next = at + (event.shiftKey ? -1 : 1);
  if (at >= 0 && next >= 0 && next < stops.length) return;
  event.preventDefault();
  stops.at(event.shiftKey ? -1 : 0).focus();
}

/** A question in the log, and what becomes of it. */
class Exchange {
  constructor(question, number, t) {
    this.t = t;
    this.question = make("p.question", { dir: "auto" }, question);
    this.sofar = make("div.answer", {});
    this.waiting = make("p.waiting", {}, t("widget.waiting"));
    this.node = make(
      "article.exchange",
      { "aria-label": t("answer.question", { number }), "aria-busy": "true" },
      this.question,
      this.sofar,
      this.waiting,
    );
  }

  /** Show a part of the answer before it is whole. */
  tell(event, data) {
    if (event !== "sentence") return;
    const marks = data.citations.map((n) => `[${n}]`).join("");
    const mark = data.support === "unsupported" ? ` (${this.t("unsupported")})` : "";
    this.sofar.append(make("p", { dir: "auto" }, `${data.text} ${marks}`, make("em", {}, mark)));
  }

  finish(answer) {
    this.#show(answerNodes(answer, this.t));
  }

  fail(words, retry) {
    const again = button("retry", {}, this.t("retry"), retry);
    this.#show([make("div.error", {}, make("p", { dir: "auto" }, words), again)]);
  }

  #show(nodes) {
    this.node.replaceChildren(this.question, ...nodes.filter((node) => node));
    this.node.removeAttribute("aria-busy");
  }
}
