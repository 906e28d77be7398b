// A package.json with a key or two more. All else in it stays as its owner wrote it: indent, order, line ends, byte
// order mark. Pure.

/** A value for `section.key`, such as `scripts.matrix`. */
export interface Addition {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

type Manifest = Readonly<Record<string, unknown>>;

/** Null for what is no object of JSON. */
export function readManifest(text: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Manifest)
      : null;
  } catch {
    return null;
  }
}

export const sectionOf = (manifest: Manifest, section: string): Manifest =>
  Object(manifest[section]);

/** The text with what is added; the caller sees to it that none of the keys is there. */
export function addTo(text: string, additions: readonly Addition[]): string {
  return additions.reduce(addOne, text);
}

function addOne(text: string, addition: Addition): string {
  const wanted = withAddition(readManifest(text) ?? {}, addition);
  // Inserting is by the looks of the text; whatever it cannot do is written anew with the same indent.
  const inserted = insert(text, addition);
  return sameJson(readManifest(inserted), wanted) ? inserted : rewritten(text, wanted);
}

function withAddition(manifest: Manifest, { section, key, value }: Addition): Manifest {
  return { ...manifest, [section]: { ...sectionOf(manifest, section), [key]: value } };
}

const sameJson = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

interface Looks {
  readonly indent: string;
  readonly lineEnd: string;
}

function looksOf(text: string): Looks {
  const [, indent = "  "] = /^[\ufeff\s]*\{\s*?\r?\n([ \t]+)/.exec(text) ?? [];
  return { indent, lineEnd: text.includes("\r\n") ? "\r\n" : "\n" };
}

function insert(text: string, { section, key, value }: Addition): string {
  const { indent, lineEnd } = looksOf(text);
  const line = `${indent}${indent}${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const start = `${lineEnd}${indent}${JSON.stringify(section)}: {`;
  const end = `${lineEnd}${indent}}`;
  const from = text.indexOf(start);
  if (from >= 0) {
    const close = text.indexOf(end, from);
    return close < 0 ? text : `${text.slice(0, close)},${lineEnd}${line}${text.slice(close)}`;
  }
  const last = text.lastIndexOf(`${lineEnd}}`);
  if (last < 0) return text;
  return `${text.slice(0, last)},${start}${lineEnd}${line}${end}${text.slice(last)}`;
}

function rewritten(text: string, wanted: Manifest): string {
  const { indent, lineEnd } = looksOf(text);
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const [tail = ""] = /\s*$/.exec(text) ?? [];
  return mark + JSON.stringify(wanted, null, indent).replaceAll("\n", lineEnd) + tail;
}
