// The maintainer's rows against the pairs: what each lane has shown of each row. Pure. A row is
// shown only when it is on every target, by every scenario and every claim it names.
import { targetName } from "../evidence/cell.ts";
import type { Pair } from "./pairs.ts";
import { titleOf } from "./pool.ts";
import type { Side } from "./side.ts";
import { type WantedItem, type WantedRow, wantedRows } from "./wanted.ts";

/** `none`: by its nature the lane can show nothing of it; `in-part`: not all that was wanted. */
type RowState = "shown" | "in-part" | "none" | "open" | "failed";

export interface RowSide {
  readonly state: RowState;
  /** Why it is not simply shown; each reason once. */
  readonly because: readonly string[];
  /** Titles of the cells it rests on. */
  readonly cells: readonly string[];
}

export interface RowEvidence {
  readonly name: string;
  readonly scenarios: readonly string[];
  readonly limits: string | null;
  readonly baseline: RowSide;
  readonly candidate: RowSide;
}

/** Of sessions of one turn, at the fidelity that gives the scenarios. */
export function rowsShown(
  pairs: readonly Pair[],
  wanted: readonly WantedRow[] = wantedRows,
): RowEvidence[] {
  const giving = pairs.some(({ fidelity }) => fidelity === "loopback") ? "loopback" : "live";
  const all = pairs.filter(({ fidelity, history }) => fidelity === giving && history === null);
  return wanted.map((row) => ({
    name: row.name,
    scenarios: row.items.map(({ scenario }) => scenario),
    limits: row.limits ?? null,
    baseline: sideOf(row, all, "baseline"),
    candidate: sideOf(row, all, "candidate"),
  }));
}

interface Found {
  readonly state: RowState;
  readonly because: readonly string[];
  readonly side: Side | null;
}

function sideOf(row: WantedRow, pairs: readonly Pair[], which: "baseline" | "candidate"): RowSide {
  const found = row.items.flatMap((item): Found[] => {
    const own = pairs.filter(({ scenario }) => scenario === item.scenario);
    if (own.length === 0) {
      return [{ state: "open", because: [`there is no scenario ${item.scenario}`], side: null }];
    }
    return own.map((pair) => look(pair, item, pair[which]));
  });
  const state = merge(found.map((each) => each.state));
  return {
    state,
    because: state === "shown" ? [] : [...new Set(reasonsFor(state, found))],
    cells: found.flatMap(({ side }) => side?.cells.map(titleOf) ?? []),
  };
}

/** What failed or is open is the reason, where something did; else all that does not apply. */
function reasonsFor(state: RowState, found: readonly Found[]): string[] {
  const grave = state === "failed" || state === "open";
  return found
    .filter((each) => (grave ? each.state === state : each.state !== "shown"))
    .flatMap(({ because }) => because);
}

function merge(states: readonly RowState[]): RowState {
  if (states.includes("failed")) return "failed";
  if (states.length === 0 || states.includes("open")) return "open";
  if (states.every((state) => state === "shown")) return "shown";
  return states.every((state) => state === "none") ? "none" : "in-part";
}

function look({ target, scenario }: Pair, { claims }: WantedItem, side: Side): Found {
  const at = `${scenario} on ${targetName(target)}`;
  if (side.unsuited !== null) return { state: "none", because: [side.unsuited], side: null };
  if (side.fail > 0) return { state: "failed", because: [`${at}: ${side.fail} failed`], side };
  if (side.lacking > 0) {
    return { state: "open", because: [`${at}: ${side.lacking} without pass or fail`], side };
  }
  const idle = claims.filter((name) => !side.cells.every((cell) => holdsIn(cell, name)));
  if (idle.length === 0) return { state: "shown", because: [], side };
  const because = idle.map((name) => `${name} does not apply to ${side.lane} in ${scenario}`);
  return { state: idle.length < claims.length ? "in-part" : "none", because, side };
}

const holdsIn = ({ claims }: Side["cells"][number], wanted: string) =>
  claims.some(({ name, verdict }) => name === wanted && verdict === "holds");
