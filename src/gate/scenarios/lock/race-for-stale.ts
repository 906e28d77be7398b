// The child of whoever wins is held back until everybody else has been turned away: that the
// others meet a held lock, and not a live session, is then no matter of speed.

import { observeResumed } from "../../resuming.ts";
import { defineScenario, type Scenario } from "../../scenario.ts";
import { holdLaunch, letLaunch } from "../../toolbox/held-launch.ts";
import { placeStaleLock, proveByReclaim } from "../../toolbox/lock-scene.ts";
import { needsLock } from "../../toolbox/needs.ts";
import { race } from "../../toolbox/racing.ts";

const fault = "holder-is-dead";

function raceForStaleLock(count: number, words: string): Scenario {
  return defineScenario({
    name: `stale-lock-race-of-${words}`,
    summary: `${words} dispatchers at once meet the lock of a dead process: one resumes, the rest are refused`,
    explained: {
      why: "Two that find the same dead lock both want to replace it; only one may.",
      causes: "Remove-then-create without a marker: the later one removes the lock of the winner.",
    },
    faults: [fault],
    covers: ["reject:target-locked", "release:socket-alive", "watch:socket-alive"],
    simulated: { scene: { lock: "dead-holder" }, dispatchers: count },
    expect: () => ({
      kind: "resumed",
      others: [{ reason: "target-locked", observedLiveness: null }],
    }),
    cannotRun: needsLock,
    alterLaunch: holdLaunch,
    async act(stage, session) {
      const dead = await placeStaleLock(stage);
      const detail = `lock ${dead.nonce} of dead process ${dead.pid}`;
      stage.record({ type: "fault-armed", fault, detail });
      const numbers = Array.from({ length: count }, (_, index) => ({ dispatch: index + 1 }));
      await race(stage, numbers, async (racers) => {
        const refused = () => racers.filter((racer) => racer.isDone()).length >= count - 1;
        await stage.until(refused, stage.cell.timeouts.observeMs);
        await letLaunch(stage);
      });
      await observeResumed(stage, session);
      await proveByReclaim(stage, fault, dead);
    },
  });
}

export const staleLockRaces = [raceForStaleLock(2, "two"), raceForStaleLock(8, "eight")];
