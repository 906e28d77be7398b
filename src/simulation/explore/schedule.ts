// What fast-check draws: a whole case, from the target down to the order of single effects. The
// first alternative is always the plain one, so that shrinking ends in what really matters.

import fc from "fast-check";
import type { CellTarget } from "../../evidence/cell.ts";
import { childFates } from "../../scene/child-fate.ts";
import {
  lockScenes,
  plainScene,
  recordScenes,
  type Scene,
  sessionScenes,
  socketScenes,
  trustScenes,
} from "../../scene/scene.ts";
import type { DispatcherPlan, SimulatedCase } from "../case/case.ts";
import type { Fate } from "../machine/actor.ts";
import { type ChildPlan, plainChild } from "../pi/child-plan.ts";
import { picks } from "./picks.ts";

export interface ScheduleOptions {
  readonly lane: string;
  /** How many dispatchers act at once, at least and at most. */
  readonly dispatchers: readonly [least: number, most: number];
}

const targetOf = (provider: string, model: string, wireApi: string): CellTarget => ({
  agent: "pi",
  provider,
  model,
  wireApi,
});

const targets = fc.constantFrom(
  targetOf("openai", "gpt-5.4", "openai-responses"),
  targetOf("anthropic", "claude-sonnet-5", "anthropic-messages"),
  targetOf("groq", "qwen/qwen3.8-27b", "openai-completions"),
);

const timeouts = fc.record({
  observeMs: fc.constantFrom(1000, 200, 40),
  killGraceMs: fc.constantFrom(200, 20),
  pollMs: fc.constantFrom(100, 15),
});

/** Most often nothing, else one kind of trouble, seldom several at once. */
const scenes: fc.Arbitrary<Scene> = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.constant(plainScene) },
  { weight: 4, arbitrary: fc.constantFrom(...lockScenes).map((lock) => ({ ...plainScene, lock })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...socketScenes).map((socket) => ({ ...plainScene, socket })),
  },
  { weight: 4, arbitrary: fc.constant<Scene>({ ...plainScene, record: "mail-armed" }) },
  { weight: 2, arbitrary: fc.constant<Scene>({ ...plainScene, lock: "dead-holder" }) },
  { weight: 1, arbitrary: fc.constant<Scene>({ ...plainScene, lock: "numbers-given-on" }) },
  { weight: 1, arbitrary: fc.constant<Scene>({ ...plainScene, session: "strangers" }) },
  {
    weight: 2,
    arbitrary: fc
      .record({ record: fc.constantFrom(...recordScenes), trust: fc.constantFrom(...trustScenes) })
      .map((part) => ({ ...plainScene, ...part })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      lock: fc.constantFrom(...lockScenes),
      socket: fc.constantFrom(...socketScenes),
      record: fc.constantFrom(...recordScenes),
      session: fc.constantFrom(...sessionScenes),
      trust: fc.constantFrom(...trustScenes),
    }),
  },
);

const codes = fc.constantFrom("ENOSPC", "EIO", "EACCES", "EMFILE");

const fates: fc.Arbitrary<Fate> = fc.oneof(
  fc.nat(2000).map((delayMs): Fate => ({ kind: "is-late", delayMs })),
  codes.map((code): Fate => ({ kind: "fails", code })),
  codes.map((code): Fate => ({ kind: "tears", code })),
  fc.constantFrom<Fate>({ kind: "dies-before" }, { kind: "dies-after" }),
  fc.constantFrom<Fate>({ kind: "dies-before" }, { kind: "dies-within" }, { kind: "dies-after" }),
);

/** A little more than the effects of a dispatch that meets no trouble; mail is sent in fewer. */
const effects = fc.oneof(fc.nat(48), fc.nat(20));

const dispatcher: fc.Arbitrary<DispatcherPlan> = fc.record({
  intent: fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: fc.constant("owned-outcome" as const) },
    { weight: 2, arbitrary: fc.constant("fire-and-forget" as const) },
  ),
  delayMs: fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat(60) },
  ),
  fates: fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 2,
      arbitrary: fc.array(fc.record({ effect: effects, fate: fates }), {
        maxLength: 2,
      }),
    },
  ),
});

const child: fc.Arbitrary<ChildPlan> = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: fc.constant(plainChild) },
  {
    weight: 2,
    arbitrary: fc.record({
      fate: fc.constantFrom(...childFates),
      startMs: fc.nat(30),
      listenMs: fc.nat(60),
      turnMs: fc.nat(60),
    }),
  },
);

export function cases({ lane, dispatchers }: ScheduleOptions): fc.Arbitrary<SimulatedCase> {
  const [minLength, maxLength] = dispatchers;
  return fc.record({
    lane: fc.constant(lane),
    target: targets,
    timeouts,
    scene: scenes,
    dispatchers: fc.array(dispatcher, { minLength, maxLength, size: "max" }),
    children: fc.array(child, { minLength: 1, maxLength: 2 }),
    picks: picks(),
  });
}
