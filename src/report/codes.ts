// Column heads for claims: two letters made from the name alone, so that a claim keeps its code
// when others come or go.

/** `resident-stays` → `RS`, `bounded` → `BO`. Positions where two would share one. */
export function claimCodes(names: readonly string[]): ReadonlyMap<string, string> {
  const codes = new Map(names.map((name) => [name, codeOf(name)]));
  const clash = names.find((name, index) =>
    names.slice(0, index).some((other) => codes.get(other) === codes.get(name)),
  );
  return clash === undefined ? codes : numbered(names);
}

/** Claims whose initials another one had before them. */
const own: Readonly<Record<string, string>> = {
  "no-tool-left": "NT",
  "readings-agree": "AG",
  "resume-continues": "CO",
};

function codeOf(name: string): string {
  if (Object.hasOwn(own, name)) return own[name] as string;
  const [first = "", ...others] = name.split("-");
  const last = others.at(-1) ?? first.slice(1);
  const letters = first.slice(0, 1) + last.slice(0, 1);
  return letters.toUpperCase().padEnd(2, "_");
}

/** Where initials clash, positions are the better code. */
function numbered(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, index) => [name, String(index + 1).padStart(2, "0")]));
}
