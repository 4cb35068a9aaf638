// Asks the question on a button. Runs once, as Gradio's `js_on_load` of a list of questions, with
// `element` and `trigger` given.

element.addEventListener("click", (event) => {
  const asks = event.target.closest("[data-ask]");
  if (asks) trigger("submit", { question: asks.dataset.ask });
});
