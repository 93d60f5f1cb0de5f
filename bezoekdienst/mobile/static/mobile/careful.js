// Notes are about how it goes, not about who (B2). This points at what seems to be a name or a number; it forbids
// nothing. The server knows the same: visiting/notes.py. One table of cases holds them together.
const BSN = "Dit lijkt op een burgerservicenummer (BSN). Haal het liever weg.";
const IBAN = "Dit lijkt op een rekeningnummer. Haal het liever weg.";
const PHONE = "Dit lijkt op een telefoonnummer. Haal het liever weg.";
const MAIL = "Dit lijkt op een e-mailadres. Haal het liever weg.";
const PLACE = "Dit lijkt op een adres. Haal het liever weg.";
const BORN = "Dit lijkt op een geboortedatum. Haal het liever weg.";
const NAME = "Dit lijkt op een naam. Schrijf liever ‘ze’, ‘hij’ of ‘een buur’.";

const MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split(" ");
const IBANS = /\bNL\d{2} ?[A-Z]{4}(?: ?\d){10}\b/gi;
const MAILS = /[\p{L}\d_.+-]+@[\p{L}\d_-]+\.[\p{L}\d_]+/gu;
const PLACES = /\b[1-9]\d{3} ?[A-Z]{2}\b/;
const DAYS = new RegExp(`\\b\\d{1,2}(?:[-./]\\d{1,2}[-./]| (?:${MONTHS.join("|")}) )((?:19|20)\\d\\d)\\b`, "gi");
const RUNS = /\d+(?:[ ./()+-]{1,3}\d+)*/g;
const WORDS = /\p{L}+(?:['’-]\p{L}+)*/gu;
const LAST_CHILD = 2010;
export const NO_NAMES = new Set([
  ..."maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split(" "), ...MONTHS,
  ..."kerst kerstmis pasen pinksteren sinterklaas moederdag vaderdag allerzielen nieuwjaar nederland nederlands".split(" "),
  ..."nederlandse duitsland arnhem velp nijmegen god bijbel corona whatsapp facebook netflix alzheimer parkinson".split(" "),
]);
const TITLES = new Set([
  ..."mevrouw meneer mw mevr dhr heer dokter dr buurman buurvrouw oom tante zoon dochter broer zus".split(" "),
  ..."kleinzoon kleindochter vriend vriendin neef nicht".split(" "),
]);
const BETWEEN = new Set("de den der van het ten ter te in op".split(" "));

// Dutch sentences, "" when there is nothing to say. `names`: what the one it is about is called.
export function remark(text, names = []) {
  const rest = text.replace(IBANS, " ; ").replace(DAYS, " ; ");
  const numbers = [...rest.matchAll(RUNS)].flatMap(([run]) => formed(run.match(/\d+/g)));
  const years = [...text.matchAll(DAYS)].map((found) => Number(found[1]));
  const said = [
    numbers.some(isBsn) && BSN,
    text.search(IBANS) >= 0 && IBAN,
    numbers.some((digits) => /^(?:0|(?:00)?310?)[1-9]\d{8}$/.test(digits)) && PHONE,
    text.search(MAILS) >= 0 && MAIL,
    PLACES.test(rest) && PLACE,
    years.some((year) => year < LAST_CHILD) && BORN,
    seemsNamed(text.replace(IBANS, ";").replace(MAILS, ";"), new Set(names.filter(Boolean).map((name) => name.toLowerCase()))) && NAME,
  ];
  return said.filter(Boolean).join(" ");
}

// Every number that digits may form which stand together.
function formed(groups) {
  return groups.flatMap((_, start) => groups.slice(start, start + 10).map((_, more) => groups.slice(start, start + more + 1).join("")));
}

function isBsn(digits) {
  if (digits.length !== 9) return false;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index), 0);
  return sum % 11 === 0 && Number(digits) > 0;
}

function seemsNamed(text, names) {
  let titled = false;
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    const plain = word.toLowerCase();
    if (names.has(plain) || (/^\p{Lu}/u.test(word) && (titled || isAmid(text.slice(0, index), word)))) return true;
    titled = TITLES.has(plain) || (titled && BETWEEN.has(plain));
  }
  return false;
}

// A word with a capital that begins no sentence.
function isAmid(before, word) {
  return /^.\p{Ll}./u.test(word) && !NO_NAMES.has(word.toLowerCase()) && /[\p{Ll},;:(‘“]$/u.test(before.trimEnd());
}
