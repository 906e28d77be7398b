// What explorations found, or once found: each case that they kept is run again, when it is packed and when
// it is verified, and must show the same both times. The simulation is the same wherever it is run.
import type { Lane } from "../lanes/lane.ts";
import { keptCounterexamples } from "../matrix/store/exploration-record.ts";
import { decodeKept, type Kept, keptName } from "../simulation/explore/keep.ts";
import { replay } from "../simulation/explore/replay.ts";
import { UsageError } from "../world/usage-error.ts";
import { resultsFolder } from "./collect.ts";

export const counterexamplesName = `${resultsFolder}/counterexamples.jsonl`;

export interface Replays {
  /** One line for each, by their names; empty where there is none. */
  readonly text: string;
  readonly replayed: number;
  /** Of those, how many still show what they were kept for. */
  readonly shown: number;
}

/** Of what this build's explorations left where the runs are kept. */
export async function replayedIn(
  output: string,
  build: string,
  lanes: readonly Lane[],
): Promise<Replays> {
  const lines = new Map<string, Line>();
  for (const [index, value] of keptCounterexamples(output, build).entries()) {
    const kept = readKept(value);
    const name = kept === null ? `${index + 1}` : keptName(kept);
    lines.set(name, { name, ...(await outcomeOf(kept, lanes)) });
  }
  const all = [...lines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    text: all.map((line) => `${JSON.stringify(line)}\n`).join(""),
    replayed: all.length,
    shown: all.filter(({ outcome }) => outcome === "shown").length,
  };
}

interface Outcome {
  readonly claim: string | null;
  readonly lane: string | null;
  readonly outcome: "shown" | "not shown" | "not judged" | "not run";
  /** Of the evidence of the replay; null where it was not run. */
  readonly sha256: string | null;
  readonly because: string | null;
}

interface Line extends Outcome {
  readonly name: string;
}

async function outcomeOf(kept: Kept | null, lanes: readonly Lane[]): Promise<Outcome> {
  if (kept === null) return notRun(null, "it is no counterexample of this build");
  const lane = lanes.find(({ name }) => name === kept.simulated.lane);
  if (lane === undefined) return notRun(kept, "there is no such lane here");
  const { violation, unjudged, sha256 } = await replay(kept, lane);
  const outcome =
    violation !== null ? "shown" : unjudged === null ? ("not shown" as const) : "not judged";
  const because = violation?.because ?? unjudged;
  return { claim: kept.claim, lane: lane.name, outcome, sha256, because };
}

const notRun = (kept: Kept | null, because: string): Outcome => ({
  claim: kept?.claim ?? null,
  lane: kept?.simulated.lane ?? null,
  outcome: "not run",
  sha256: null,
  because,
});

function readKept(value: unknown): Kept | null {
  try {
    return decodeKept("", JSON.stringify(value));
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
