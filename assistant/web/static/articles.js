// Removes an article. Runs once, as Gradio's `js_on_load` of the articles.

element.addEventListener("click", (event) => {
  const remove = event.target.closest("[data-remove]");
  if (remove) trigger("delete", { id: remove.dataset.remove });
});
