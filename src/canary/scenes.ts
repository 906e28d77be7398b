// What stands in the simulated world for a scenario of real processes. A scenario that is not here
// has no simulated counterpart, and a canary that needs it must say why.
import type { Expectation } from "../evidence/cell.ts";
import { plainScene, type Scene, type SimulatedCase } from "../simulation/case/case.ts";
import { dueIn } from "../simulation/case/expect.ts";
import { type ChildFate, plainChild } from "../simulation/pi/child-plan.ts";

interface SimulatedScenario {
  readonly scene?: Partial<Scene>;
  readonly fate?: ChildFate;
  readonly intent?: "fire-and-forget";
  readonly dispatchers?: number;
}

const scenes: Readonly<Record<string, SimulatedScenario>> = {
  plain: {},
  "lock-held": { scene: { lock: "live-holder" } },
  "stale-lock": { scene: { lock: "dead-holder" } },
  "stale-lock-race-of-two": { scene: { lock: "dead-holder" }, dispatchers: 2 },
  "stale-socket": { scene: { socket: "stale" } },
  "symlinked-socket": { scene: { socket: "symlink" } },
  "owned-to-live": { scene: { socket: "live" } },
  "send-to-live": { scene: { socket: "live" }, intent: "fire-and-forget" },
  "trusted-directory": { scene: { trust: "approved" } },
  "untrusted-directory": { scene: { trust: "denied" } },
  "never-serves": { fate: "hangs" },
  "cannot-start": { fate: "fails-to-start" },
  "dies-before-socket": { fate: "exits-at-once" },
  "server-error": { fate: "fails-turn" },
};

export const isSimulated = (scenario: string): boolean => Object.hasOwn(scenes, scenario);

export interface SimulatedSetting {
  readonly simulated: SimulatedCase;
  readonly expectation: Expectation;
}

/** @throws Error for a scenario without a counterpart. */
export function settingOf(
  scenario: string,
  lane: string,
  picks: readonly number[],
): SimulatedSetting {
  const found = scenes[scenario];
  if (!found) throw new Error(`scenario ${scenario} has no simulated counterpart`);
  const { scene, fate = "replies", intent = "owned-outcome" as const, dispatchers = 1 } = found;
  const plan = { intent, delayMs: 0, fates: [] };
  const simulated: SimulatedCase = {
    lane,
    target: {
      agent: "pi",
      provider: "openai",
      model: "gpt-5.4",
      wireApi: "openai-responses",
    },
    timeouts: { observeMs: 1_000, killGraceMs: 200, pollMs: 100 },
    scene: { ...plainScene, ...scene },
    dispatchers: Array.from({ length: dispatchers }, () => plan),
    children: [{ ...plainChild, fate }],
    picks,
  };
  return { simulated, expectation: dueIn(simulated) ?? oneOfSeveral };
}

const oneOfSeveral: Expectation = {
  kind: "resumed",
  others: [
    { reason: "target-locked", observedLiveness: null },
    { reason: "owned-live-no-autosend", observedLiveness: "live" },
  ],
};
