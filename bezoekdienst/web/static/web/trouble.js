// A part of the page that could not be renewed says so: by itself htmx would leave everything as it was, in silence.
const messages = document.getElementById("meldingen");
const trouble = document.getElementById("mislukt");

function tell() {
  messages.replaceChildren(trouble.content.cloneNode(true));
  messages.scrollIntoView({ block: "center" });
}

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, tell);
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.successful && messages.querySelector("[data-trouble]")) messages.replaceChildren();
});
