// A lock that is cleared by hand and taken by somebody else while its dispatch still runs is no
// longer that dispatch's to release: to remove it would let a third one in beside the second.
import { eventsOf } from "../../../evidence/evidence.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { lastResumed } from "../../observe/turns.ts";
import { observeResumed, withoutRacingTheModel } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import { startActor } from "../../toolbox/actor.ts";
import { holdLaunch, letLaunch } from "../../toolbox/held-launch.ts";
import { holderOf, placeLock } from "../../toolbox/lock-scene.ts";
import { needsLock } from "../../toolbox/needs.ts";

const fault = "lock-superseded";

export const lockSuperseded = defineScenario({
  name: "lock-superseded",
  summary: "a successor's lock stands where the dispatch would release its own: it is left there",
  explained: {
    why: "Releasing a lock that is no longer one's own lets a third one in beside the second.",
    causes: "The file is removed by its path, without comparing the nonce.",
  },
  faults: [fault],
  expect: () => ({ kind: "resumed", superseded: true }),
  cannotRun: needsLock,
  // Held until the successor's lock is there: a quick child would have its dispatch release first.
  alterLaunch: holdLaunch,
  async act(stage, session) {
    const { child } = await startActor(stage, "wait");
    const successor = holderOf(stage, child.identity?.pid ?? 0);
    await withoutRacingTheModel(stage, async () => {
      const dispatched = dispatchOnce(stage, { dispatch: 1 });
      await stage.until(() => lastResumed(stage) !== undefined, stage.cell.timeouts.observeMs);
      await placeLock(stage, JSON.stringify(successor));
      const detail = `nonce ${successor.nonce} of process ${successor.pid} took its place`;
      stage.record({ type: "fault-armed", fault, detail });
      await letLaunch(stage);
      await dispatched;
    });
    const release = eventsOf(stage, "lock-released").at(-1);
    if (release?.onDiskBefore === successor.nonce) {
      const proof = `the release (event ${release.seq}) met nonce ${successor.nonce}`;
      stage.record({ type: "fault-fired", fault, proof });
    }
    await observeResumed(stage, session);
  },
});
