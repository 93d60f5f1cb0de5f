// Writing the letter: the example follows what is typed, words are counted, a click puts in what is filled in by itself.
const form = document.querySelector("form.writing");
const PAUSE = 700; // milliseconds without typing before the letter is made again
let waiting = 0;
let last = null; // the field in which was written last
let asked = null;

function texts() {
  return [...form.querySelectorAll('[name="subject"], .side.front textarea')].map((one) => one.value);
}

function count() {
  const place = document.getElementById("woorden");
  const values = {};
  for (const one of form.querySelectorAll("[data-field]")) values[one.dataset.field] = one.dataset.value;
  const filled = texts().map((text) => text.replace(/\{([^{}]*)\}/g, (whole, name) => values[name] ?? whole).replaceAll("**", ""));
  const words = filled.join(" ").split(/\s+/).filter(Boolean).length;
  place.querySelector("output").textContent = words;
  place.classList.toggle("over", words > Number(place.dataset.limit));
}

// Fetched and laid over the old one in a new frame: nothing flickers, and the Back button still leads to the last page.
async function renew() {
  asked?.abort();
  const shown = form.querySelector("iframe");
  if (getComputedStyle(shown.parentElement).display === "none") return;
  asked = new AbortController();
  const { signal } = asked;
  const [address, how] = document.getElementById("verversen").formAction.split("#");
  try {
    const answer = await fetch(address, { method: "POST", body: new FormData(form), signal });
    if (answer.status === 422) return tell(await answer.text());
    if (!answer.ok || answer.redirected) return; // logged out meanwhile, say: the button tells
    const url = URL.createObjectURL(await answer.blob());
    if (!signal.aborted) show(`${url}#${how}`, shown);
  } catch {
    // no connection, or asked again meanwhile: what was shown stays, and the button is still there
  }
}

// Why there is no example, over the one that was.
function tell(html) {
  const said = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  if (!said) return;
  const place = form.querySelector(".sheet-of-paper");
  const why = document.createElement("div");
  why.className = "no-proof";
  why.append(...said.childNodes);
  place.querySelector(".no-proof")?.remove();
  place.append(why);
}

function show(url, shown) {
  const coming = document.createElement("iframe");
  Object.assign(coming, { title: shown.title, className: "coming", src: url });
  coming.addEventListener("load", () => {
    for (const one of form.querySelectorAll("iframe, .sheet-of-paper .no-proof")) if (one !== coming) one.remove();
    Object.assign(coming, { name: "voorbeeld", className: "" });
  });
  for (const stale of form.querySelectorAll("iframe.coming")) stale.remove();
  shown.parentElement.append(coming);
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(renew, PAUSE);
}

function insert(name) {
  const field = last?.isConnected ? last : form.querySelector(".side.front textarea");
  field.focus();
  field.setRangeText(`{${name}}`, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.name !== "vorm") count();
    event.target.closest(".block")?.querySelector("[data-shipped]")?.removeAttribute("hidden");
    later();
  });
  document.getElementById("verversen").addEventListener("click", (event) => {
    event.preventDefault();
    renew();
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches(".block textarea")) last = event.target;
  });
  document.addEventListener("htmx:afterSwap", () => {
    count();
    later();
  });
  for (const one of form.querySelectorAll("[data-field]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = "Zet dit in de tekst";
    const code = one.querySelector("code");
    code.replaceWith(button);
    button.append(code);
    button.addEventListener("click", () => insert(one.dataset.field));
  }
}
