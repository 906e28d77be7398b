// Every effect of a dispatch in turn is made to fail, to tear or to be the last one, alone and with
// a second dispatcher who comes later: no claim may break, wherever it strikes.

import { describe, expect, test } from "vitest";
import { v2 } from "../../../src/lanes/v2.ts";
import { plainScene, type Scene } from "../../../src/scene/scene.ts";
import {
  type DispatcherPlan,
  plainCase,
  type SimulatedCase,
} from "../../../src/simulation/case/case.ts";
import { runAndJudge } from "../../../src/simulation/case/verdict.ts";
import type { Fate } from "../../../src/simulation/machine/actor.ts";

const fates: readonly Fate[] = [
  { kind: "fails", code: "EIO" },
  { kind: "tears", code: "ENOSPC" },
  { kind: "is-late", delayMs: 1500 },
  { kind: "dies-before" },
  { kind: "dies-within" },
  { kind: "dies-after" },
];

const later: DispatcherPlan = { intent: "owned-outcome", delayMs: 20_000, fates: [] };

const caseOf = (scene: Scene, dispatchers: readonly DispatcherPlan[]): SimulatedCase => ({
  ...plainCase(v2.name),
  scene,
  dispatchers,
});

describe.each<readonly [where: string, intent: DispatcherPlan["intent"], scene: Scene]>([
  ["nothing stands in the way", "owned-outcome", plainScene],
  ["a dead holder's lock lies there", "owned-outcome", { ...plainScene, lock: "dead-holder" }],
  ["a stale socket lies there", "owned-outcome", { ...plainScene, socket: "stale" }],
  ["the target lives", "fire-and-forget", { ...plainScene, socket: "live" }],
  ["the target reads mail", "fire-and-forget", { ...plainScene, record: "mail-armed" }],
])("where %s", (_, intent, scene) => {
  test.each([
    ["alone", []],
    ["with another who comes later", [later]],
  ])("%s", async (_who, others) => {
    let struck = 0;
    for (const fate of fates) {
      // As long as there is an effect of that number to be struck.
      for (let effect = 0; ; effect += 1) {
        const first: DispatcherPlan = { intent, delayMs: 0, fates: [{ effect, fate }] };
        const { run, violations } = await runAndJudge(caseOf(scene, [first, ...others]), {
          lane: v2,
        });
        if (!run.points.some((point) => point.fate !== null)) break;
        struck += 1;
        expect({ fate, effect, violations }).toEqual({ fate, effect, violations: [] });
      }
    }
    expect(struck).toBeGreaterThan(fates.length * 5);
  });
});
