import { join } from "node:path";
import { lastOf } from "../../../evidence/evidence.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { needsTrust } from "../../toolbox/needs.ts";

const denied = "directory-distrusted";
const approved = "directory-approved";
const notLive = "it saves a decision of its own, and at live fidelity the trust store is yours";

export const untrustedDirectory = defineScenario({
  name: "untrusted-directory",
  summary: "no agent is started in a directory that was refused trust; the lock goes back",
  explained: {
    why: "An agent in such a directory would run a stranger's instructions, with nobody at the terminal to ask.",
    causes:
      "The trust decision is read on the interactive path only, or the lock is not given back on this refusal.",
  },
  needs: ["trust"],
  faults: [denied],
  cannotRun: needsTrust,
  notLive,
  covers: ["reject:untrusted-fail-fast"],
  simulated: { scene: { trust: "denied" } },
  expect: () => ({
    kind: "refused",
    reason: "untrusted-fail-fast",
    observedLiveness: "dormant",
  }),
  arrange: (stage) => saveDecision(stage, denied, false),
  async act(stage, session) {
    await dispatchRefused(stage, session, { dispatch: 1 });
    const ask = lastOf(stage, "trust-asked");
    if (ask && !ask.trusted) {
      stage.record({ type: "fault-fired", fault: denied, proof: ask.because });
    }
  },
});

export const trustedDirectory = defineScenario({
  name: "trusted-directory",
  summary: "a saved approval of the directory reaches the child",
  explained: {
    why: "A saved approval that does not reach the child makes it ask, and in the background nobody answers.",
    causes: "The approval is looked up and not handed on as an option or a setting.",
  },
  needs: ["trust"],
  faults: [approved],
  cannotRun: needsTrust,
  notLive,
  covers: ["owned-outcome×dormant"],
  simulated: { scene: { trust: "approved" } },
  expect: () => ({ kind: "resumed" }),
  arrange: (stage) => saveDecision(stage, approved, true),
  async act(stage, session) {
    await resumeAndObserve(stage, session);
    const ask = lastOf(stage, "trust-asked");
    if (!ask?.approve) return;
    const proof = `${ask.workingDirectory} was found approved for dispatch ${ask.dispatch}`;
    stage.record({ type: "fault-fired", fault: approved, proof });
  },
});

/** As pi itself saves what a person decided about a directory. */
async function saveDecision(stage: Stage, fault: string, decision: boolean): Promise<void> {
  const { agentDirectory, workingDirectory } = stage.cell.paths;
  const path = join(agentDirectory, "trust.json");
  const text = JSON.stringify({ [workingDirectory]: decision });
  await stage.world.files.writeText(path, text, 0o600);
  stage.record({ type: "fault-armed", fault, detail: `${path}: ${text}` });
}
