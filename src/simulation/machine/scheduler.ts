// Virtual time, and the one order in which effects happen. A process that waits for an effect is blocked
// until the schedule picks it; time moves only when nothing is ready. No real timer ever runs.
import type { EvidenceEvent } from "../../evidence/event.ts";

/** Which of the ready effects comes next, counted from 0; only asked when there are several. */
export interface Choices {
  pick(count: number, ready: readonly Ready[]): number;
}

/** What could be next. */
export type Ready = Pick<Step, "actor" | "label">;

/** One thing that happened, for the story of a schedule. */
export interface Step {
  readonly atMs: number;
  readonly actor: string;
  readonly label: string;
  /** The record's event that it tells of; absent for an effect. */
  readonly told?: EvidenceEvent;
}

interface Pending extends Omit<Step, "atMs" | "told"> {
  readonly run: () => void;
  cancelled: boolean;
}

interface Timer extends Pending {
  readonly dueMs: number;
}

/** The run was given up, because it would never have come to its end. */
export class EndlessRunError extends Error {
  override readonly name = "EndlessRunError";

  constructor(why: string, atMs: number) {
    super(`the simulated run ${why} (at ${atMs} ms)`);
  }
}

export interface Scheduler {
  nowMs(): number;
  /**
   * As a clock shows it: each step takes a microsecond, so that no two effects of different actors
   * bear the same time. Timers count in whole milliseconds and still come due together.
   */
  instantMs(): number;
  /** Nothing is ready: whoever acts now has nobody to be put in order with. */
  isQuiet(): boolean;
  /** Lets `run` happen at a moment of the schedule's choosing. */
  post(actor: string, label: string, run: () => void): void;
  /** Lets `run` become ready once `delayMs` of virtual time have passed; returns its cancelling. */
  after(delayMs: number, actor: string, label: string, run: () => void): () => void;
  /**
   * Carries the work out to its end.
   * @throws EndlessRunError when the work waits for something that can never come, or never ends.
   */
  drive<T>(work: () => Promise<T>): Promise<T>;
}

/** Far above what any schedule needs; only a loop that never waits gets here. */
const mostSteps = 50_000;

/** As fine as evidence is stamped. */
const stepMs = 0.001;

export function createScheduler(
  choices: Choices,
  onStep: ((step: Step) => void) | null,
): Scheduler {
  const { nowMs, isQuiet, post, after, take } = createQueue(choices);
  let instantMs = 0;
  const engine: Engine = {
    nowMs,
    take() {
      const next = take();
      instantMs = Math.max(instantMs + stepMs, nowMs());
      return next;
    },
    carryOut({ actor, label, cancelled, run }) {
      onStep?.({ atMs: nowMs(), actor, label });
      if (!cancelled) run();
    },
  };
  return {
    nowMs,
    instantMs: () => instantMs,
    isQuiet,
    post,
    after,
    drive: (work) => drive(work, engine),
  };
}

/** What is ready, and what will be once its time has come. */
function createQueue(choices: Choices) {
  const ready: Pending[] = [];
  let timers: Timer[] = [];
  let nowMs = 0;

  /** All timers of the next instant become ready together: their order is the schedule's. */
  const advance = () => {
    timers = timers.filter((timer) => !timer.cancelled);
    if (timers.length === 0) return;
    nowMs = timers.reduce((least, timer) => Math.min(least, timer.dueMs), Number.POSITIVE_INFINITY);
    ready.push(...timers.filter((timer) => timer.dueMs === nowMs));
    timers = timers.filter((timer) => timer.dueMs > nowMs);
  };

  return {
    nowMs: () => nowMs,
    isQuiet: () => ready.length === 0,
    post(actor: string, label: string, run: () => void): void {
      ready.push({ actor, label, run, cancelled: false });
    },
    after(delayMs: number, actor: string, label: string, run: () => void): () => void {
      const dueMs = nowMs + Math.ceil(Math.max(0, delayMs));
      const timer: Timer = { actor, label, run, dueMs, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
    /** The next effect, as the schedule chooses; nothing where nobody waits for anything. */
    take(): Pending | undefined {
      if (ready.length === 0) advance();
      if (ready.length < 2) return ready.pop();
      const index = choices.pick(ready.length, ready);
      if (index === 0) return ready.shift();
      return ready.splice(index, 1)[0];
    },
  };
}

interface Engine {
  nowMs(): number;
  take(): Pending | undefined;
  carryOut(next: Pending): void;
}

/** What follows a promise kept long ago is a microtask, and costs a third of what `queueMicrotask` does. */
const kept = Promise.resolve();

/** One effect after the other, each once everybody is blocked, until the work is done. */
function drive<T>(work: () => Promise<T>, { nowMs, take, carryOut }: Engine): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let over = false;
    let steps = 0;
    const end = (finish: () => void) => {
      over = true;
      finish();
    };
    const step = () => {
      if (over) return;
      const next = take();
      steps += 1;
      if (next === undefined || steps > mostSteps) {
        const why = next ? `is not over after ${mostSteps} steps` : "waits for what never comes";
        return end(() => reject(new EndlessRunError(why, nowMs())));
      }
      carryOut(next);
      kept.then(afterwards);
    };
    // A tick asked for by a microtask comes only when no microtask is left: everybody is blocked.
    const afterwards = () => process.nextTick(step);
    work().then(
      (value) => end(() => resolve(value)),
      (error) => end(() => reject(error)),
    );
    kept.then(afterwards);
  });
}
