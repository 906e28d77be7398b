// Which loopback scenario shows with real processes what a simulated case shows. Only names that
// exist are offered: a case without a counterpart has none.
import { isPlainScene, plainScene, type Scene, type SimulatedCase } from "../case/case.ts";
import { isDeath } from "../machine/actor.ts";
import type { ChildFate } from "../pi/child-plan.ts";

const byLock: Partial<Record<Scene["lock"], string>> = {
  "dead-holder": "stale-lock",
  "live-holder": "lock-held",
  "other-host": "lock-of-another-host",
  empty: "lock-empty",
  corrupt: "lock-corrupt",
  "wrong-id": "lock-of-another-id",
  "marker-left": "lock-reclaimer-died",
  "number-given-away": "stale-lock-reused-pid",
};

const bySocket: Partial<Record<Scene["socket"], string>> = {
  stale: "stale-socket",
  live: "owned-to-live",
  "dies-once-seen": "dies-before-message",
  symlink: "symlinked-socket",
  file: "file-for-socket",
};

const byFate: Partial<Record<ChildFate, string>> = {
  "fails-to-start": "cannot-start",
  "exits-at-once": "dies-before-socket",
  "dies-in-turn": "killed-in-turn",
  hangs: "never-serves",
  "ignores-signals": "ignores-sigterm",
  "forges-socket": "forges-socket",
};

/** The command, or null where no scenario comes near the case. */
export function confirmation(
  simulated: SimulatedCase,
  scenarios: readonly string[],
): string | null {
  const { scene, dispatchers, children, lane, target } = simulated;
  const died = dispatchers.some(({ fates }) => fates.some(({ fate }) => isDeath(fate.kind)));
  const several = lane === "v1" ? "two-without-lock" : "two-at-once";
  const name =
    (died ? "dispatcher-killed" : undefined) ??
    (scene.lock === plainScene.lock ? undefined : byLock[scene.lock]) ??
    (scene.socket === plainScene.socket ? undefined : bySocket[scene.socket]) ??
    (scene.session === "strangers" ? "strangers" : undefined) ??
    (dispatchers.length > 1 ? several : undefined) ??
    (isPlainScene(scene) ? byFate[children[0]?.fate ?? "replies"] : undefined);
  if (name === undefined || !scenarios.includes(name)) return null;
  return `pnpm matrix --lane ${lane} --target ${target.provider}/${target.model} --scenario ${name}`;
}
