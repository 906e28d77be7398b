// What one run leaves to choice, in the order in which it comes up: who acts next, and what befalls
// an effect. Nobody who is asked decides: the run goes the way it is told, and then the plain way.
import type { Watching } from "../../case/watching.ts";
import type { Ready, Step } from "../../machine/scheduler.ts";

export interface OrderDecision {
  readonly kind: "order";
  /** How many picks the run had made before. */
  readonly picks: number;
  /** Whose effects were ready, and which of them was taken. */
  readonly ready: readonly string[];
  readonly taken: number;
  /** Who acted last and could go on; null where that one waits, has ended or never goes on by itself. */
  readonly current: string | null;
  /** The number of the step that was taken. */
  readonly step: number;
}

interface FateDecision {
  readonly kind: "fate";
  readonly picks: number;
  /** Counted from 0, as in the case. */
  readonly dispatcher: number;
  /** Its number among the effects of its dispatcher, from 0. */
  readonly effect: number;
  readonly point: string;
}

export type Decision = OrderDecision | FateDecision;

interface StepSeen {
  readonly actor: string;
  readonly label: string;
  /** Something of it is in the evidence, or it did more than its label says. */
  isSeen: boolean;
}

export interface Watched {
  readonly decisions: readonly Decision[];
  /** All picks of the run, in order: with them the case is plain data. */
  readonly picks: readonly number[];
  readonly steps: readonly StepSeen[];
  /** Paths that were changed while dispatchers ran. */
  readonly changed: ReadonlySet<string>;
}

export interface Watcher extends Watching {
  readonly watched: Watched;
}

/** Effects that come about within the step of another one. */
const atOnce: ReadonlySet<string> = new Set([
  "child.spawn",
  "child.signal",
  "holder.ask",
  "sockets.watch",
]);

export const isAtOnce = (point: string): boolean => atOnce.has(point);

/** Goes the given way first. After it whoever acted last goes on; else whoever was ready first. */
export function watch(prefix: readonly number[]): Watcher {
  const decisions: Decision[] = [];
  const picks: number[] = [];
  const steps: StepSeen[] = [];
  const changed = new Set<string>();
  const effects: number[] = [];
  let dispatching = false;
  const pick = (count: number, ready: readonly Ready[]): number => {
    const last = steps.at(-1);
    const current = dispatching && last && goesOn(last) ? last.actor : null;
    const own = current === null ? -1 : ready.findIndex(({ actor }) => actor === current);
    const given = prefix[picks.length];
    const looks = dispatching ? ready.findIndex(isObserver) : 0;
    const plain = looks < 0 ? Math.max(0, own) : looks;
    const taken = given === undefined ? plain : given % count;
    if (dispatching && looks < 0) {
      decisions.push({
        kind: "order",
        picks: picks.length,
        ready: ready.map(({ actor }) => actor),
        taken,
        current: own < 0 ? null : current,
        step: steps.length,
      });
    }
    picks.push(taken);
    return taken;
  };
  return {
    watched: { decisions, picks, steps, changed },
    choices: { pick },
    step: ({ actor, label }: Step) => void steps.push({ actor, label, isSeen: false }),
    changed: (path) => dispatching && changed.add(path),
    recorded: () => notice(steps),
    point(dispatch, point) {
      const dispatcher = dispatch - 1;
      const effect = effects[dispatcher] ?? 0;
      effects[dispatcher] = effect + 1;
      if (isAtOnce(point)) notice(steps);
      decisions.push({ kind: "fate", picks: picks.length, dispatcher, effect, point });
    },
    dispatching(running) {
      dispatching = running;
    },
  };
}

function notice(steps: readonly StepSeen[]): void {
  const last = steps.at(-1);
  if (last) last.isSeen = true;
}

/** The gate's own looks, and the notices that only it waits for: it looks as soon as it can. */
const isObserver = ({ actor, label }: Ready): boolean =>
  actor === "gate" || (actor === "kernel" && label.includes(" at /cell/"));

/** The kernel's notices and a process's answers are each a thing of their own. */
const goesOn = ({ actor }: Pick<StepSeen, "actor">): boolean => /^(?:dispatcher|child)/.test(actor);
