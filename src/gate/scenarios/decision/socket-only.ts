import { dispatchOnce } from "../../dispatching.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { startActor } from "../../toolbox/actor.ts";
import { needsDecision, needsUnrecorded } from "../../toolbox/needs.ts";
import { cellRecordPath, takeAwayLater } from "../../toolbox/props.ts";

/** How long the bystander may take to print what it was sent, in milliseconds. */
const heardTimeoutMs = 10_000;

/** No record bears the id, but somebody answers on its socket. */
async function becomeSocketOnly(stage: Stage): Promise<void> {
  await stage.world.files.unlink(cellRecordPath(stage));
  takeAwayLater(stage, stage.socketPath);
  await startActor(stage, "listen", stage.socketPath);
}

export const socketOnlyMessage = defineScenario({
  name: "socket-only-message",
  summary: "a message goes to whoever answers on the socket of an id without a record",
  explained: {
    why: "A session may serve before its record is written, or after that was lost; it can still be talked to.",
    causes: "The record is asked for first, and its absence taken for the answer.",
  },
  faults: [],
  covers: ["fire-and-forget×socket-only"],
  expect: () => ({ kind: "sent" }),
  cannotRun: (lane) => needsDecision(lane) ?? needsUnrecorded(lane),
  arrange: becomeSocketOnly,
  async act(stage, session) {
    await dispatchOnce(stage, { dispatch: 1, intent: "fire-and-forget" });
    const heard = () =>
      stage.events.some((event) => event.type === "bystander-heard" && event.what === "message");
    await stage.until(heard, heardTimeoutMs);
    await session.drain();
  },
});

export const socketOnlyOwned = defineScenario({
  name: "socket-only-owned",
  summary: "nothing can be resumed behind the socket of an id without a record",
  explained: {
    why: "Without a record nobody knows which session would be resumed.",
    causes: "A missing record is filled in with guesses.",
  },
  faults: [],
  covers: ["owned-outcome×socket-only", "reject:bad-target"],
  expect: ({ probesUnrecorded }) =>
    probesUnrecorded
      ? { kind: "refused", reason: "owned-live-no-autosend", observedLiveness: "live" }
      : { kind: "refused", reason: "bad-target", observedLiveness: null },
  cannotRun: needsDecision,
  arrange: becomeSocketOnly,
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});
