// A dispatcher with a process of its own that died right after the start of its child: nothing was
// released and nothing came back.
import type { UnstampedEvent } from "../../src/evidence/event.ts";
import { after, before, plainV2, resumeChild, type Sample, the, without } from "./sample.ts";

const dispatcher = {
  child: { dispatch: null, n: 7 },
  role: "dispatcher",
  pid: 4700,
  startTime: "910888",
} as const;
const requested: UnstampedEvent = {
  type: "child-requested",
  child: { dispatch: null, n: 7 },
  role: "dispatcher",
  dispatch: 1,
  arguments: [],
  workingDirectory: "/cells/one",
  marker: null,
  lockOnDisk: null,
};
const gone = { how: "already-gone", verified: true } as const;

export const kill: UnstampedEvent = {
  type: "signal-sent",
  signal: "SIGKILL",
  by: "gate",
  result: "sent",
  pid: dispatcher.pid,
  startTime: dispatcher.startTime,
};

export const died = (signal: string | null, exitCode: number | null = null): UnstampedEvent => ({
  type: "child-exited",
  ...dispatcher,
  exitCode,
  signal,
});

/** The plain cell without all that the dispatcher would have done after its death. */
export function killed(...death: readonly UnstampedEvent[]): Sample {
  let sample = before(plainV2, the("dispatch-started"), requested, {
    type: "child-started",
    ...dispatcher,
  });
  sample = after(sample, the("child-started", { pid: resumeChild.pid }), ...death);
  for (const type of ["watch-ended", "lock-released", "dispatch-returned"] as const) {
    sample = without(sample, the(type));
  }
  for (const type of ["process-checked", "socket-asked"] as const) {
    sample = without(sample, the(type, { moment: "at-release" }));
  }
  return before(sample, the("cell-ended"), { type: "reaped", ...dispatcher, ...gone });
}
