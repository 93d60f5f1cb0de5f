// Logging a visit: one tap as usual, or how it went. The id is made when the screen opens: a retry and a second tab are one.
import * as drafts from "./drafts.js";
import { follow, once, open } from "./form.js";
import { fill, slot } from "./page.js";
import * as words from "./words.js";

const DAYS = { today: 0, yesterday: -1 };

export async function openVisit(person, old, submit) {
  const opened = await open("visit", person, old, () => openVisit(person, old, submit));
  const { here, form, draft } = opened;
  fill("title", old ? `Bezoek aan ${person.first_name} aanpassen` : `Bezoek aan ${person.first_name}`, here);
  slot("back", here).href = old ? `#/bij/${person.id}` : "#/";
  slot("submit", here).textContent = old ? "Zo aanpassen" : "Noteren";
  limitDays(form);
  const values = draft.values ?? (old && { ...old, minutes: old.minutes || 60 });
  if (values) drafts.write(form, { ...values, day: dayOf(values.on) });
  draft.today = values ? words.today() : null;
  if (form.next_on.value && form.next_on.value < form.next_on.min) form.next_on.min = form.next_on.value;
  offerTheUsual(here, () => Boolean(old || draft.values));
  const usual = here.querySelector('[data-do="as-usual"]');
  usual.onclick = once(usual, () => submit(draft, read(reset(form), words.today()), person, old));
  follow(opened, person, (event) => typed(form, draft, event), () => showWhatFits(form));
  form.onsubmit = (event) => {
    event.preventDefault();
    const said = read(form, draft.today ?? words.today());
    const wrong = mistakes(said);
    fill("wrong", wrong.join(" "), here);
    if (!wrong.length) once(slot("submit", here), () => submit(draft, said, person, old))();
  };
}

// As usual is for who typed nothing: one tap must not pass over what stands in the form.
function offerTheUsual(here, isTyped) {
  const different = slot("different", here);
  different.open = isTyped();
  different.classList.toggle("only", isTyped());
  different.ontoggle = () => { slot("usual", here).hidden = different.open || isTyped(); };
  different.ontoggle();
}

function reset(form) {
  form.reset();
  return form;
}

function limitDays(form) {
  form.on.max = words.today();
  form.next_on.min = words.today();
}

function showWhatFits(form) {
  slot("other-day", form).hidden = form.day.value !== "other";
  slot("length", form).hidden = form.kind.value === "nobody_home";
}

// "Vandaag" is another day tomorrow: it is the day on which she began to type, or chose it; and a draft has the day itself.
function typed(form, draft, event) {
  if (!draft.today || event.target.name === "day") draft.today = words.today();
  return { ...Object.fromEntries(new FormData(form)), on: dayChosen(form, draft.today) };
}

const dayChosen = (form, today) => (form.day.value === "other" ? form.on.value : words.later(today, DAYS[form.day.value]));
const dayOf = (on) => (on === words.today() ? "today" : on === words.today(-1) ? "yesterday" : "other");

function read(form, today) {
  const kilometres = form.kilometres.value.trim();
  return {
    on: dayChosen(form, today),
    kind: form.kind.value,
    minutes: form.kind.value === "nobody_home" ? 0 : Number(form.minutes.value),
    mood: form.mood.value,
    note: form.note.value.trim(),
    kilometres: kilometres === "" ? null : Number(kilometres.replace(",", ".")),
    next_on: form.next_on.value || null,
  };
}

function mistakes(said) {
  const wrong = [];
  if (!said.on) wrong.push("Kies nog de dag van het bezoek.");
  if (said.on > words.today()) wrong.push("Deze dag moet nog komen. Kies vandaag of eerder.");
  if (said.kilometres !== null && !(said.kilometres >= 0 && said.kilometres <= 500)) wrong.push("Vul bij kilometers een getal in, hoogstens 500.");
  if (said.kilometres !== null) said.kilometres = Math.round(said.kilometres);
  return wrong;
}
