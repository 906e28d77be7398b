import type { Intent } from "../../../formats/intent.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { needsDecision } from "../../toolbox/needs.ts";
import { type Inspection, proveByInspection } from "../../toolbox/proofs.ts";
import { isStillStalled, stallSocket } from "../../toolbox/stalled-socket.ts";

const fault = "listener-accepts-nobody";

/** Neither intent may spawn or send where nobody can tell whether the target lives. */
const indeterminate = (name: string, intent: Intent) =>
  defineScenario({
    name,
    summary: `${intent} to a listener with a full queue: neither live nor dormant, so left alone`,
    explained: {
      why: "A listener that is only busy looks dead to a hasty probe; resuming beside it forks the session.",
      causes: "A timeout or EAGAIN of the probe is taken for dead, and the session is resumed.",
    },
    faults: [fault],
    covers: [`${intent}×indeterminate`, "reject:indeterminate-no-spawn"],
    expect: () => ({
      kind: "refused",
      reason: "indeterminate-no-spawn",
      observedLiveness: "indeterminate",
    }),
    cannotRun: needsDecision,
    async act(stage, session) {
      stage.record({ type: "fault-armed", fault, detail: stage.socketPath });
      const scene = await stallSocket(stage);
      await dispatchRefused(stage, session, { dispatch: 1, intent });
      // A package may tell what its probe made of it, and keep the error code to itself.
      const stalled = await isStillStalled(stage);
      const met = ({ code, kind }: Inspection) =>
        code === "EAGAIN" || (code === null && kind === "socket" && stalled);
      proveByInspection(stage, fault, met, scene);
    },
  });

export const ownedToIndeterminate = indeterminate("owned-to-indeterminate", "owned-outcome");
export const messageToIndeterminate = indeterminate("message-to-indeterminate", "fire-and-forget");
