// A decision about a directory goes for all that lies below it, unless one below says otherwise.
import { dirname, join } from "node:path";
import { lastOf } from "../../../evidence/evidence.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { needsTrust } from "../../toolbox/needs.ts";

const fault = "ancestor-distrusted";

export const untrustedAncestor = defineScenario({
  name: "untrusted-ancestor",
  summary: "no agent is started below a directory that was refused trust; the lock goes back",
  explained: {
    why: "A decision about a directory counts for what is below it; looking only at the exact path goes around it.",
    causes: "The lookup compares whole paths and does not walk upwards.",
  },
  needs: ["trust"],
  faults: [fault],
  cannotRun: needsTrust,
  notLive: "it saves a decision of its own, and at live fidelity the trust store is yours",
  covers: ["reject:untrusted-fail-fast"],
  simulated: { scene: { trust: "denied" } },
  expect: () => ({
    kind: "refused",
    reason: "untrusted-fail-fast",
    observedLiveness: "dormant",
  }),
  async arrange(stage) {
    const { path, text } = decisionOn(stage);
    await stage.world.files.writeText(path, text, 0o600);
    stage.record({ type: "fault-armed", fault, detail: `${path}: ${text}` });
  },
  async act(stage, session) {
    await dispatchRefused(stage, session, { dispatch: 1 });
    const { path, text } = decisionOn(stage);
    const ask = lastOf(stage, "trust-asked");
    if (!ask || ask.trusted || (await stage.world.files.readText(path)) !== text) return;
    const proof = `${path} decides of nothing but ${text}, and ${ask.because}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});

/** Of the directory above alone: about its own nobody has decided. */
function decisionOn({ cell: { paths } }: Stage): { readonly path: string; readonly text: string } {
  const text = JSON.stringify({ [dirname(paths.workingDirectory)]: false });
  return { path: join(paths.agentDirectory, "trust.json"), text };
}
