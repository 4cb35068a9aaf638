// Tells whose words were chosen for the next answers. Runs once, as Gradio's `js_on_load`, with
// `element` and `trigger` given.

element.addEventListener("change", (event) => {
  trigger("select", { words: event.target.value });
});
