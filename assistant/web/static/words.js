// Tells that it was chosen whose words the next answers are to be in. Runs once, as Gradio's
// `js_on_load`, with `element` and `trigger` given.

element.addEventListener("change", () => trigger("select"));
