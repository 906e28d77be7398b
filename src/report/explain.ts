// What a name in a report means, why it matters, what usually causes it, and where it can be seen red. The words stand
// with the claim or the scenario itself; here they are only put together. Pure.
import type { LaneTraits } from "../evidence/cell.ts";
import { fateOf, type History } from "../gate/histories/history.ts";
import type { DormantFacts, Scenario } from "../gate/scenario.ts";
import type { Invariant } from "../invariants/invariant.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import type { Lane } from "../lanes/lane.ts";
import { nearNames } from "../world/near-names.ts";
import { plain } from "./plain.ts";
import type { Paint } from "./style.ts";
import { inflected, words } from "./words.ts";

export interface Known {
  readonly claims: readonly Invariant[];
  readonly scenarios: readonly Scenario[];
  readonly histories: readonly History[];
  readonly lanes: readonly Lane[];
  readonly canaries: readonly Canary[];
}

/** One name; a label and a text for each thing that is to be said of it. */
export interface Entry {
  readonly kind: "claim" | "scenario" | "history" | "lane" | "canary" | "word";
  readonly name: string;
  readonly means: string;
  readonly why: string | null;
  readonly causes: string | null;
  readonly more: readonly (readonly [label: string, text: string])[];
}

export function entriesOf(known: Known): readonly Entry[] {
  const { claims, scenarios, histories, lanes, canaries } = known;
  return [
    ...claims.map((claim) => claimEntry(claim, known)),
    ...scenarios.map((scenario) => scenarioEntry(scenario, known)),
    ...histories.map(historyEntry),
    ...lanes.map(laneEntry),
    ...canaries.map(canaryEntry),
    ...words.map((word): Entry => ({ kind: "word", more: [], ...word })),
  ];
}

const silent = { why: null, causes: null };

function claimEntry(claim: Invariant, { scenarios, canaries }: Known): Entry {
  const red = canaries.filter((canary) => canary.claim === claim.name);
  const hazards = scenarios.filter((scenario) => shownBy(scenario).includes(claim.name));
  return {
    kind: "claim",
    name: claim.name,
    means: claim.claim,
    ...(claim.explained ?? silent),
    more: [
      ...red.map(({ name, breaks }) => ["shown red by", `canary ${name}: ${breaks}`] as const),
      ...(red.length > 0 ? [["see it red", `matrix canary --grep ${claim.name}`] as const] : []),
      ...hazards.map(({ name }) => ["hazard shown by", `scenario ${name}`] as const),
    ],
  };
}

function scenarioEntry(scenario: Scenario, { canaries }: Known): Entry {
  const { name, summary, explained, faults, notLive } = scenario;
  const red = canaries.filter((canary) => (canary.scenario ?? "plain") === name);
  const hazards = shownBy(scenario);
  return {
    kind: "scenario",
    name,
    means: summary,
    ...(explained ?? silent),
    more: [
      ...(faults.length > 0 ? [["must be proved", faults.join(", ")] as const] : []),
      ...(hazards.length > 0 ? [["shows on purpose", hazards.join(", ")] as const] : []),
      ...red.map(
        (canary) => ["shown red by", `canary ${canary.name}: claim ${canary.claim}`] as const,
      ),
      ...(notLive === undefined ? [] : [["not live", notLive] as const]),
      ["run it", `matrix --scenario ${name}`],
    ],
  };
}

const withLock: LaneTraits = { resident: true, locking: true };
const without: LaneTraits = { resident: false, locking: false };

/** The pinned agent tells its sessions all of this. */
const pinned: DormantFacts = { tellsPrompt: true, canTellAgain: true, restoresTools: true };

/** The claims that a hazard is expected to violate, with a lane of either kind; none where a scenario cannot say. */
function shownBy(scenario: Scenario): readonly string[] {
  const shown = [withLock, without].flatMap((traits) => {
    try {
      const expected = scenario.expect(traits, pinned);
      return expected.kind === "hazard" ? expected.shows : [];
    } catch {
      return [];
    }
  });
  return [...new Set(shown)];
}

