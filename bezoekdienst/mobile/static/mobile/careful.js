// Notes are about how it goes, not about who. This points at what seems to be a name or a number; it forbids nothing.
const SOUNDS_LIKE_PHONE = /(?:\+31|0031|\b0)[\s.-]?(?:\d[\s.-]?){8}\d\b/;
const NINE_DIGITS = /\b(?:\d[\s.-]?){8}\d\b/g;
const TITLE = /\b(?:meneer|mevrouw|mw|mevr|dhr|dokter|dr|buurman|buurvrouw)\.?\s+(?:(?:de|den|der|van|ten|ter|te)\s+)*\p{Lu}\p{L}+/iu;
const INSIDE_SENTENCE = /[\p{Ll},;]\s+(?!(?:God|Nederland|Nederlands|Arnhem|Kerst|Pasen|Pinksteren|WhatsApp)\b)\p{Lu}\p{Ll}{2,}/u;

function passesElevenTest(digits) {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index), 0);
  return sum % 11 === 0 && Number(digits) > 0;
}

export function remark(text, knownNames = []) {
  const numbers = [...text.matchAll(NINE_DIGITS)].map((found) => found[0].replace(/\D/g, ""));
  if (numbers.some(passesElevenTest)) return "Dit lijkt op een burgerservicenummer. Haal het liever weg.";
  if (SOUNDS_LIKE_PHONE.test(text)) return "Dit lijkt op een telefoonnummer. Haal het liever weg.";
  const lower = ` ${text.toLowerCase()} `;
  const known = knownNames.some((name) => name && new RegExp(`[^\\p{L}]${escape(name.toLowerCase())}[^\\p{L}]`, "u").test(lower));
  const title = TITLE.exec(text);
  if (known || title || INSIDE_SENTENCE.test(text)) return "Dit lijkt op een naam. Schrijf liever ‘ze’, ‘hij’ of ‘een buur’.";
  return "";
}

function escape(name) {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
