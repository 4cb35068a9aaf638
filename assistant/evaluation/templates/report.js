const metric = document.querySelector("#metric");
const tag = document.querySelector("#tag");

function filter() {
  const failures = [...document.querySelectorAll(".failure")];
  for (const failure of failures) {
    const has = (name, value) => !value || failure.querySelector(`[data-${name}="${CSS.escape(value)}"]`);
    failure.hidden = !(has("metric", metric.value) && has("tag", tag.value));
  }
  document.querySelector("#count").value = failures.filter((failure) => !failure.hidden).length;
}

metric?.addEventListener("change", filter);
tag?.addEventListener("change", filter);
if (metric) filter();
