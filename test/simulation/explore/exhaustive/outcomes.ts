// All that can come out of a space, as texts that are equal where the outcomes are.
import { eventsOf } from "../../../../src/evidence/evidence.ts";
import type { Lane } from "../../../../src/lanes/lane.ts";
import { type Examined, runAndJudge } from "../../../../src/simulation/case/verdict.ts";
import type { Space } from "../../../../src/simulation/explore/exhaustive/spaces.ts";
import { walk } from "../../../../src/simulation/explore/exhaustive/walk.ts";

export interface Outcomes {
  readonly schedules: number;
  readonly disturbed: string | null;
  readonly outcomes: readonly string[];
}

/** With nothing left out that the bounds allow: all depths in one branch. */
export async function outcomesOf(space: Space, lane: Lane): Promise<Outcomes> {
  const outcomes = new Set<string>();
  const everything = { least: 0, most: null, from: 0, to: Number.POSITIVE_INFINITY };
  const { schedules, disturbed } = await walk(space, everything, {
    stack: [],
    sliceRuns: Number.POSITIVE_INFINITY,
    async examine(simulated, watching) {
      const examined = await runAndJudge(simulated, { lane, watching });
      outcomes.add(outcomeOf(examined));
      return null;
    },
  });
  return { schedules, disturbed, outcomes: [...outcomes].sort() };
}

/** Each claim's verdict, what each dispatch said, and the disk that was left. */
function outcomeOf({ judgements, violations, run }: Examined): string {
  const { evidence, disk } = run;
  const said = eventsOf(evidence, "dispatch-returned")
    .map(({ dispatch, outcome }) => ({ dispatch, outcome }))
    .sort((one, other) => one.dispatch - other.dispatch);
  const threw = eventsOf(evidence, "dispatch-threw").map(({ message }) => message);
  const files = disk.tree("").map((path) => [path, disk.find(path)?.text]);
  const claims = judgements.map(({ name, verdict }) => `${name} ${verdict}`);
  const broken = violations.map(({ claim }) => claim);
  return unnumbered(JSON.stringify({ claims, broken, said, threw, files }));
}

/** Process numbers and nonces go by the order of the asking alone, and nothing goes by them. */
const unnumbered = (text: string): string =>
  text
    .replace(/process \d+|\\*"(?:pid|ownerPid)\\*":\d+/g, "(process)")
    .replace(/\\*"(?:startTime|nonce)\\*":\\*"[0-9a-f]*\\*"/g, "(number)");
