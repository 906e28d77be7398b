// Who holds the lock from when to when, where dispatchers die: also amid a release of their own.
import { expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { createRecorder } from "../../../src/evidence/recorder.ts";
import { oneLivingHolder } from "../../../src/simulation/case/living-holder.ts";

function verdictOf(...events: readonly UnstampedEvent[]): string {
  let now = 0;
  const recorder = createRecorder({ monotonicMs: () => now++, wallMs: () => 0 });
  for (const dispatch of [1, 2]) {
    const child = {
      child: { dispatch: null, n: dispatch + 1 },
      role: "dispatcher",
      dispatch,
      arguments: [],
    } as const;
    const rest = { workingDirectory: "/", marker: null, lockOnDisk: null };
    recorder.record({ type: "child-requested", ...child, ...rest });
  }
  for (const event of events) recorder.record(event);
  return oneLivingHolder.judge({ events: recorder.events } as Evidence).verdict;
}

const lock = (dispatch: number) => ({
  dispatch,
  gardenId: "g",
  path: "/g.lock",
  nonce: `nonce-${dispatch}`,
});
const takes = (dispatch: number): UnstampedEvent => ({
  type: "lock-acquired",
  ...lock(dispatch),
  reclaimed: false,
  onDisk: `nonce-${dispatch}`,
});
const takesOver = (dispatch: number, nonce: string): UnstampedEvent => ({
  type: "lock-acquired",
  ...lock(dispatch),
  reclaimed: true,
  from: { holder: { ...holder, nonce }, because: "its process is gone" },
  onDisk: `nonce-${dispatch}`,
});
const holder = {
  gardenId: "g",
  pid: 7,
  hostname: "here",
  createdAt: "2026-01-01T00:00:00.000Z",
  owner: "somebody",
  lockPath: "/g.lock",
};
const asks = (dispatch: number): UnstampedEvent => ({
  type: "release-requested",
  dispatch,
  nonce: `nonce-${dispatch}`,
});
const gives = (dispatch: number): UnstampedEvent => ({
  type: "lock-released",
  ...lock(dispatch),
  result: "released",
  onDiskBefore: `nonce-${dispatch}`,
  onDiskAfter: null,
});
const dies = (dispatch: number): UnstampedEvent => ({
  type: "child-exited",
  child: { dispatch: null, n: dispatch + 1 },
  role: "dispatcher",
  pid: dispatch,
  startTime: "1",
  exitCode: null,
  signal: "SIGKILL",
});

test.each<readonly [what: string, verdict: string, events: readonly UnstampedEvent[]]>([
  ["one after the other", "holds", [takes(1), asks(1), gives(1), takes(2), asks(2), gives(2)]],
  ["two at once", "violated", [takes(1), takes(2)]],
  [
    "the second while the first is giving it back",
    "violated",
    [takes(1), takes(2), asks(1), gives(1)],
  ],
  ["the second after the first had died", "holds", [takes(1), dies(1), takesOver(2, "nonce-1")]],
  [
    "the second before the first had died",
    "violated",
    [takes(1), takesOver(2, "nonce-1"), dies(1)],
  ],
  ["a first that died amid its release", "holds", [takes(1), asks(1), takes(2), dies(1)]],
  [
    "one taken over amid a release",
    "violated",
    [takes(1), asks(1), takesOver(2, "nonce-1"), dies(1)],
  ],
  [
    "a dead one's taken over, while another came and died amid its release",
    "holds",
    [takes(1), asks(1), takesOver(2, "of-the-dead"), dies(1)],
  ],
  [
    "a dead one's taken over, while another came and kept it",
    "violated",
    [takes(1), takesOver(2, "of-the-dead"), asks(1), dies(1)],
  ],
  ["one taken before a release began", "violated", [takes(1), takes(2), asks(1), dies(1)]],
])("%s: %s", (_what, verdict, events) => {
  expect(verdictOf(...events)).toBe(verdict);
});
