import { dispatchOnce } from "../../dispatching.ts";
import { followUpPrompt } from "../../prompts.ts";
import { defineScenario } from "../../scenario.ts";
import { bringUp, observeSent } from "../../toolbox/live-target.ts";
import { needsResident } from "../../toolbox/needs.ts";

export const sendToLive = defineScenario({
  name: "send-to-live",
  summary: "a message to a live resident is sent over its socket and answered in its session",
  explained: {
    why: "Most messages meet a session that is awake; they must not start a second one.",
    causes: "The socket is not found at its path, or the answer comes in another session.",
  },
  faults: [],
  covers: ["fire-and-forget×live", "send:sent", "release:socket-alive", "watch:socket-alive"],
  simulated: { scene: { socket: "live" }, intent: "fire-and-forget" },
  expect: () => ({ kind: "sent" }),
  cannotRun: needsResident,
  async act(stage, session) {
    await bringUp(stage, session);
    stage.turn = "follow-up";
    const { nonces } = stage.cell;
    const message = followUpPrompt(nonces);
    await dispatchOnce(stage, { dispatch: 2, intent: "fire-and-forget", message });
    await observeSent(stage, session, nonces.followUpUser);
  },
});
