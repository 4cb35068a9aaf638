// <crossread-chat>: asks a Crossread server from any page. README, "In other pages", has its
// attributes, events, methods and looks. The parts in widget/ stand above this one in the file
// that is served, TEXTS and STYLE above them.

const HOST = new URL(".", document.currentScript?.src || document.baseURI).href;
const HISTORY = { exchanges: 10, letters: 4000 }; // what goes along with the next question

class CrossreadChat extends HTMLElement {
  static observedAttributes = ["mode", "title", "greeting", "placeholder", "starters", "lang"];

  #shadow = this.attachShadow({ mode: "open" });
  #parts = null;
  #t = null;
  #answers = [];
  #number = 0;
  #running = null; // what stops the question that is being asked
  #opener = null;

  connectedCallback() {
    const sheet = new CSSStyleSheet(); // unlike a <style>, allowed by a strict CSP
    sheet.replaceSync(STYLE);
    this.#shadow.adoptedStyleSheets = [sheet];
    this.#build();
  }

  disconnectedCallback() {
    this.#running?.abort();
  }

  attributeChangedCallback(_, before, now) {
    if (this.#parts && before !== now) this.#build();
  }

  /** Ask a question; resolves to the Answer, or to null where there is none. */
  async ask(question) {
    const asked = String(question ?? "").trim();
    if (!asked || this.#running || !this.#parts) return null;
    this.open();
    const running = new AbortController();
    const exchange = new Exchange(asked, ++this.#number, this.#t);
    this.#began(running, exchange);
    try {
      const tell = (event, data) => exchange.tell(event, data);
      const answer = await answerOf(this.#base, this.#body(asked), running.signal, tell);
      exchange.finish(answer);
      this.#scroll(exchange);
      this.#answers.push(answer);
      this.#emit("answer", answer);
      return answer;
    } catch (error) {
      this.#failed(error, exchange, asked, running.signal.aborted);
      return null;
    } finally {
      this.#ended(running);
    }
  }

  open() {
    const { launcher, panel, box } = this.#parts ?? {};
    if (!launcher || !panel.hidden) return; // inline, or open
    const focused = document.activeElement;
    this.#opener = focused === this || focused === document.body ? launcher : focused;
    this.#show(true);
    box.focus();
    this.#emit("open");
  }

  close() {
    const { launcher, panel } = this.#parts ?? {};
    if (!launcher || panel.hidden) return;
    this.#show(false);
    (this.#opener?.isConnected ? this.#opener : launcher).focus();
    this.#emit("close");
  }

  /** Forget the conversation. */
  clear() {
    this.#running?.abort();
    this.#running = null; // the next question need not wait for the end of this one
    this.#answers = [];
    this.#number = 0;
    this.#parts?.log.replaceChildren(this.#parts.welcome);
    this.#welcome();
  }

  get #base() {
    try {
      const { href, protocol } = new URL(this.getAttribute("host") || HOST, document.baseURI);
      if (/^https?:$/.test(protocol)) return href.endsWith("/") ? href : `${href}/`;
    } catch {
      // an address that is none is as good as no address
    }
    return HOST;
  }

  #body(question) {
    const history = this.#answers.slice(-HISTORY.exchanges).flatMap((answer) => [
      { role: "user", content: answer.question },
      { role: "assistant", content: answer.answer.slice(0, HISTORY.letters).toWellFormed() },
    ]);
    const outlets = listed(this.getAttribute("outlets"), ",");
    const language = this.#t.language;
    return { question, history, language, ...(outlets.length && { scope: { outlets } }) };
  }

  /** Make the panel anew; what was said, typed and opened stays. */
  #build() {
    const before = this.#parts;
    const root = document.documentElement; // whose language holds inside of a shadow tree, too
    const language = (this.closest("[lang]") ?? root).lang || navigator.language;
    const t = (this.#t = textsOf(language));
    const inline = this.getAttribute("mode") === "inline";
    const texts = {
      inline,
      title: this.getAttribute("title") || t("widget.title"),
      greeting: this.getAttribute("greeting") || t("widget.greeting"),
      placeholder: this.getAttribute("placeholder") || t("ask.placeholder"),
      starters: listed(this.getAttribute("starters"), "|"),
    };
    const parts = (this.#parts = panelNodes(texts, t, this.#does()));
    if (before) {
      parts.log.append(...before.log.querySelectorAll(":scope > .exchange"));
      parts.box.value = before.box.value;
    }
    // A title on the element itself would otherwise show as a tooltip wherever one points.
    const frame = make("div.frame", { lang: t.language, title: "", popover: inline ? null : "manual" });
    frame.append(...[parts.launcher, parts.panel].filter(Boolean));
    for (const type of ["keydown", "keypress", "keyup"]) {
      frame.addEventListener(type, (event) => this.#key(event));
    }
    this.#shadow.replaceChildren(frame);
    if (!inline) frame.showPopover?.(); // above all that the page holds, whatever contains it
    if (!inline) this.#show(before?.launcher ? !before.panel.hidden : false);
    this.#welcome();
    this.#busy();
  }

  #does() {
    const enter = () => {
      const { box } = this.#parts;
      if (this.#running || !box.value.trim()) return;
      this.ask(box.value);
      box.value = "";
    };
    return {
      enter,
      submit: () => (this.#running ? this.#running.abort() : enter()),
      ask: (question) => this.ask(question),
      open: () => this.open(),
      close: () => this.close(),
      clear: () => {
        this.clear();
        this.#parts.box.focus();
      },
    };
  }

  #key(event) {
    event.stopPropagation(); // the page's shortcuts cannot tell that somebody is typing here
    const { launcher, panel } = this.#parts;
    if (event.type !== "keydown" || event.isComposing || !launcher || panel.hidden) return;
    if (event.key === "Escape") this.close();
    else keepFocus(event, panel);
  }

  #show(open) {
    const { launcher, panel } = this.#parts;
    panel.hidden = !open;
    launcher.hidden = open;
    launcher.setAttribute("aria-expanded", String(open));
  }

  #began(running, exchange) {
    this.#running = running;
    this.#parts.log.append(exchange.node);
    this.#welcome();
    this.#busy();
    this.#scroll(exchange);
  }

  #scroll(exchange) {
    const { log } = this.#parts;
    log.scrollTop = exchange.node.offsetTop - log.offsetTop;
  }

