// Cells that did not pass, grouped by what went wrong: many cells that fail for one reason are one
// finding. Pure.
import { targetName } from "../../evidence/cell.ts";
import { type ClaimJudgement, weightOf } from "../../invariants/judge.ts";
import type { KnownFinding } from "../known.ts";
import { whyKnown } from "./known-cells.ts";
import { normalisedReason } from "./normalise.ts";
import { type CellResult, type Outcome, outcomeOf } from "./result.ts";

export interface Finding {
  /** What became of the cells it was found in: a known one is no news, an unknown one no failure. */
  readonly outcome: Extract<Outcome, "fail" | "unknown" | "known">;
  /** Null where the cell itself says why, and no claim. */
  readonly claim: string | null;
  /** Without ids, paths, times, process and event numbers. */
  readonly reason: string;
  /** In the order they were planned; never empty. */
  readonly cells: readonly CellResult[];
  readonly targets: readonly string[];
  readonly lanes: readonly string[];
  readonly scenarios: readonly string[];
  /** What the config says of it, where it is known. */
  readonly known: readonly string[];
  readonly example: {
    readonly cell: CellResult;
    /** Null where the cell itself says why. */
    readonly judgement: ClaimJudgement | null;
  };
}

/** What fails first, then what is open, then what is known; of each, what most cells show first. */
export function findingsIn(
  cells: readonly CellResult[],
  known: readonly KnownFinding[] = [],
): Finding[] {
  const sightings = cells.flatMap((cell) => sightingsIn(cell, known));
  const groups = Map.groupBy(sightings, ({ outcome, claim, reason }) =>
    JSON.stringify([outcome, claim, reason]),
  );
  const findings = [...groups.values()].flatMap((group) => findingOf(group) ?? []);
  return order.flatMap((outcome) =>
    findings
      .filter((finding) => finding.outcome === outcome)
      .sort((a, b) => b.cells.length - a.cells.length),
  );
}

const order = ["fail", "unknown", "known"] as const;

interface Sighting extends Pick<Finding, "outcome" | "claim" | "reason"> {
  readonly cell: CellResult;
  readonly judgement: ClaimJudgement | null;
  readonly known: string | null;
}

/**
 * What is known is so in a cell as well that fails by something new: that alone is left to be found.
 * A cell that failed shows what it violated; what it left open besides follows from that more often
 * than not. One that was cut short or tested nothing has one cause, whatever its claims left open.
 */
function sightingsIn(cell: CellResult, known: readonly KnownFinding[]): Sighting[] {
  const outcome = outcomeOf(cell);
  if (outcome === "pass" || outcome === "skip") return [];
  const wanted = outcome === "unknown" ? "unknown" : "fail";
  const whole = cell.because !== null && outcome === "unknown";
  const claims = whole ? [] : cell.claims.filter((claim) => weightOf(claim) === wanted);
  if (claims.length === 0) {
    const reason = normalisedReason(cell.because ?? "no claim says why", cell);
    return [{ outcome, claim: null, reason, cell, judgement: null, known: null }];
  }
  return claims.map((judgement) => {
    const reason = normalisedReason(judgement.because, cell);
    const because = outcome === "unknown" ? null : whyKnown(judgement.name, cell, known);
    const own = because === null ? outcome : "known";
    return { outcome: own, claim: judgement.name, reason, cell, judgement, known: because };
  });
}

function findingOf(group: readonly Sighting[]): Finding | null {
  const [first] = group;
  if (first === undefined) return null;
  const { outcome, claim, reason, cell, judgement } = first;
  const cells = group.map((sighting) => sighting.cell);
  return {
    outcome,
    claim,
    reason,
    cells,
    targets: [...new Set(cells.map(({ target }) => targetName(target)))],
    lanes: [...new Set(cells.map(({ lane }) => lane))],
    scenarios: [...new Set(cells.map(({ scenario }) => scenario))],
    known: [...new Set(group.flatMap(({ known }) => known ?? []))],
    example: { cell, judgement },
  };
}
