// Today, and one person: what the server knows, laid over what is still on this phone.
import { now } from "./clock.js";
import { doing } from "./doing.js";
import { known } from "./known.js";
import { copy, fill, lay, make, screen, slot } from "./page.js";
import * as words from "./words.js";

export function label(name, value) {
  const input = screen("visit").querySelector(`input[name="${name}"][value="${value}"]`);
  return input ? input.parentElement.textContent.trim() : "";
}

export function showToday(waiting) {
  const here = screen("today");
  fill("date", words.capital(words.longDay(words.today())), here);
  slot("loading", here).hidden = true;
  if (known.me) fill("greeting", words.greeting(known.me.first_name), here);
  const people = known.people.filter((person) => !person.ended_on);
  const cards = people.map((person) => card(person, waiting));
  const sad = mourned();
  lay(slot("people", here), [...sad, ...(cards.length || sad.length || !known.asked ? cards : [nobody()]), ...farewells()]);
  showGathering(here);
}

function card(person, waiting) {
  const one = copy("een-mens");
  fill("name", person.first_name, one).href = `#/bij/${person.id}`;
  const unsent = waiting.filter((entry) => !entry.refused && entry.body?.trajectory === person.id && entry.path.startsWith("visits/"));
  fill("agreed", unsent.length ? `Genoteerd, nog niet verstuurd: ${words.day(unsent.at(-1).body.on)}.` : words.agreed(person), one);
  fill("weeks", [words.weeks(person), sayLast(person)].filter(Boolean).join(" "), one);
  const log = slot("log", one);
  log.href = `#/noteren/${person.id}`;
  log.hidden = person.state === "acquaintance";
  log.append(make("span", { class: "only-read" }, ` bij ${person.first_name}`));
  return one;
}

function sayLast(person) {
  return person.next_on && person.last_visit_on ? `Laatste bezoek: ${words.day(person.last_visit_on)}.` : "";
}

function nobody() {
  return make(
    "div", { class: "empty" },
    make("p", { class: "word" }, "U bezoekt nu niemand."),
    make("p", { class: "soft" }, "De coördinator belt u als er iemand is."),
  );
}

// That somebody died is read on her own page, after a line that prepares for it: never by surprise in a list.
function mourned() {
  return known.people.filter((person) => person.died_on).map((person) => make(
    "section", { class: "flow" },
    make("h2", {}, person.first_name),
    make("p", {}, `Er is verdrietig nieuws over ${person.first_name}. De coördinator belt u hierover.`),
    make("p", {}, make("a", { class: "act", href: `#/bij/${person.id}` }, "Verder lezen")),
  ));
}

function farewells() {
  return known.people.filter((person) => person.ended_on && !person.died_on).map((person) => make(
    "p", { class: "soft farewell" },
    make("a", { class: "act", href: `#/bij/${person.id}` }, person.first_name), ` ${words.weeks(person)}${person.thanks ? " Er is een laatste woord voor u." : ""}`,
  ));
}

function showGathering(here) {
  const next = known.me?.next_gathering;
  showCalledOff(here);
  const part = slot("gathering", here);
  part.hidden = !next;
  if (!next) return;
  const on = words.iso(new Date(next.starts_at));
  const what = words.capital(next.theme ? `${next.kind_words} “${next.theme}”` : next.kind_words);
  fill("gathering-words", `${what}, ${words.longDay(on)} om ${words.time(next.starts_at)}, ${next.place}.`, part);
  const before = next.coming ? "U zei ja voor de oude dag. Komt u nu ook?" : "U kon niet op de oude dag. Komt u nu wel?";
  fill("gathering-moved", next.moved ? `De dag of de tijd is veranderd. ${before}` : "", part);
  // An answer about the old day stands until she gives another, but chooses nothing here: a tap must be a tap.
  for (const input of part.querySelectorAll("input")) input.checked = !next.moved && next.coming === (input.value === "yes");
}

function showCalledOff(here) {
  const off = known.me?.called_off;
  fill("called-off", off ? `De ${off.kind_words} van ${words.longDay(words.iso(new Date(off.starts_at)))} gaat niet door.` : "", here);
}

export function showPerson(person, waiting) {
  const here = screen("person");
  fill("name", person.first_name, here);
  lay(slot("facts", here), person.died_on ? [] : facts(person));
  slot("thanked", here).hidden = !person.thanks;
  fill("thanks", person.thanks, here);
  slot("died", here).hidden = !person.died_on;
  fill("died-words", person.died_on ? `${person.first_name} is overleden, op ${words.dayYear(person.died_on)}.` : "", here);
  slot("open-acts", here).hidden = Boolean(person.died_on);
  slot("log", here).hidden = Boolean(person.ended_on) || person.state === "acquaintance";
  slot("log", here).href = `#/noteren/${person.id}`;
  slot("worry", here).href = `#/zorg/${person.id}`;
  slot("worries", here).hidden = person.signals.length === 0;
  lay(slot("signals", here), person.signals.map(signal));
  const unsent = waiting.filter((entry) => entry.method === "PUT" && entry.path.startsWith("visits/") && entry.body.trajectory === person.id);
  const rows = [...unsent.map((entry) => unsentRow(entry)), ...person.visits.map((one) => visitRow(one, person, waiting))];
  lay(slot("visits", here), rows);
  slot("none", here).hidden = rows.length > 0 || known.partial;
  slot("partial", here).hidden = !known.partial;
}

