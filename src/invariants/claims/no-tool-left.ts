// A tool ends with the agent that started it. One that goes on works for nobody: it may write into
// files that a resumed session reads, and what it gives back is never stored.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, notApplicable } from "../invariant.ts";
import { absent, at } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";

export const noToolLeft: Invariant = {
  name: "no-tool-left",
  claim: "No process that an agent had started lived on after that agent had gone.",
  explained: {
    why: "A tool that outlives its agent goes on changing files while the resumed session starts the same work again.",
    causes: "The agent was killed by SIGKILL and its tools run in process groups of their own.",
  },
  judge,
  simulated: { asked: never, otherwise: "Simulated agents start nothing." },
};

function judge(evidence: Evidence): Judgement {
  const looks = eventsOf(evidence, "tools-left");
  if (looks.length === 0) return notApplicable("nobody looked for what tools had left running");
  const found = looks.filter(({ processes }) => processes.length > 0);
  // In a cell that was cut off, an agent may only just have begun, and be taken for another's tool.
  if (found.length > 0) return absent(evidence, found.map(told).join("; "), ...found);
  return holds(`${looks.map(at).join(", ")}: nothing was left running`, ...looks);
}

const agents: Readonly<Record<EventOf<"tools-left">["moment"], string>> = {
  "seed-killed": "the seed's agent was killed",
  reaped: "every agent was brought down",
};

function told(look: EventOf<"tools-left">): string {
  const names = look.processes.map(({ pid, arguments: words }) => `process ${pid} (${words})`);
  return `after ${agents[look.moment]} there lived ${names.join(", ")} (${at(look)})`;
}
