// What the buttons and numbers of answers do. Runs once, as Gradio's `js_on_load`, with `element`,
// `trigger` and `watch` given; the listener sits on what stays.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

element.addEventListener("click", (event) => {
  const chip = event.target.closest("a.cite");
  const button = event.target.closest("button[data-do]");
  if (chip) {
    event.preventDefault();
    for (const other of element.querySelectorAll(".cite.open")) other.classList.remove("open");
    chip.classList.add("open");
    trigger("select", { answer: Number(chip.dataset.answer), n: Number(chip.dataset.open) });
  } else if (button) {
    act(button);
  }
});

function act(button) {
  const exchange = button.closest(".exchange");
  const done = exchange.querySelector(".done");
  const answer = Number(button.dataset.answer);
  const does = button.dataset.do;
  done.textContent = "";
  if (does === "up" || does === "down") {
    const criticism = exchange.querySelector(".criticism");
    const reason = does === "down" ? criticism.querySelector("textarea").value : "";
    trigger("like", { answer, verdict: does, reason });
    criticism.open = false;
    done.dataset.waiting = done.dataset.thanks; // until it is noted
  } else if (does === "copy") {
    trigger("copy", { answer });
    done.dataset.waiting = button.dataset.done; // until it is copied
  } else if (does === "compare") {
    trigger("expand", { answer });
  } else {
    trigger(does);
  }
}

let growing = false;

watch("value", () => {
  const latest = element.querySelector(".exchange:last-of-type");
  const behavior = calm.matches ? "auto" : "smooth";
  // An answer that comes in pieces is read while it does.
  if (latest && !growing) latest.scrollIntoView({ block: "start", behavior });
  growing = Boolean(latest?.matches(".coming"));
});
