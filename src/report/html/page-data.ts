// What the page is given to show: plain data, packed into it by the reporter and opened by its
// script. Names stand in lists once, and cells point at them by position.
import type { Fidelity } from "../../evidence/cell.ts";
import type { Versions } from "../../evidence/evidence.ts";
import type { ClaimJudgement } from "../../invariants/judge.ts";
import type { Finding } from "../../matrix/summary/findings.ts";
import type { Outcome } from "../../matrix/summary/result.ts";
import type { Counts, Summary } from "../../matrix/summary/summary.ts";
import type { Command, IntervalPlot, LatencyPlot } from "./document-data.ts";

export interface Overview {
  readonly run: string | null;
  readonly directory: string | null;
  readonly fidelity: Fidelity;
  readonly versions: Versions | null;
  readonly verdict: Summary["verdict"];
  readonly interrupted: boolean;
  readonly notAcceptance: string | null;
  readonly counts: Counts;
  /** A sentence. */
  readonly canaries: string;
  readonly names: Names;
  readonly findings: readonly ShownFinding[];
  readonly notRun: readonly NotRun[];
  /** Entries of the config's known findings that are to be taken out, by name. */
  readonly noLongerShown: readonly string[];
  readonly cells: readonly CellRow[];
  /** Rows that were repeated, with Wilson's interval of their pass rate; null where none was. */
  readonly rates: IntervalPlot | null;
  /** Of cells that passed; null where none was timed. */
  readonly latencies: LatencyPlot | null;
  /** How many cells' details stand in one block. */
  readonly detailsPerBlock: number;
  /** Whether the events of passed cells are there, too. */
  readonly reportAll: boolean;
  readonly commands: readonly Command[];
}

export interface Names {
  readonly targets: readonly string[];
  /** Of each target, in the same order. */
  readonly targetParts: readonly TargetParts[];
  readonly lanes: readonly string[];
  readonly scenarios: readonly string[];
  readonly histories: readonly string[];
  readonly claims: readonly { readonly name: string; readonly sentence: string }[];
}

export interface TargetParts {
  readonly agent: string;
  /** Of the agent; where a run has but one, nothing that differs. */
  readonly version: string;
  /** With its provider. */
  readonly model: string;
}

export interface ShownFinding {
  readonly outcome: Finding["outcome"];
  readonly claim: string | null;
  /** The claim's sentence; empty where the cell itself says why. */
  readonly sentence: string;
  readonly because: string;
  /** Positions in the list of cells. */
  readonly cells: readonly number[];
  readonly targets: readonly string[];
  readonly lanes: readonly string[];
  readonly scenarios: readonly string[];
  readonly example: number;
  readonly known: readonly string[];
  readonly replay: string;
}

export interface NotRun {
  readonly because: string;
  readonly cells: number;
  readonly targets: readonly string[];
}

/** One cell; the numbers but the last two are positions in the lists of names. */
export interface CellRow {
  readonly target: number;
  readonly lane: number;
  readonly scenario: number;
  readonly history: number;
  readonly repetition: number;
  readonly durationMs: number;
  readonly outcome: Outcome;
  /** It passed by showing what goes wrong. */
  readonly hazard: boolean;
  /** What a person is told first of a cell that did not pass; empty for one that did. */
  readonly why: string;
  readonly hasEvents: boolean;
}

export interface CellDetails {
  readonly gardenId: string;
  readonly because: string | null;
  readonly claims: readonly ShownClaim[];
  readonly known: readonly string[];
  readonly places: readonly Command[];
  readonly commands: readonly Command[];
}

export interface ShownClaim extends Pick<ClaimJudgement, "verdict" | "because" | "events"> {
  /** A position in the list of claims. */
  readonly claim: number;
  readonly hazard: ClaimJudgement["hazard"] | null;
}

/** Ids of the elements that hold packed data. */
export const blocks = {
  overview: "overview",
  document: "document",
  details: (index: number) => `details-${index}`,
  evidence: (index: number) => `evidence-${index}`,
};
