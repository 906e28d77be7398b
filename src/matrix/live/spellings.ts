// How a machine writes a text: the spellings under which a secret may come back. Pure.

/** Enough of a base64 text to be nothing else. */
const leastBase64 = 8;

const once = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** As it is, in JSON (and in JSON that stands in JSON), in a URL, in a form, in HTML, in base64. */
export function spellingsOf(value: string): readonly string[] {
  const nested = [inJson(value), inJson(inJson(value)), inJson(inJson(inJson(value)))];
  const url = inUrl(value);
  const spelled = [
    value,
    ...nested,
    ...nested.map((text) => text.replaceAll("/", "\\/")),
    inAscii(inJson(value)),
    ...lowerToo(url),
    ...lowerToo(url.replaceAll("%20", "+")),
    ...lowerToo(inUrl(inJson(value))),
    ...lowerToo(new URLSearchParams({ "": value }).toString().slice(1)),
    inHtml(value),
    inJson(inHtml(value)),
    inJson(inJson(inHtml(value))),
    inHtml(value).replaceAll("&#39;", "&#x27;"),
    inHtml(value).replaceAll("&#39;", "'").replaceAll("&quot;", '"'),
    ...base64Of(value),
  ];
  // Bytes that were read as Latin-1, to be kept as they are where they are no text.
  return once(spelled.flatMap((text) => [text, Buffer.from(text).toString("latin1")]));
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** As JSON that holds nothing but ASCII. */
const inAscii = (text: string) =>
  text.replace(
    /[^\u0000-\u007e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** Half a character has no place in a URL. */
const inUrl = (text: string) => encodeURIComponent(text.toWellFormed());

const lowerToo = (text: string) => [
  text,
  text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const inHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** Where it stands in a longer text: behind none, one or two bytes of a group of three, without the signs that it shares. */
function base64Of(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const inner = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(Math.ceil((before * 8) / 6), whole);
  });
  return inner
    .filter((text) => text.length >= leastBase64)
    .flatMap((text) => [
      text,
      text.replaceAll("+", "-").replaceAll("/", "_"),
      ...lowerToo(inUrl(text)),
      text.replaceAll("/", "\\/"),
    ]);
}