function historyEntry(history: History): Entry {
  const { name, summary, refusedBy = {}, shows = [] } = history;
  const refused = Object.entries(refusedBy).map(([wireApi, rule]) => `${wireApi} (rule ${rule})`);
  return {
    kind: "history",
    name,
    means: `What the dormant session holds: ${summary}.`,
    ...silent,
    more: [
      ["on resume", fateOf(history, null)],
      ...(refused.length > 0 ? [["refused by", refused.join(", ")] as const] : []),
      ...(shows.length > 0 ? [["known to violate", shows.join(", ")] as const] : []),
      ["run it", `matrix --history ${name}`],
    ],
  };
}

function laneEntry({ name, summary, traits }: Lane): Entry {
  const { resident, locking } = traits;
  const is = `${resident ? "stays resident" : "ends with its turn"}, ${locking ? "takes a lock" : "takes no lock"}`;
  const more = [["traits", is] as const, ["run it", `matrix --lane ${name}`] as const];
  return { kind: "lane", name, means: summary, ...silent, more };
}

function canaryEntry({ name, breaks, claim, scenario = "plain" }: Canary): Entry {
  return {
    kind: "canary",
    name,
    means: `The subject broken on purpose: ${breaks}.`,
    ...silent,
    more: [
      ["must be caught by", `claim ${claim}, in scenario ${scenario}`],
      ["run it", `matrix canary --grep '^${name} '`],
    ],
  };
}

/**
 * What the words name: names, or a line as a report prints it, of which every word that is a name
 * is told. Empty where none is.
 */
export function lookUp(asked: readonly string[], entries: readonly Entry[]): readonly Entry[] {
  const bared = asked.flatMap((word) => word.split(/\s+/)).map(bare);
  const names = new Set(bared.flatMap((word) => [word, inflected.get(word) ?? word]));
  return entries.filter(({ name }) => names.has(name));
}

/** Of those that are asked for, each that names nothing: a name, or a line that holds none. */
export const unknownOf = (asked: readonly string[], entries: readonly Entry[]) =>
  asked.filter((each) => lookUp([each], entries).length === 0);

/** `nonce-ordering:` and `canary:two-children`, as reports write them. */
const bare = (word: string) =>
  word
    .toLowerCase()
    .replace(/^canary:/, "")
    .replace(/[:,;]+$/, "");

export function near(asked: readonly string[], entries: readonly Entry[]): readonly string[] {
  const names = [...new Set(entries.map(({ name }) => name))];
  return [...new Set(asked.flatMap((word) => nearNames(bare(word), names)))];
}

const labelWidth = 18;

export function renderEntry(entry: Entry, width: number, paint: Paint): string {
  const { kind, name, means, why, causes, more } = entry;
  const rows: readonly (readonly [string, string | null])[] = [
    ["means", means],
    ["matters because", why],
    ["usual causes", causes],
    ...more,
  ];
  const lines = rows.flatMap(([label, text], index) => {
    if (text === null) return [];
    const shown = rows[index - 1]?.[0] === label ? "" : label;
    const [first = "", ...rest] = wrapped(plain(text), width - labelWidth - 2);
    return [
      `  ${paint("faint", shown.padEnd(labelWidth))}${first}`,
      ...rest.map((line) => `  ${" ".repeat(labelWidth)}${line}`),
    ];
  });
  return `${paint("strong", plain(name))} (${kind})\n${lines.join("\n")}\n`;
}

/** Never narrower than a long word. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** All names, one a line, under their kinds. */
export function renderNames(entries: readonly Entry[], width: number, paint: Paint): string {
  const groups = Map.groupBy(entries, ({ kind }) => kind);
  return [...groups]
    .map(([kind, members]) => {
      const widest = Math.max(...members.map(({ name }) => name.length));
      const lines = members.map(({ name, means }) => {
        const line = `  ${plain(name).padEnd(widest)}  ${plain(means)}`;
        return line.length > width ? `${line.slice(0, width - 1)}…` : line;
      });
      return `${paint("strong", plurals[kind])}\n${lines.join("\n")}\n`;
    })
    .join("\n");
}

const plurals: Readonly<Record<Entry["kind"], string>> = {
  claim: "claims",
  scenario: "scenarios",
  history: "histories",
  lane: "lanes",
  canary: "canaries",
  word: "words of the reports",
};
