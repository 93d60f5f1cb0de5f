// Small hands for the page: find a slot, make an element, say something.
export const root = document.getElementById("telefoon");

export function slot(name, within = document) {
  return within.querySelector(`[data-slot="${name}"]`);
}

export function screen(name) {
  return root.querySelector(`[data-screen="${name}"]`);
}

export function copy(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

// Text always goes in as text, never as markup.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

export function fill(name, text, within = document) {
  const element = slot(name, within);
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
  return element;
}

// What stands there already stays: whoever listens doesn't hear it again, and the focus is where it was.
export function lay(element, nodes) {
  const there = [...element.childNodes];
  if (there.length !== nodes.length || nodes.some((node, index) => !node.isEqualNode(there[index]))) element.replaceChildren(...nodes);
}

// `act`: [word, what it does], for what can be taken back.
export function say(title, sentences = [], kind = "success", act = null) {
  const back = act && make("button", { class: "act", type: "button", click: act[1] }, act[0]);
  slot("said").replaceChildren(
    make("div", { class: `message ${kind}` }, make("p", { class: "title" }, title), ...sentences.map((one) => make("p", {}, one)), back),
  );
}

export function hush() {
  slot("said").replaceChildren();
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
