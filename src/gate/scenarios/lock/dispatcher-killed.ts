// The dispatcher dies before it could know what became of its child. Its lock must stay: only the
// next dispatch may take it over, and only that one can see that the orphan lives.
import { eventsOf } from "../../../evidence/evidence.ts";
import { type Dispatcher, letGo, openDispatchers } from "../../dispatcher/dispatcher.ts";
import { dispatchOnce, dispatchTimeoutMs } from "../../dispatching.ts";
import { killNow } from "../../ending/killing.ts";
import { lastResumed } from "../../observe/turns.ts";
import { observeResumed } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { holdLaunch, letLaunch } from "../../toolbox/held-launch.ts";
import { needsLock } from "../../toolbox/needs.ts";

const fault = "dispatcher-killed";

export const dispatcherKilled = defineScenario({
  name: "dispatcher-killed",
  summary:
    "the dispatcher gets SIGKILL while it holds the lock: its child goes on, the next dispatch reclaims the lock and finds it live",
  explained: {
    why: "The dispatcher's death does not end its child: whoever comes next must find the orphan and not start a second one.",
    causes:
      "A lock is reclaimed and a child started at once, without looking whether the session is live by now.",
  },
  faults: [fault],
  covers: ["owned-outcome×live", "reject:owned-live-no-autosend"],
  simulated: { dispatcherDies: true },
  expect: () => ({
    kind: "resumed",
    others: [{ reason: "owned-live-no-autosend", observedLiveness: "live" }],
  }),
  cannotRun: needsLock,
  alterLaunch: holdLaunch,
  async act(stage, session) {
    const detail = "SIGKILL between the start of its child and the child's socket";
    stage.record({ type: "fault-armed", fault, detail });
    const [dispatcher] = await openDispatchers(stage, [{ dispatch: 1 }]);
    if (!dispatcher) return;
    const timeoutMs = dispatchTimeoutMs(stage.cell, { oneShot: false });
    await stage.phase("dispatch", timeoutMs, async () => {
      await letGo(stage, [dispatcher]);
      const launched = () => lastResumed(stage) !== undefined || dispatcher.isDone();
      const result = await stage.until(launched, timeoutMs);
      if (result === "met") await kill(stage, dispatcher);
      return result;
    });
    await letLaunch(stage);
    await observeResumed(stage, session);
    await dispatchOnce(stage, { dispatch: 2 });
    await session.drain();
  },
});

/** Proved by what it leaves: its lock, naming it, and no socket of its child. */
async function kill(stage: Stage, dispatcher: Dispatcher): Promise<void> {
  const { world, cell, socketPath } = stage;
  const exit = await killNow(stage, dispatcher.child);
  await stage.until(dispatcher.isDone, cell.timeouts.killGraceMs);
  const nonce = await stage.nonceOnDisk();
  const holds = eventsOf(stage, "lock-acquired").some(
    (lock) => lock.dispatch === dispatcher.dispatch && lock.nonce === nonce,
  );
  const socket = await world.files.inspect(socketPath);
  if (!exit || !holds || socket.kind !== "missing") return;
  const proof = `process ${exit.pid} died of SIGKILL (event ${exit.seq}); its lock ${nonce} is still there, and no socket`;
  stage.record({ type: "fault-fired", fault, proof });
}
