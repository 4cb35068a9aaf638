// Puts what is typed into the widgets on this page, and into the lines to paste.

const form = document.getElementById("attributes");
const lines = document.getElementById("snippet");
const widgets = { floating: document.getElementById("floating"), inline: document.getElementById("inline") };
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

function follow() {
  const given = [...new FormData(form)].filter(([, value]) => value.trim());
  const attributes = given.filter(([name]) => !name.startsWith("--"));
  const looks = given.filter(([name]) => name.startsWith("--"));
  for (const widget of Object.values(widgets)) show(widget, new Map(given));
  const told = attributes.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  const style = looks.map(([name, value]) => `\n<style>crossread-chat { ${name}: ${value} }</style>`).join("");
  const script = `<script src="${escaped(lines.dataset.host)}/widget.js" async></script>`;
  lines.textContent = `${script}${style}\n<crossread-chat${told}></crossread-chat>`;
}

function show(widget, given) {
  for (const { name } of form.elements) {
    if (name === "mode") continue; // one of each is on the page
    if (name.startsWith("--")) widget.style.setProperty(name, given.get(name) ?? "");
    else if (given.has(name)) widget.setAttribute(name, given.get(name));
    else widget.removeAttribute(name);
  }
}

document.getElementById("copy").addEventListener("click", async () => {
  const copied = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(lines.textContent);
    copied.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(lines); // no clipboard without https: ready for Ctrl-C
    copied.textContent = "Selected: press Ctrl-C";
  }
});
form.addEventListener("input", follow);
form.addEventListener("submit", (event) => event.preventDefault());
follow(); // a browser may have kept what was typed before
