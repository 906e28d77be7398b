// Locks that nobody may reclaim: what they say cannot be believed, or cannot be checked. Each of
// them blocks, and each is left exactly as it is.
import type { LockConflict, LockHolder } from "../../../evidence/event.ts";
import { mintGardenId } from "../../../formats/garden-id.ts";
import type { Explained } from "../../../invariants/invariant.ts";
import type { Scene } from "../../../scene/scene.ts";
import { dispatchRefused, fingerprint } from "../../observe/untouched.ts";
import { defineScenario, type Scenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { deadPid, holderOf, placeLock, proveByRefusal } from "../../toolbox/lock-scene.ts";
import { needsLock } from "../../toolbox/needs.ts";

interface Unusable {
  readonly name: string;
  readonly summary: string;
  readonly explained: Explained;
  readonly lock: Scene["lock"];
  /** Why the dispatch must have been refused. */
  readonly reason: LockConflict;
  /** Puts it there and returns what else must not change. */
  place(stage: Stage): Promise<readonly string[]>;
}

function unusable({ name, lock, reason, place, ...told }: Unusable): Scenario {
  return defineScenario({
    ...told,
    name,
    faults: [name],
    cannotRun: needsLock,
    covers: ["reject:target-locked"],
    simulated: { scene: { lock } },
    expect: () => ({ kind: "refused", reason: "target-locked", observedLiveness: null }),
    async act(stage, session) {
      const others = await place(stage);
      stage.record({ type: "fault-armed", fault: name, detail: stage.lockPath });
      for (const path of others) await fingerprint(stage, "before-resume", path);
      await dispatchRefused(stage, session, { dispatch: 1 });
      for (const path of others) await fingerprint(stage, "after-dispatch", path);
      proveByRefusal(stage, name, reason);
    },
  });
}

/** A lock that says this, from a process that is dead. */
async function placeDead(stage: Stage, changes: Partial<LockHolder>): Promise<readonly string[]> {
  await placeLock(stage, JSON.stringify(holderOf(stage, await deadPid(stage), changes)));
  return [];
}

const otherId = ({ world }: Stage) => mintGardenId(world.clock.wallMs(), world.randomBytes(3));

export const unusableLocks: readonly Scenario[] = [
  unusable({
    name: "lock-empty",
    summary: "the lock file is empty, as somebody in mid-write leaves it: refused, never deleted",
    explained: {
      why: "An empty lock may be one that is being written at this moment.",
      causes: "Whatever cannot be parsed is taken for stale and deleted.",
    },
    lock: "empty",
    reason: "malformed",
    place: async (stage) => placeLock(stage, "").then(() => []),
  }),
  unusable({
    name: "lock-corrupt",
    summary: "the lock file is no lock: refused, never deleted",
    explained: {
      why: "Nobody can tell whose it is, so nobody may take it.",
      causes: "Whatever cannot be parsed is taken for stale and deleted.",
    },
    lock: "corrupt",
    reason: "malformed",
    place: async (stage) => placeLock(stage, '{"gardenId":"').then(() => []),
  }),
  unusable({
    name: "lock-of-another-id",
    summary: "the lock file belongs to another session: refused, never deleted",
    explained: {
      why: "A lock that names another session is a sign of a mix-up, and reclaiming would free that session.",
      causes: "The id inside the file is not compared with the file's name.",
    },
    lock: "wrong-id",
    reason: "of-another-id",
    place: (stage) => placeDead(stage, { gardenId: otherId(stage) }),
  }),
  unusable({
    name: "lock-of-another-host",
    summary: "the lock's holder is on another host, where nobody here can tell whether it lives",
    explained: {
      why: "On a shared disk a process of another host cannot be looked up here; its number may be anybody's here.",
      causes: "The host is not compared before the process number is asked for.",
    },
    lock: "other-host",
    reason: "held",
    place: (stage) => placeDead(stage, { hostname: "elsewhere.invalid" }),
  }),
  unusable({
    name: "lock-reclaimer-died",
    summary: "whoever was reclaiming a stale lock died over it: refused, with what a person can do",
    explained: {
      why: "A reclaim that died half-way leaves two files whose meaning only a person can settle.",
      causes: "The marker is ignored, or removed as if it were a stale lock.",
    },
    lock: "marker-left",
    reason: "reclaimer-gone",
    async place(stage) {
      const marker = `${stage.lockPath}.reclaim`;
      await placeDead(stage, {});
      const dead = holderOf(stage, await deadPid(stage), { lockPath: marker });
      await placeLock(stage, JSON.stringify(dead), marker);
      return [marker];
    },
  }),
];
