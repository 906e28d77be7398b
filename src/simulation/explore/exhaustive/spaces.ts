// What is enumerated: a space is a scene with its dispatchers and what may happen there. The list follows
// from what was asked for alone, so that every thread counts the same spaces.
import type { Intent } from "../../../formats/intent.ts";
import { childFates } from "../../../scene/child-fate.ts";
import {
  lockScenes,
  plainScene,
  recordScenes,
  type Scene,
  sessionScenes,
  socketScenes,
  trustScenes,
} from "../../../scene/scene.ts";
import { plainCase, type SimulatedCase } from "../../case/case.ts";
import { plainChild } from "../../pi/child-plan.ts";
import type { Bounds } from "./deviations.ts";

export interface Space {
  /** `2 dispatchers, lock: dead-holder` */
  readonly name: string;
  /** What it is told of together with: `2 dispatchers, ≤ 2 preemptions, ≤ 1 crash`. */
  readonly group: string;
  readonly simulated: SimulatedCase;
  readonly bounds: Bounds;
}

export interface Asked {
  readonly lane: string;
  /** How many dispatchers at once: each number has its own spaces. */
  readonly dispatchers: readonly number[];
  readonly preemptions: number;
  /** Turns out of order that are no preemption: nobody could simply have gone on. */
  readonly turns: number;
  readonly crashes: number;
  /** False only to check the reduction. */
  readonly reduced: boolean;
}

export function spacesOf(asked: Asked): readonly Space[] {
  return asked.dispatchers.flatMap((count) =>
    count === 1 ? [...struck(asked), ...ordered(asked, 1)] : ordered(asked, count),
  );
}

/** At most so many things befall one dispatcher that nobody disturbs. */
const mostFaults = 2;

/** One dispatcher in the plain order, in every scene: each thing that can befall each of its effects, and each pair. */
function struck({ lane, reduced }: Asked): readonly Space[] {
  const group =
    "1 dispatcher in the plain order, each thing that can befall an effect, singly and in pairs";
  const bounds: Bounds = {
    preemptions: null,
    turns: 0,
    fates: mostFaults,
    befalls: "anything",
    reduced,
  };
  const alone = (scene: Scene, intent: Intent): Space => ({
    name: `1 dispatcher, ${intent}, ${nameOf(scene)}, any fault`,
    group,
    simulated: { ...caseIn(lane, scene), dispatchers: [planOf(intent)] },
    bounds,
  });
  return [
    ...everyScene.flatMap((scene) => intents.map((intent) => alone(scene, intent))),
    ...withChildren(lane, [planOf("owned-outcome")], bounds, {
      who: "1 dispatcher, any fault",
      group,
    }),
  ];
}

/** Everybody in every order, with crashes on top, in every scene of lock and socket. */
function ordered(
  { lane, reduced, preemptions, turns, crashes }: Asked,
  count: number,
): readonly Space[] {
  const bounds: Bounds = { preemptions, turns, fates: crashes, befalls: "death", reduced };
  const who = counted(count, "dispatcher");
  const group = `${who}, ≤ ${counted(preemptions, "preemption")}, ≤ ${counted(turns, "turn")} out of order, ≤ ${counted(crashes, "crash")}`;
  const spaces = [...lockAndSocket].flatMap((scene) =>
    mixes(count).map((mix): Space => {
      const sends = mix.filter((intent) => intent === "fire-and-forget").length;
      return {
        name: `${who}${sends === 0 ? "" : `, ${sends} of them to send`}, ${nameOf(scene)}`,
        group,
        simulated: { ...caseIn(lane, scene), dispatchers: mix.map(planOf) },
        bounds,
      };
    }),
  );
  const owners = Array.from({ length: count }, () => planOf("owned-outcome"));
  return [...spaces, ...withChildren(lane, owners, bounds, { who, group })];
}

function counted(count: number, what: string): string {
  if (count === 1) return `1 ${what}`;
  return `${count} ${what}${what.endsWith("sh") ? "es" : "s"}`;
}

const intents: readonly Intent[] = ["owned-outcome", "fire-and-forget"];

/** From all who want to own the turn to all who send a message; who begins is left to the order. */
function mixes(count: number): readonly (readonly Intent[])[] {
  return Array.from({ length: count + 1 }, (_, senders) =>
    Array.from(
      { length: count },
      (_none, index): Intent => (index < count - senders ? "owned-outcome" : "fire-and-forget"),
    ),
  );
}

const planOf = (intent: Intent) => ({ intent, delayMs: 0, fates: [] });

const caseIn = (lane: string, scene: Scene): SimulatedCase => ({ ...plainCase(lane), scene });

/** Every fate of the child but the plain one. */
function withChildren(
  lane: string,
  dispatchers: SimulatedCase["dispatchers"],
  bounds: Bounds,
  { who, group }: { readonly who: string; readonly group: string },
): readonly Space[] {
  return childFates
    .filter((fate) => fate !== plainChild.fate)
    .map((fate) => ({
      name: `${who}, child: ${fate}`,
      group,
      simulated: { ...plainCase(lane), dispatchers, children: [{ ...plainChild, fate }] },
      bounds,
    }));
}

const lockAndSocket: readonly Scene[] = [
  ...lockScenes.map((lock): Scene => ({ ...plainScene, lock })),
  ...socketScenes.flatMap((socket) =>
    socket === plainScene.socket ? [] : [{ ...plainScene, socket }],
  ),
];

const everyScene: readonly Scene[] = [
  ...lockAndSocket,
  ...recordScenes.flatMap((record) =>
    record === plainScene.record ? [] : [{ ...plainScene, record }],
  ),
  ...sessionScenes.flatMap((session) =>
    session === plainScene.session ? [] : [{ ...plainScene, session }],
  ),
  ...trustScenes.flatMap((trust) => (trust === plainScene.trust ? [] : [{ ...plainScene, trust }])),
];

/** `lock: dead-holder`, or `plain scene`. */
function nameOf(scene: Scene): string {
  const odd = Object.entries(scene).filter(
    ([key, value]) => plainScene[key as keyof Scene] !== value,
  );
  return odd.length === 0
    ? "plain scene"
    : odd.map(([key, value]) => `${key}: ${value}`).join(", ");
}
