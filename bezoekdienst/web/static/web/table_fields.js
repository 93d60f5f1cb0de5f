// The fields of the kitchen table: what each of them holds, whatever kind of control it is, and what is said beside it.
export const form = document.querySelector("form[data-table]");

export function controls(name) {
  const found = form.elements[name];
  return found instanceof RadioNodeList ? [...found] : found ? [found] : [];
}

export function values(name) {
  return controls(name)
    .filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked)
    .map((one) => one.value.replaceAll("\r\n", "\n").trim())
    .filter(Boolean);
}

export function put(name, given) {
  for (const one of controls(name)) {
    if (one.type === "checkbox") one.checked = given.includes(one.value);
    else if (one.type === "radio") one.checked = given.length ? given.includes(one.value) : one.value === "";
    else one.value = given[0] ?? "";
  }
}

export const NAMES = [...new Set([...form.elements].map((one) => one.name))].filter(
  (name) => name && !["known", "csrfmiddlewaretoken"].includes(name),
);
export const same = (one, other) => JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());

export function around(name) {
  return controls(name)[0].closest("fieldset, .field");
}

export function label(name) {
  const text = around(name).querySelector("legend, label").firstChild.textContent.trim();
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\?$/, "");
}

export function point(name, sentences) {
  const box = around(name);
  box.querySelector(".errorlist")?.remove();
  for (const one of controls(name)) one.toggleAttribute("aria-invalid", false);
  if (!sentences.length) return;
  const list = document.createElement("ul");
  Object.assign(list, { className: "errorlist", id: `id_${name}_error` });
  for (const sentence of sentences) list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
  box.append(list);
  for (const one of controls(name)) {
    one.setAttribute("aria-invalid", "true");
    one.setAttribute("aria-describedby", list.id);
  }
}

// What is still open, beside each part

export function summarise() {
  for (const one of form.querySelectorAll("[data-asked]")) {
    const asked = one.dataset.asked.split(" ").filter(Boolean);
    if (!asked.length) continue;
    const open = asked.filter((name) => !values(name).length).length;
    const words = one.querySelector("output");
    words.textContent = open ? `nog ${open} open` : "rond";
    one.classList.toggle("whole", open === 0);
  }
}
