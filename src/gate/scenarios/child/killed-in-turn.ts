// The child is killed while its turn runs, and a second dispatch takes the session up again. What
// the first turn said stays in the session: a prompt without a reply.
import type { DispatchOutcome } from "../../../evidence/event.ts";
import { eventsOf } from "../../../evidence/evidence.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { killNow } from "../../ending/killing.ts";
import {
  checkStays,
  hasEntry,
  lastResumed,
  observeTurn,
  recoveryTurn,
} from "../../observe/turns.ts";
import { followUpPrompt } from "../../prompts.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage, StartedChild } from "../../stage.ts";

const fault = "killed-in-turn";

export const killedInTurn = defineScenario({
  name: "killed-in-turn",
  summary: "the child gets SIGKILL while the model is silent; a second resume goes on from there",
  explained: {
    why: "Machines reboot in mid-turn; the session must go on from what was stored.",
    causes:
      "The half turn is not readable, or the dead child's lock or socket blocks the second resume.",
  },
  simulated: { fate: "dies-in-turn" },
  expect: () => ({ kind: "turn-failed", recovers: true }),
  faults: [fault],
  notLive: "it needs a model that can be told to wait",
  async arrange(stage) {
    stage.record({ type: "fault-armed", fault, detail: "SIGKILL once the prompt is on disk" });
    stage.model.behave([], { kind: "hang" });
  },
  async act(stage, session) {
    const first = dispatchOnce(stage, { dispatch: 1 });
    // A resident's dispatch is over long before its turn; a one-shot's ends with the kill.
    if (stage.cell.traits.resident) await first;
    const child = await inTurn(stage, first);
    if (!child) return;
    await kill(stage, child);
    await first;
    await observeTurn(stage, session);
    stage.turn = "recovery";
    stage.model.behave([]);
    await dispatchOnce(stage, { dispatch: 2, message: followUpPrompt(stage.cell.nonces) });
    await observeTurn(stage, session, recoveryTurn(stage));
    await checkStays(stage);
  },
});

/** The child once its prompt is on disk and its request is with the model; null if it never is. */
async function inTurn(
  stage: Stage,
  dispatched: Promise<DispatchOutcome | null>,
): Promise<StartedChild | null> {
  const { cell } = stage;
  let over = false;
  const end = () => {
    over = true;
    stage.wake();
  };
  // Whoever awaits the dispatch itself hears why it failed.
  if (!cell.traits.resident) dispatched.then(end, end);
  const asked = () => eventsOf(stage, "model-requested").some(({ outcome }) => outcome === "hung");
  const ready = () => asked() && hasEntry(stage, "user", cell.nonces.resumeUser);
  const gone = () => over || lastResumed(stage)?.exited === true;
  await stage.until(() => ready() || gone(), cell.timeouts.userTurnMs);
  return ready() ? (lastResumed(stage) ?? null) : null;
}

async function kill(stage: Stage, child: StartedChild): Promise<void> {
  const exit = await killNow(stage, child);
  if (!exit) return;
  const proof = `pid ${exit.pid} died of SIGKILL (event ${exit.seq}) with its prompt on disk and its request with the model`;
  stage.record({ type: "fault-fired", fault, proof });
}
