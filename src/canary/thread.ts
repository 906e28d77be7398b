// A thread that simulates canaries: a name in, what became of it out. Claims of a config cannot travel,
// so it knows the built-in ones alone.
import { scenarios } from "../gate/scenarios/index.ts";
import { judgeCell } from "../invariants/judge.ts";
import { canaries } from "../lanes/canaries/index.ts";
import { serveThread } from "../simulation/explore/serve-thread.ts";
import type { Judging } from "./judge.ts";
import { type Simulating, simulateCanary } from "./simulate.ts";

const judging: Judging = { judge: (evidence) => judgeCell(evidence) };

serveThread(({ exhaustive }: Simulating) => async (name: string) => {
  const canary = canaries.find((each) => each.name === name);
  if (!canary) throw new Error(`a thread knows no canary ${name}`);
  return simulateCanary(canary, scenarios, judging, { exhaustive });
});
