// A plan as text: one cell a line, in the order it would be run; and what there is to choose from. Pure.
import type { History } from "../gate/histories/history.ts";
import type { Scenario } from "../gate/scenario.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import type { Lane } from "../lanes/lane.ts";
import type { PlannedCell } from "../matrix/plan/plan.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import { type Lists, listVersion } from "./list-shape.ts";
import { plain } from "./plain.ts";

export function renderList(plan: readonly PlannedCell[], options: { json: boolean }): string {
  if (options.json) return listJson({ cells: plan.map(cellIn) });
  const lines = plan.map(({ cell, skip }) => {
    const api = cell.target.wireApi === null ? "" : ` (${cell.target.wireApi})`;
    const reason = skip === null ? "" : `  skipped: ${plain(skip)}`;
    return `${plain(cellTitle(cell))}${api}${reason}\n`;
  });
  const runnable = plan.filter(({ skip }) => skip === null).length;
  return `${lines.join("")}${plan.length} planned, ${runnable} to run\n`;
}

const listJson = (lists: Lists): string => `${JSON.stringify({ listVersion, ...lists })}\n`;

const cellIn = ({ cell, skip }: PlannedCell) => ({
  title: cellTitle(cell),
  target: `${cell.target.provider}/${cell.target.model}`,
  agent: cell.target.agent,
  ...(cell.target.version === undefined ? {} : { version: cell.target.version }),
  wireApi: cell.target.wireApi,
  lane: cell.lane,
  scenario: cell.scenario,
  history: cell.history?.name ?? "one-turn",
  repetition: cell.repetition,
  skip,
});

/** What there is, of one kind. */
export interface Choice {
  readonly claims: readonly { readonly name: string; readonly claim: string }[];
  readonly scenarios: readonly Scenario[];
  readonly lanes: readonly Lane[];
  readonly histories: readonly History[];
  readonly canaries: readonly Canary[];
  readonly agents: readonly { readonly name: string; readonly builtIn: boolean }[];
  readonly reporters: readonly { readonly name: string; readonly summary: string }[];
}

/** The same fields whatever a definition holds besides. */
const listsOf = (choice: Choice) => ({
  claims: choice.claims.map(({ name, claim }) => ({ name, claim })),
  scenarios: choice.scenarios.map(({ name, summary, group = null, faults, notLive = null }) => ({
    name,
    summary,
    group,
    faults,
    notLive,
  })),
  lanes: choice.lanes.map(({ name, summary, traits: { resident, locking } }) => ({
    name,
    summary,
    resident,
    locking,
  })),
  histories: choice.histories.map(({ name, summary, otherwise, refusedBy = {} }) => ({
    name,
    summary,
    fate: otherwise,
    refusedBy,
  })),
  canaries: choice.canaries.map(({ name, breaks, claim, scenario = "plain" }) => ({
    name,
    breaks,
    claim,
    scenario,
  })),
  agents: choice.agents,
  reporters: choice.reporters.map(({ name, summary }) => ({ name, summary })),
});

export function renderChoice(
  what: keyof Choice,
  choice: Choice,
  options: { json: boolean },
): string {
  const list = listsOf(choice)[what];
  if (options.json) return listJson({ [what]: list });
  const rows = list.map((each): readonly [string, string] => [
    plain(each.name),
    plain(wordsOf(each)),
  ]);
  const widest = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, words]) => `${`${name.padEnd(widest)}  ${words}`.trimEnd()}\n`).join("");
}

type Listed = ReturnType<typeof listsOf>[keyof Choice][number];

function wordsOf(each: Listed): string {
  if ("summary" in each) return each.summary;
  if ("breaks" in each) return each.breaks;
  if ("builtIn" in each) return each.builtIn ? "comes with the tool" : "of the config";
  return each.claim;
}
