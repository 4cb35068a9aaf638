// Tells screen readers the language that the page speaks; Gradio tells the one that the browser
// wishes for. Runs once, as Gradio's `js_on_load` of the header, with `element` and `watch` given.

function tell() {
  document.documentElement.lang = element.querySelector("h1").dataset.language;
}

tell();
watch("value", tell);
