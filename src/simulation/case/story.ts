// A run told as a numbered story: who did what, at what virtual time. Plain text from the steps
// that were taken and the events that were recorded.
import type { EvidenceEvent } from "../../evidence/event.ts";
import type { Step } from "../machine/scheduler.ts";

/** What one actor did at one time, in a row. */
export interface StoryScene {
  readonly atMs: number;
  readonly actor: string;
  readonly deeds: readonly string[];
  /** Events of the record that are told in it. */
  readonly seqs: readonly number[];
  /** What became of the actor's lock in it; null where nothing did. */
  readonly lock: "taken" | "given-back" | null;
}

/** Numbered sentences. */
export const tell = (steps: readonly Step[]): readonly string[] =>
  scenesOf(steps).map(
    ({ atMs, actor, deeds }, index) => `${index + 1}. ${atMs} ms, ${actor}: ${deeds.join("; ")}`,
  );

/** Told from the first dispatch on; the gate and the kernel stay behind the scenes. */
export function scenesOf(steps: readonly Step[]): StoryScene[] {
  const begin = steps.findIndex(({ actor }) => actor.startsWith("dispatcher"));
  const told = steps
    .slice(Math.max(0, begin))
    .filter(({ actor, label }) => isTold(actor) && !label.startsWith("waited"));
  const scenes: StoryScene[] = [];
  for (const step of told) {
    const last = scenes.at(-1);
    if (last?.actor === step.actor && last.atMs === step.atMs)
      scenes.push(joined(scenes.pop(), step));
    else scenes.push(joined(undefined, step));
  }
  return scenes;
}

function joined(scene: StoryScene | undefined, { atMs, actor, label, told }: Step): StoryScene {
  const deed = plainly(label);
  const { deeds = [], seqs = [], lock = null } = scene ?? {};
  return {
    atMs,
    actor,
    deeds: deeds.at(-1) === deed ? deeds : [...deeds, deed],
    seqs: told === undefined ? seqs : [...seqs, told.seq],
    lock: lockAfter(told) ?? lock,
  };
}

function lockAfter(event: EvidenceEvent | undefined): StoryScene["lock"] {
  if (event?.type === "lock-acquired") return "taken";
  return event?.type === "lock-released" && event.result === "released" ? "given-back" : null;
}

const isTold = (actor: string) => /^(dispatcher|child|process|somebody)/.test(actor);

const things: readonly (readonly [RegExp, string])[] = [
  [/\S*\.lock\.reclaim/, "the reclaim marker"],
  [/\S*\.lock/, "the lock"],
  [/\S*\.sock/, "the control socket"],
  [/\S*\.meta\.json\S*/, "the record"],
  [/\S*\.jsonl/, "the session file"],
  [/\/cell\//, ""],
];

function plainly(label: string): string {
  const named = things.reduce((text, [pattern, name]) => text.replace(pattern, name), label);
  return named.length > 120 ? `${named.slice(0, 117)}…` : named;
}

/** What the record says of a dispatcher's doings, put between its steps. */
export function stepOf(event: EvidenceEvent, dispatcherName: (dispatch: number) => string): Step[] {
  const say = (dispatch: number | null, label: string): Step[] => [
    // In whole milliseconds, as the steps are.
    {
      atMs: Math.floor(event.atMs),
      actor: dispatcherName(dispatch ?? 0),
      label: `→ ${label}`,
      told: event,
    },
  ];
  switch (event.type) {
    case "dispatch-started":
      return say(event.dispatch, `is asked for ${event.intent}`);
    case "lock-acquired":
      return say(event.dispatch, `HOLDS THE LOCK${event.reclaimed ? ", reclaimed" : ""}`);
    case "file-skipped":
      return event.by === "subject" ? say(event.dispatch, `passes over ${event.path}`) : [];
    case "lock-refused":
      return say(event.dispatch, `is refused the lock: ${event.because}`);
    case "lock-released":
      return say(event.dispatch, `gave the lock back (${event.result})`);
    case "child-requested":
      return event.role === "resume" ? say(event.dispatch, "STARTS A CHILD") : [];
    case "watch-ended":
      return say(event.dispatch, `sees ${event.outcome.kind}`);
    case "dispatch-returned":
      return say(event.dispatch, `returns: ${ending(event.outcome)}`);
    case "dispatch-threw":
      return say(event.dispatch, `throws: ${event.message}`);
    default:
      return [];
  }
}

type Outcome = Extract<EvidenceEvent, { readonly type: "dispatch-returned" }>["outcome"];

function ending(outcome: Outcome): string {
  if (outcome.kind === "rejected") return `refused as ${outcome.reason}`;
  return outcome.kind === "resumed" ? `resumed, ${outcome.watch.kind}` : outcome.kind;
}
