import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { startActor } from "../../toolbox/actor.ts";
import { needsDecision } from "../../toolbox/needs.ts";
import { rewriteRecord, takeAwayLater } from "../../toolbox/props.ts";

const fault = "address-claimed-twice";

export const sharedAddress = defineScenario({
  name: "shared-address",
  summary: "a citizen of another backend and a control socket bear one id: neither is addressed",
  explained: {
    why: "When two answer to one name, either choice may be the wrong one.",
    causes: "The first match is taken and nobody looks for a second.",
  },
  faults: [fault],
  covers: ["reject:target-address-conflict"],
  expect: () => ({
    kind: "refused",
    reason: "target-address-conflict",
    observedLiveness: null,
  }),
  cannotRun: needsDecision,
  async arrange(stage) {
    stage.record({ type: "fault-armed", fault, detail: stage.socketPath });
    takeAwayLater(stage, stage.socketPath);
    const { child } = await startActor(stage, "listen", stage.socketPath);
    const backend = "claude-code";
    await rewriteRecord(stage, { backend });
    const proof = `the record says ${backend}; process ${child.identity?.pid} listens on ${stage.socketPath}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
  act: (stage, session) =>
    dispatchRefused(stage, session, { dispatch: 1, intent: "fire-and-forget" }),
});
