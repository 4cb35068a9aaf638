// Opens the article of a source. Runs once, as Gradio's `js_on_load` of the sources.

element.addEventListener("click", (event) => {
  const source = event.target.closest("[data-open]");
  if (!source) return;
  trigger("select", { answer: Number(source.dataset.answer), n: Number(source.dataset.open) });
});