  #ended(running) {
    if (this.#running === running) this.#running = null;
    this.#busy();
  }

  #failed(error, exchange, asked, stopped) {
    const trouble = error instanceof Trouble ? error : new Trouble("failed");
    const words = stopped ? this.#t("widget.stopped") : wordsFor(trouble, this.#t);
    exchange.fail(words, () => {
      if (this.#running) return;
      exchange.node.remove();
      this.ask(asked);
      this.#parts.box.focus();
    });
    if (stopped) return;
    this.#emit("error", { question: asked, kind: trouble.kind, status: trouble.status, message: words });
  }

  /** The greeting shows as long as nothing was asked. */
  #welcome() {
    const { log, welcome, panel } = this.#parts;
    welcome.hidden = log.childElementCount > 1;
    panel.querySelector(".clear").hidden = !welcome.hidden;
  }

  #busy() {
    this.#parts.send.textContent = this.#t(this.#running ? "stop" : "ask");
  }

  #emit(name, detail = null) {
    const init = { bubbles: true, composed: true, detail };
    this.dispatchEvent(new CustomEvent(`crossread-${name}`, init));
  }
}

/** The entries of an attribute: a JSON array of texts, or texts with a separator between them. */
function listed(text, separator) {
  let found = (text ?? "").split(separator);
  try {
    const given = JSON.parse(text);
    if (Array.isArray(given)) found = given.map(String);
  } catch {
    // no JSON, then
  }
  return found.map((entry) => entry.trim()).filter(Boolean);
}

function wordsFor({ kind, status, detail, seconds }, t) {
  if (kind === "refused") return t("widget.refused", { origin: location.origin });
  if (kind === "busy" && seconds) return t("widget.wait", { count: seconds });
  if (kind === "failed" || kind === "busy") {
    if (detail && t.language === "en") return detail; // the server's errors are in English
    return t({ 503: "busy", 504: "widget.late" }[status] ?? "failed");
  }
  return t(`widget.${kind}`);
}

if (!customElements.get("crossread-chat")) customElements.define("crossread-chat", CrossreadChat);
