// What is due in a case, where that follows from the case alone: one dispatcher that nothing
// befalls, and at most one kind of trouble. It never looks at what came out.

import type { Expectation, RejectReason } from "../../evidence/cell.ts";
import { rejectLiveness } from "../../resume/decide.ts";
import type { ChildFate } from "../../scene/child-fate.ts";
import { plainScene, type Scene } from "../../scene/scene.ts";
import type { SimulatedCase } from "./case.ts";

const resumed: Expectation = { kind: "resumed" };

function refused(reason: RejectReason): Expectation {
  return { kind: "refused", reason, observedLiveness: rejectLiveness[reason][0] };
}

/** Null where a hand that comes in takes the lock's promises away. */
const byLock: Record<Scene["lock"], Expectation | null> = {
  none: resumed,
  "dead-holder": resumed,
  "live-holder": refused("target-locked"),
  "foreign-holder": refused("target-locked"),
  "other-host": refused("target-locked"),
  "reused-pid": refused("target-locked"),
  empty: refused("target-locked"),
  corrupt: refused("target-locked"),
  "wrong-id": refused("target-locked"),
  "marker-left": refused("target-locked"),
  "cleared-by-hand": null,
  "replaced-by-hand": null,
  "number-given-away": resumed,
  "number-of-another-user": resumed,
  "numbers-given-on": resumed,
};

const bySocket: Record<Scene["socket"], Expectation> = {
  none: resumed,
  stale: resumed,
  live: refused("owned-live-no-autosend"),
  "dies-once-seen": refused("owned-live-no-autosend"),
  "comes-back": refused("owned-live-no-autosend"),
  silent: refused("owned-live-no-autosend"),
  resets: refused("owned-live-no-autosend"),
  stalled: refused("indeterminate-no-spawn"),
  denies: refused("indeterminate-no-spawn"),
  busy: refused("indeterminate-no-spawn"),
  symlink: refused("target-address-conflict"),
  file: refused("target-address-conflict"),
};

const byRecord: Record<Scene["record"], Expectation> = {
  pi: resumed,
  missing: refused("bad-target"),
  corrupt: { kind: "threw", message: "meta\\.json" },
  "mail-armed": refused("backend-liveness-unsupported"),
  "mail-unarmed": refused("backend-liveness-unsupported"),
};

/** Null where the child's own conduct breaks a claim, or where it is a race what is seen of it. */
const byFate: Record<ChildFate, Expectation | null> = {
  replies: resumed,
  retries: resumed,
  "fails-turn": { kind: "turn-failed" },
  "fails-to-start": { kind: "start-failed" },
  "exits-at-once": { kind: "start-failed", watch: "child-exited" },
  "dies-in-turn": null,
  "leaves-after-turn": null,
  hangs: { kind: "start-failed", watch: "child-exited" },
  "ignores-signals": { kind: "retained" },
  "listens-late": resumed,
  "forges-socket": null,
};

const message: Partial<Record<Scene["socket"], Expectation>> = {
  none: refused("dormant-fire-forget-unsupported"),
  stale: refused("dormant-fire-forget-unsupported"),
  live: { kind: "sent" },
  "comes-back": { kind: "sent" },
  "dies-once-seen": refused("dormant-fire-forget-unsupported"),
};

/** Null where more than one thing goes wrong: then only what must always hold is judged. */
export function dueIn(simulated: SimulatedCase): Expectation | null {
  const { scene, dispatchers, children, timeouts } = simulated;
  const [dispatcher] = dispatchers;
  const [child] = children;
  if (!dispatcher || !child || dispatchers.length > 1 || dispatcher.fates.length > 0) return null;
  const troubles = Object.keys(plainScene).filter(
    (key) => scene[key as keyof Scene] !== plainScene[key as keyof Scene],
  );
  if (dispatcher.intent === "fire-and-forget") {
    if (troubles.length === 0 || troubles.join() === "socket") return message[scene.socket] ?? null;
    if (troubles.join() !== "record") return null;
    if (scene.record === "mail-armed") return { kind: "delivered" };
    return scene.record === "mail-unarmed" ? refused("mailbox-undeliverable") : null;
  }
  if (child.startMs + child.listenMs >= timeouts.observeMs) return null;
  if (troubles.length === 0) return byFate[child.fate];
  if (troubles.length > 1 || child.fate !== "replies") return null;
  switch (troubles[0]) {
    case "lock":
      return byLock[scene.lock];
    case "socket":
      return bySocket[scene.socket];
    case "record":
      return byRecord[scene.record];
    case "session":
      return scene.session === "strangers" ? resumed : refused("bad-target");
    default:
      return scene.trust === "denied" ? refused("untrusted-fail-fast") : resumed;
  }
}
