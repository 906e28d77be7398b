// Cells whose child came to nothing in a wait that ended by its bound, and how much of that wait it was
// ready to run and was given no processor. Most of it by default.
import type { UnstampedEvent, WatchOutcome } from "../../src/evidence/event.ts";
import type { EndedWait } from "../../src/evidence/processor.ts";
import {
  after,
  change,
  type Fields,
  line,
  lines,
  lockPath,
  type Pick,
  plainV2,
  resumeChild,
  type Sample,
  socketPath,
  the,
  withMessages,
  without,
} from "./sample.ts";

export const waited = (waitedMs: number, ofMs = 30_000): EndedWait => ({
  processorWaits: {
    ofMs,
    processes: [
      { pid: 4000, child: null, waitedMs: 12 },
      { pid: resumeChild.pid, child: { dispatch: null, n: 2 }, waitedMs },
    ],
  },
});

/** Of thirty seconds. */
export const starving = waited(29_700);
/** It could run for more than half of the wait. */
export const atLeisure = waited(14_999);
/** As in records that did not keep it. */
export const untold: EndedWait = {};

const terminated = { exitCode: null, signal: "SIGTERM" } as const;
const sigterm: UnstampedEvent = {
  type: "signal-sent",
  ...resumeChild,
  signal: "SIGTERM",
  by: "subject",
  result: "sent",
};
export const exited: UnstampedEvent = {
  type: "child-exited",
  child: { dispatch: null, n: 2 },
  role: "resume",
  ...resumeChild,
  ...terminated,
};

const withoutAll = (sample: Sample, ...picks: readonly Pick[]): Sample =>
  picks.reduce(without, sample);

/** Nothing was said since the dispatch, and nothing asked. */
const speechless = (): Sample =>
  withoutAll(
    withMessages(plainV2),
    ...[lines.resumeUser, lines.resumeReply, lines.followUpUser, lines.followUpReply].map(line),
    the("model-requested", { turn: "resume" }),
    the("model-requested", { turn: "follow-up" }),
  );

/** The plain cell without all that would have followed the signal to its child. */
function ended(watch: WatchOutcome, told: Fields, ...then: readonly UnstampedEvent[]): Sample {
  let sample = withoutAll(
    speechless(),
    the("turn-settled", { turn: "follow-up" }),
    the("message-sent"),
    the("socket-asked", { moment: "at-release" }),
    the("process-checked", { moment: "after-follow-up" }),
    the("socket-asked", { moment: "after-follow-up" }),
    the("child-exited", { role: "resume" }),
    the("signal-sent"),
  );
  const signal = { ...sigterm, ...told } as UnstampedEvent;
  sample = after(sample, the("child-started", { role: "resume" }), signal, ...then);
  sample = change(sample, the("watch-ended"), { outcome: watch });
  const outcome = { kind: "resumed", watch, lockDirty: null, turn: null };
  sample = change(sample, the("dispatch-returned"), { outcome });
  sample = change(sample, the("process-checked"), { alive: false });
  sample = change(sample, the("turn-settled"), { because: "child-exited" });
  const failed = { outcome: "failed", because: "the child is gone" };
  for (const phase of ["user-turn", "residency"]) {
    sample = change(sample, the("phase-ended", { phase }), failed);
  }
  const unanswered = { answer: null, failure: "ENOENT" };
  return change(sample, the("socket-asked", { moment: "after-turn" }), unanswered);
}

/** It had not come to its socket, and died of the subject's signal at once. */
export const tooLate = (observed: EndedWait = starving): Sample =>
  ended({ kind: "child-exited", ...terminated }, { ...observed }, exited);

/** Nor did it come to its end in time: the lock stays, and the gate clears it away. */
export function undying(
  observed: EndedWait = starving,
  killed: EndedWait = waited(2_900, 3_000),
): Sample {
  const retained: WatchOutcome = {
    kind: "lock-retained",
    reason: "kill-unconfirmed",
    pid: resumeChild.pid,
    socketPath,
    lockPath,
    observeTimeoutMs: 30_000,
    killGraceMs: 3_000,
  };
  const sample = withoutAll(
    change(ended(retained, { ...observed }), the("watch-ended"), { ...killed }),
    the("lock-released"),
    the("process-checked", { moment: "at-release" }),
  );
  const swept: UnstampedEvent = { type: "swept", kind: "lock", path: lockPath };
  return after(after(sample, the("dispatch-returned"), exited), the("reaped"), swept);
}

/** It served, and came to neither turn. */
export function turnless(wait: EndedWait = waited(59_000, 60_000)): Sample {
  let sample = speechless();
  for (const phase of ["user-turn", "assistant-turn", "residency"]) {
    const end = the("phase-ended", { phase });
    sample = change(sample, end, { outcome: "timed-out", ...wait });
  }
  sample = change(sample, the("turn-settled"), { because: "timed-out" });
  const watch = { kind: "socket-alive", pid: resumeChild.pid };
  const outcome = { kind: "resumed", watch, lockDirty: null, turn: null };
  sample = change(sample, the("dispatch-returned"), { outcome });
  return after(sample, the("turn-settled", { turn: "resume" }), {
    type: "turn-reported",
    dispatch: 1,
    turn: { kind: "not-observed", because: "the turn did not settle within 10000 ms" },
  });
}

/** It was there, and one look or message of the gate's got no answer. */
export const unanswered = (moment: string, wait: EndedWait = starving): Sample =>
  change(plainV2, the("socket-asked", { moment }), {
    answer: null,
    failure: "no-answer",
    ...wait,
  });
