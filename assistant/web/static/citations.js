// From a number in an answer to its source and back. Runs once, as Gradio's `js_on_load` of the
// conversation, with `element` and `watch` given; the listener sits on what stays.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function bringIntoView(node, block) {
  node.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
}

function openSource(marker) {
  const source = document.getElementById(marker.hash.slice(1));
  if (!source) return;
  const shown = source.closest(".of-answer");
  for (const sources of document.querySelectorAll(".of-answer")) sources.hidden = sources !== shown;
  for (const other of document.querySelectorAll(".cite")) {
    other.toggleAttribute("data-open", other.hash === marker.hash);
  }
  source.open = true;
  source.querySelector("summary").focus({ preventScroll: true });
  bringIntoView(source, "start");
}

function backToAnswer(link) {
  const answer = document.getElementById(link.hash.slice(1));
  const marker = answer?.querySelector(".cite[data-open]") ?? answer;
  marker?.focus({ preventScroll: true });
  if (marker) bringIntoView(marker, "center");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.cite, a.back");
  if (!link) return;
  event.preventDefault();
  if (link.matches(".cite")) openSource(link);
  else backToAnswer(link);
});

watch("value", () => {
  const latest = element.querySelector(".exchange:last-of-type");
  if (latest) bringIntoView(latest, "start");
});
