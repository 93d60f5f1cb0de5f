// How things are said: days, times, lengths, visits. Dutch, as one would say it on the telephone.
import { now } from "./clock.js";

const TONGUE = "nl-NL";
// The service lives in the Netherlands, wherever the phone thinks it is.
const ZONE = { timeZone: "Europe/Amsterdam" };
const DAY = new Intl.DateTimeFormat(TONGUE, { ...ZONE, weekday: "long", day: "numeric", month: "long" });
const DAY_YEAR = new Intl.DateTimeFormat(TONGUE, { ...ZONE, day: "numeric", month: "long", year: "numeric" });
const CALENDAR = new Intl.DateTimeFormat("sv-SE", ZONE); // Swedish writes a day as 2027-03-03
const CLOCK = new Intl.DateTimeFormat(TONGUE, { ...ZONE, hour: "numeric", minute: "2-digit" });
const LENGTHS = { 15: "een kwartier", 30: "een half uur", 45: "drie kwartier", 60: "een uur", 90: "anderhalf uur" };

// Today as text, "2027-03-03"; `days` later when given.
export const today = (days = 0) => later(iso(now()), days);

export function later(text, days) {
  const moved = noon(text);
  moved.setUTCDate(moved.getUTCDate() + days);
  return iso(moved);
}

export const iso = (moment) => CALENDAR.format(moment);

function noon(text) {
  const [year, month, day] = text.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day, 12));
}

export function day(text) {
  if (text === today()) return "vandaag";
  if (text === today(-1)) return "gisteren";
  if (text === today(1)) return "morgen";
  return DAY.format(noon(text));
}

export const longDay = (text) => DAY.format(noon(text));
export const dayYear = (text) => DAY_YEAR.format(noon(text));

// When something happened, as "gisteren om 14.05 uur".
export const moment = (at) => `${day(iso(new Date(at)))} om ${time(at)}`;

// Whether the office answers, as far as a clock can tell: it knows no holidays.
export function isOfficeHours(at = now()) {
  const weekday = noon(iso(at)).getUTCDay();
  const hour = hourOf(at);
  return weekday >= 1 && weekday <= 5 && hour >= 9 && hour < 17;
}

const hourOf = (at) => Number(CLOCK.formatToParts(at).find((part) => part.type === "hour").value);

export const time = (moment) => `${CLOCK.format(new Date(moment)).replace(":", ".")} uur`;

export function length(minutes) {
  if (LENGTHS[minutes]) return LENGTHS[minutes];
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return `${rest} minuten`;
  return rest ? `${hours} uur en ${rest} minuten` : `${hours} uur`;
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// "Thuis, een uur, alles goed": the labels are read from the form, so that there is one place that has them.
export function visit(one, label) {
  const parts = [label("kind", one.kind)];
  if (one.minutes) parts.push(length(one.minutes));
  parts.push(label("mood", one.mood));
  return `${capital(parts.join(", ").toLowerCase())}.`;
}

// Whole weeks until a day; null without one.
export function weeksUntil(text) {
  return text ? Math.floor((noon(text) - noon(today())) / (7 * 24 * 3600 * 1000) + 0.01) : null;
}

export function weeks(person) {
  if (person.ended_on) return `Afgerond op ${dayYear(person.ended_on)}.`;
  if (person.hard_stop_on === null) return "";
  const left = person.weeks_left;
  const until = `tot en met ${dayYear(person.hard_stop_on)}`;
  if (left < 1) return `Dit is de laatste week (${until}).`;
  return left === 1 ? `Nog 1 week, ${until}.` : `Nog ${left} weken, ${until}.`;
}

export function agreed(person) {
  if (person.ended_on) return "De bezoeken zijn afgerond.";
  if (person.next_on) return `Afspraak: ${day(person.next_on)}.`;
  if (person.state === "acquaintance") {
    const hour = person.meeting_time ? ` om ${person.meeting_time.replace(":", ".")} uur` : "";
    return person.meeting_on ? `Kennismaking: ${day(person.meeting_on)}${hour}.` : "Maak een afspraak om kennis te maken.";
  }
  if (person.paused_since_on) return "De bezoeken rusten even.";
  if (person.last_visit_on) return `Laatste bezoek: ${day(person.last_visit_on)}. Nog geen nieuwe afspraak.`;
  return "Nog geen afspraak.";
}

export function greeting(name, hour = hourOf(now())) {
  const part = hour < 6 ? "Goede\u00adnacht" : hour < 12 ? "Goede\u00admorgen" : hour < 18 ? "Goede\u00admiddag" : "Goeden\u00adavond";
  return `${part}, ${name}`;
}