function facts(person) {
  const phone = person.phone && make("a", { class: "act tel", href: `tel:${person.phone.replace(/[^+\d]/g, "")}` }, person.phone);
  const address = [person.street, [person.postcode, person.town].filter(Boolean).join(" ")].filter(Boolean);
  const lines = [
    ["Adres", address.length ? [...address.flatMap((line, index) => (index ? [make("br"), line] : [line])), make("br"), onTheMap(address)] : null],
    ["Telefoon", phone ? [phone] : null],
    ["Afgesproken", [words.agreed(person)]],
    ["Het jaar", words.weeks(person) ? [words.weeks(person)] : null],
  ];
  return lines.filter(([, what]) => what).map(([name, what]) => make("div", {}, make("dt", {}, name), make("dd", {}, ...what)));
}

// Her own map opens, if she wants: until then nobody hears the address.
function onTheMap(address) {
  if (!matchMedia("(pointer: coarse)").matches) return null;
  const query = encodeURIComponent(address.join(", "));
  const href = /iPhone|iPad/.test(navigator.userAgent) ? `maps://?q=${query}` : `geo:0,0?q=${query}`;
  return make("a", { class: "act", href }, "Op de kaart");
}

function row(one) {
  const made = copy("een-bezoek");
  fill("when", words.capital(words.day(one.on)), made);
  fill("how", words.visit(one, label), made);
  fill("note", one.note ?? "", made);
  // Whoever listens hears of which visit.
  for (const name of ["change", "withdraw"]) slot(name, made).append(make("span", { class: "only-read" }, ` van ${words.day(one.on)}`));
  return made;
}

// What isn't sent yet: it can be taken back whole, for nobody else knows of it.
function unsentRow(entry) {
  const made = row(entry.body);
  fill("remark", entry.refused ? "Niet verstuurd: zie boven." : "Alleen nog op deze telefoon.", made);
  slot("changes", made).hidden = Boolean(entry.refused);
  slot("change", made).addEventListener("click", (event) => { event.preventDefault(); doing.takeBack(entry); });
  slot("withdraw", made).addEventListener("click", () => doing.discard(entry));
  return made;
}

function visitRow(one, person, waiting) {
  const made = row(one);
  const gone = Boolean(one.withdrawn_at);
  const pending = waiting.filter((entry) => !entry.refused && entry.path.startsWith(`visits/${one.id}/`));
  made.classList.toggle("gone", gone);
  fill("remark", remarks(one, pending, gone).join(" "), made);
  const changeable = !pending.length && !gone && !one.phoned_in && now() - new Date(one.logged_at) < 14 * 24 * 3600 * 1000;
  slot("changes", made).hidden = !changeable;
  slot("change", made).href = `#/noteren/${person.id}/${one.id}`;
  slot("withdraw", made).addEventListener("click", (event) => { event.currentTarget.disabled = true; doing.withdraw(one, person); });
  made.append(...(one.conflicts ?? []).map((other) => conflict(one, other, person, changeable)));
  return made;
}

// Two reports of one visit: both are shown, and she says which is right.
function conflict(one, other, person, changeable) {
  const choose = (content) => (event) => { event.currentTarget.disabled = true; doing.choose(one, content, person); };
  const same = other.trajectory === person.id;
  return make(
    "div", { class: "message notice conflict" },
    make("p", { class: "title" }, "Van dit bezoek kwam ook een ander verslag binnen:"),
    make("p", {}, `${words.capital(words.day(other.on))}. ${words.visit(other, label)}`),
    other.note ? make("p", { class: "note" }, other.note) : null,
    changeable
      ? make("p", { class: "acts" }, same ? make("button", { class: "act", type: "button", click: choose(other) }, "Dit klopt") : null, make("button", { class: "act", type: "button", click: choose(one) }, "Wat er al stond, klopt"))
      : make("p", { class: "small soft" }, "De coördinator kijkt ernaar."),
  );
}

function remarks(one, pending, gone) {
  const isGoing = pending.some((entry) => entry.path.endsWith("/withdraw"));
  return [
    isGoing ? "Weggehaald, alleen nog op deze telefoon." : pending.length > 0 && "Aangepast, alleen nog op deze telefoon.",
    gone && "Weggehaald.",
    one.phoned_in && "Genoteerd door de coördinator.",
    !gone && one.corrected_at && "Aangepast.",
  ].filter(Boolean);
}

export function showCalled() {
  const at = known.me?.call_asked_at;
  if (at) fill("called", `We bellen u. U vroeg het ${words.moment(at)}.`);
}

function signal(one) {
  const kind = screen("signal").querySelector(`input[value="${one.kind}"]`)?.parentElement.textContent.trim();
  const said = one.seen_at ? `De coördinator heeft het gezien op ${words.dayYear(words.iso(new Date(one.seen_at)))}.` : "Nog niet gezien.";
  const closed = one.state === "closed" ? " Het is afgerond." : "";
  const head = make("p", {}, make("b", {}, kind ?? ""), make("br"), make("span", { class: "soft" }, `Gemeld op ${words.dayYear(words.iso(new Date(one.reported_at)))}. ${said}${closed}`));
  return make("li", {}, head, one.told ? make("p", { class: "told" }, `De coördinator schrijft u: ${one.told}`) : null);
}
