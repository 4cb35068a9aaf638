// Shows an opened article at the passage that was asked for, and leads back to the answer. Runs
// once, as Gradio's `js_on_load`, with `element`, `trigger` and `watch` given.

element.addEventListener("click", (event) => {
  const back = event.target.closest(".back");
  if (!back) return;
  const open = document.querySelector(".cite.open");
  const exchange = document.getElementById(`answer-${back.dataset.answer}`);
  const target = open ?? exchange;
  trigger("clear");
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "center" });
});

watch("value", () => {
  const opened = element.querySelector("mark.opened") ?? element.querySelector(".back");
  if (!opened) return;
  element.querySelector(".back").focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
  opened.scrollIntoView({ block: "center" });
});
