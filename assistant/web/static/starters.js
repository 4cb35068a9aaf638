// Asks the question on a button. Runs once, as Gradio's `js_on_load` of the welcome, with `element`
// and `trigger` given.

element.addEventListener("click", (event) => {
  const starter = event.target.closest("[data-ask]");
  if (starter) trigger("submit", { question: starter.dataset.ask });
});
