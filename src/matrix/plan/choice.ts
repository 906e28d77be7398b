// Of the cells that a selection makes, those that are run and in which order: those of a list, shuffled,
// so many of them. Pure.
import { type Fault, UsageError } from "../../world/usage-error.ts";

export interface Choice {
  /** The lines of a file that names cells; null where there is none. */
  readonly testList: { readonly file: string; readonly lines: readonly string[] } | null;
  /** The random seed of the order; null leaves it as it is. */
  readonly shuffle: number | null;
  /** Null for all. */
  readonly limit: number | null;
}

/** Titles of cells → titles of those to run. @throws UsageError for a line that names no cell. */
export const chooser =
  ({ testList, shuffle, limit }: Choice) =>
  (titles: readonly string[]): readonly string[] => {
    const listed = testList === null ? titles : listedIn(testList, titles);
    const ordered = shuffle === null ? listed : shuffled(listed, shuffle);
    return limit === null ? ordered : ordered.slice(0, limit);
  };

/** In the order of the plan. A line without a repetition's number names all of them. */
function listedIn({ file, lines }: NonNullable<Choice["testList"]>, titles: readonly string[]) {
  const byName = new Map<string, string[]>();
  for (const title of titles) {
    for (const name of [title, title.replace(/ #\d+$/, "")]) {
      byName.set(name, [...(byName.get(name) ?? []), title]);
    }
  }
  const chosen = new Set<string>();
  const faults: Fault[] = [];
  for (const [index, line] of lines.entries()) {
    const name = nameIn(line);
    if (name === null) continue;
    const named = byName.get(name) ?? [];
    for (const title of named) chosen.add(title);
    const where = `${file}:${index + 1}`;
    if (named.length === 0) faults.push({ where, message: `no cell "${name}" is selected` });
  }
  if (faults.length > 0) {
    throw new UsageError("Nothing was run; `matrix list` prints what there is.", faults);
  }
  return titles.filter((title) => chosen.has(title));
}

/** Takes what `matrix list` prints, too: behind the title the wire format and why it is skipped. */
function nameIn(line: string): string | null {
  const text = line.trim();
  if (text === "" || text.startsWith("#") || /^\d+ planned, \d+ to run$/.test(text)) return null;
  return /^(.* #\d+)(?: \([^()]*\))?(?: {2}skipped: .*)?$/.exec(text)?.[1] ?? text;
}

/** Each cell's place depends on itself and the seed alone: one more cell moves no two others. */
function shuffled(titles: readonly string[], seed: number): readonly string[] {
  return titles
    .map((title) => ({ title, place: hashOf(`${seed} ${title}`) }))
    .sort((a, b) => a.place - b.place)
    .map(({ title }) => title);
}

/** FNV-1a over the code units, with MurmurHash3's finish; 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
