// What a dormant session holds besides one turn of text, how that is made, and what becomes of it
// on the wire when it is resumed. Data and pure functions; the gate does what they say.
import type { CellTarget, Fidelity, HistoryFate } from "../../evidence/cell.ts";
import type { Step, StepBlock } from "../../loopback/steps.ts";

export type HistorySteps = readonly (Step | readonly StepBlock[])[];

/** A turn after the seed's, in which the agent gets SIGKILL. */
export interface KilledTurn {
  /** `marks` are paths that the tools of the turn make to say how far they are. */
  steps(marks: readonly string[]): HistorySteps;
  /** While its tools run, or while the model's reply has begun and not ended. */
  readonly killedIn: "tools" | "stream";
  /** How many of the marks have to be there. */
  readonly marks: number;
}

export interface History {
  /** As selected by `--history`. */
  readonly name: string;
  /** One line for `list` and for reports. */
  readonly summary: string;
  /** What the model does in the seed's turn, reply by reply (default: it answers). */
  readonly steps?: HistorySteps;
  readonly later?: KilledTurn;
  /** A session file of the user's own, absolute; the cell begins with a copy of it. */
  readonly file?: string;
  /** What becomes of it on the wire, by the wire format; null is one that is not known. */
  fate(wireApi: string | null): HistoryFate;
}

/** Why a history cannot be put into a cell, or null when it can. */
export function whyNoHistory(
  { name }: History,
  scenario: { readonly name: string },
  { agent, wireApi }: CellTarget,
  fidelity: Fidelity,
): string | null {
  if (fidelity !== "loopback") return `history ${name} needs a model that does what it is told`;
  if (scenario.name !== "plain") return `history ${name} is resumed in scenario plain only`;
  if (agent !== "pi") return `history ${name} is made with pi only`;
  if (wireApi === null) return `history ${name} needs a wire format that is known`;
  return null;
}

export const kept = (): HistoryFate => "kept";

/** Mistral takes no prompt after the result of a tool: the session is refused for good. */
export const wedgedOnMistral = (wireApi: string | null): HistoryFate =>
  wireApi === "mistral-conversations" ? "refused" : "repaired";
