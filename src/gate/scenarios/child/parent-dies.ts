// A resident may outlive the process that started it: its turn and its stay are its own.
import { eventsOf } from "../../../evidence/evidence.ts";
import { type Dispatcher, letGo, openDispatchers } from "../../dispatcher/dispatcher.ts";
import { dispatchTimeoutMs } from "../../dispatching.ts";
import { killNow } from "../../ending/killing.ts";
import { observeResumed } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { needsResident } from "../../toolbox/needs.ts";

const fault = "parent-dies";

export const parentDies = defineScenario({
  name: "parent-dies",
  summary: "the dispatcher gets SIGKILL after its release: the child ends its turn, and stays",
  explained: {
    why: "A resident must not depend on who started it.",
    causes: "The child shares the dispatcher's process group or pipes, and dies with them.",
  },
  expect: () => ({ kind: "resumed" }),
  faults: [fault],
  notLive: "it needs a model that can be told to wait",
  cannotRun: needsResident,
  async arrange(stage) {
    stage.record({ type: "fault-armed", fault, detail: "SIGKILL once the dispatch came back" });
    stage.model.behave([{ kind: "hold" }]);
  },
  async act(stage, session) {
    const [dispatcher] = await openDispatchers(stage, [{ dispatch: 1, stays: true }]);
    if (!dispatcher) return;
    const timeoutMs = dispatchTimeoutMs(stage.cell, { oneShot: false });
    await stage.phase("dispatch", timeoutMs, async () => {
      await letGo(stage, [dispatcher]);
      const back = () => dispatcher.outcome() !== null || dispatcher.isDone();
      return stage.until(back, timeoutMs);
    });
    await killParent(stage, dispatcher);
    // Whatever the model held back goes on from here.
    stage.model.behave([]);
    await observeResumed(stage, session);
  },
});

async function killParent(stage: Stage, dispatcher: Dispatcher): Promise<void> {
  const replies = () =>
    eventsOf(stage, "model-requested").filter(({ turn }) => turn === "resume").length;
  const exit = await killNow(stage, dispatcher.child);
  await stage.until(dispatcher.isDone, stage.cell.timeouts.killGraceMs);
  const released = eventsOf(stage, "lock-released").find(({ seq }) => !exit || seq < exit.seq);
  if (!exit || !released || replies() > 0) return;
  const proof = `process ${exit.pid} died of SIGKILL (event ${exit.seq}) after its release (event ${released.seq}), and the model had not answered its child`;
  stage.record({ type: "fault-fired", fault, proof });
}
