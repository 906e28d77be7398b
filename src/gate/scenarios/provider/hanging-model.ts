// The only scenario whose turn has no end: the gate stops waiting after a silence, the lane has to
// say that it saw none, and the resident must still be there to be ended in the middle of it.
import { eventsOf } from "../../../evidence/evidence.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { observeSilence } from "../../observe/turns.ts";
import { defineScenario } from "../../scenario.ts";
import { armBehaviour, cannotSay, notLive, proveBehaviour, quickRetries } from "./misbehaviour.ts";

const behaviour = { kind: "hang" } as const;

/** How long nothing must come before the turn counts as hung, in milliseconds. */
const silenceMs = 1_000;

export const hangingModel = defineScenario({
  name: "hanging-model",
  summary: "the model takes the request and never answers: the turn is given up, in bounded time",
  explained: {
    why: "A provider that accepts and never answers must not hold a background job for ever.",
    causes:
      "No bound on the turn, or one that counts from the last byte of a connection that has none.",
  },
  expect: () => ({ kind: "turn-failed" }),
  faults: ["hanging-model"],
  notLive,
  // The bound of a one-shot worker, which has to start up within it.
  timeouts: { assistantTurnMs: 8_000 },
  agentSettings: quickRetries,
  cannotRun: (_lane, wireApi) => cannotSay(wireApi, behaviour.kind),
  async arrange(stage) {
    armBehaviour(stage, "hanging-model", behaviour);
  },
  async act(stage, session) {
    await dispatchOnce(stage, { dispatch: 1 });
    const hung = () => eventsOf(stage, "model-requested").some(({ outcome }) => outcome === "hung");
    await observeSilence(stage, session, { from: hung, silenceMs });
    proveBehaviour(stage, "hanging-model", behaviour);
  },
});
