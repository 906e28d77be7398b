// Which branches of the subject a cell's evidence shows to have been gone through, in the words in
// which scenarios declare them.
import type { Liveness, RejectReason } from "../../src/evidence/cell.ts";
import type { WatchOutcome } from "../../src/evidence/event.ts";
import { type Evidence, eventsOf } from "../../src/evidence/evidence.ts";
import type { Intent } from "../../src/formats/intent.ts";
import type { ReleaseEvent } from "../../src/resume/release.ts";

type Retained = Extract<WatchOutcome, { readonly kind: "lock-retained" }>;
type WatchEnd =
  | Exclude<WatchOutcome["kind"], "lock-retained">
  | `lock-retained/${Retained["reason"]}`;
type Found = Liveness | "armed" | "unarmed" | "socket-only";

// Records, not lists: a branch that is added to the subject and missing here is a type error.
const intents: Record<Intent, true> = { "fire-and-forget": true, "owned-outcome": true };
const found: Record<Found, true> = {
  live: true,
  dormant: true,
  indeterminate: true,
  armed: true,
  unarmed: true,
  "socket-only": true,
};
const reasons: Record<RejectReason, true> = {
  "bad-target": true,
  "target-address-conflict": true,
  "target-locked": true,
  "dormant-fire-forget-unsupported": true,
  "indeterminate-no-spawn": true,
  "owned-live-no-autosend": true,
  "mailbox-undeliverable": true,
  "backend-liveness-unsupported": true,
  "untrusted-fail-fast": true,
};
const releases: Record<ReleaseEvent, true> = {
  spawned: true,
  "spawn-start-failed": true,
  "socket-alive": true,
  "child-exited": true,
  "observe-timed-out": true,
  "kill-grace-over": true,
};
const watches: Record<WatchEnd, true> = {
  "socket-alive": true,
  "child-exited": true,
  "spawn-start-failed": true,
  "lock-retained/kill-unconfirmed": true,
  "lock-retained/observe-failed": true,
};

/** Every branch that some scenario must go through. */
export const branches: readonly string[] = [
  ...Object.keys(intents).flatMap((intent) => Object.keys(found).map((at) => `${intent}×${at}`)),
  ...Object.keys(reasons).map((reason) => `reject:${reason}`),
  ...Object.keys(releases).map((event) => `release:${event}`),
  ...Object.keys(watches).map((end) => `watch:${end}`),
];

/** The branches that events can show; which table a mailbox came from, say, they cannot. */
export const isShown = (branch: string): boolean =>
  branches.includes(branch) && !/×(armed|unarmed|socket-only)$/.test(branch);

export function covered(evidence: Evidence): ReadonlySet<string> {
  const intentOf = new Map(
    eventsOf(evidence, "dispatch-started").map(({ dispatch, intent }) => [dispatch, intent]),
  );
  const looks = eventsOf(evidence, "socket-inspected").map(
    ({ dispatch, liveness }) => `${intentOf.get(dispatch ?? 0)}×${liveness}`,
  );
  const outcomes = eventsOf(evidence, "dispatch-returned").map(({ outcome }) => outcome);
  const refusals = outcomes.flatMap((outcome) =>
    outcome.kind === "rejected" ? [`reject:${outcome.reason}`] : [],
  );
  const ends = outcomes.flatMap((outcome) =>
    outcome.kind === "resumed" ? branchesOf(outcome.watch) : [],
  );
  const started = eventsOf(evidence, "child-started").some(({ role }) => role === "resume");
  const killed = eventsOf(evidence, "signal-sent").some(({ by }) => by === "subject");
  return new Set([
    ...[...looks, ...refusals, ...ends],
    ...(started ? ["release:spawned"] : []),
    ...(killed ? ["release:observe-timed-out"] : []),
  ]);
}

function branchesOf(watch: WatchOutcome): readonly string[] {
  if (watch.kind === "lock-retained") {
    return [`watch:lock-retained/${watch.reason}`, "release:kill-grace-over"];
  }
  return [`watch:${watch.kind}`, `release:${watch.kind}`];
}
