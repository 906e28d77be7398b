// What an exploration has seen: a run in which an outcome, a refusal or a crash point never came up
// has proved nothing about it. What is listed as unreachable says why.
import { rejectReasons } from "../../evidence/cell.ts";
import type { DispatchOutcome } from "../../evidence/event.ts";
import { eventsOf } from "../../evidence/evidence.ts";
import type { SimulatedRun } from "../case/run.ts";
import { isDeath } from "../machine/actor.ts";

export interface Coverage {
  note(run: SimulatedRun): void;
  readonly seen: ReadonlyMap<string, number>;
}

export function createCoverage(): Coverage {
  const seen = new Map<string, number>();
  const count = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1);
  return {
    seen,
    note({ evidence, points }) {
      for (const { outcome } of eventsOf(evidence, "dispatch-returned")) count(nameOf(outcome));
      for (const _ of eventsOf(evidence, "dispatch-threw")) count("outcome: threw");
      for (const { from } of eventsOf(evidence, "lock-acquired")) {
        if (from?.because.includes("given away")) count("reclaimed: a number given away");
      }
      for (const _ of eventsOf(evidence, "file-skipped")) count("skipped: a stranger");
      for (const { result } of eventsOf(evidence, "lock-released")) count(`release: ${result}`);
      for (const { point, fate } of points) {
        if (isDeath(fate)) count(`${fate} ${point}`);
      }
    },
  };
}

function nameOf(outcome: DispatchOutcome): string {
  switch (outcome.kind) {
    case "resumed": {
      const { watch } = outcome;
      const reason = watch.kind === "lock-retained" ? ` (${watch.reason})` : "";
      return `outcome: ${watch.kind}${reason}`;
    }
    case "rejected":
      return `reject: ${outcome.reason}`;
    case "sent":
      return `outcome: sent over ${outcome.via} (${outcome.delivery})`;
    case "send-failed":
      return "outcome: send-failed";
  }
}

/** Kinds of effects of a v2 dispatch. */
const points = [
  "record.read",
  "file.list",
  "socket.inspect",
  "sessions.list",
  "session.read",
  "locks.make-directory",
  "lock.create",
  "lock.write",
  "lock.close",
  "lock.read",
  "lock.inspect",
  "lock.unlink",
  "holder.ask",
  "marker.create",
  "marker.write",
  "marker.close",
  "marker.inspect",
  "marker.read",
  "marker.unlink",
  "socket.connect",
  "child.spawn",
  "sockets.watch",
  "child.signal",
  "receiver.read",
  "file.identify",
  "mail.make-directory",
  "mail.create",
  "mail.write",
  "mail.sync",
  "mail.close",
  "mail.rename",
  "receipt.read",
  "receipt.write",
  "receipt.rename",
  "bell.write",
];

/** What has to come up at least once while v2 is explored. */
const sometimes: readonly string[] = [
  ...["socket-alive", "child-exited", "spawn-start-failed"].map((kind) => `outcome: ${kind}`),
  "outcome: lock-retained (kill-unconfirmed)",
  "outcome: lock-retained (observe-failed)",
  "outcome: sent over control-socket (sent)",
  "outcome: sent over control-socket (fallback-sent)",
  "outcome: sent over meta-mailbox (enqueued)",
  "outcome: send-failed",
  "outcome: threw",
  "reclaimed: a number given away",
  "skipped: a stranger",
  ...rejectReasons.map((reason) => `reject: ${reason}`),
  ...["released", "not-owned", "absent", "threw"].map((result) => `release: ${result}`),
  ...points.flatMap((point) => [`dies-before ${point}`, `dies-after ${point}`]),
];

/** What can never come up, and why. */
export const unreachable: readonly (readonly [what: string, because: string])[] = [
  ["release event: spawned", "the dispatch never asks the reducer about it: nothing is decided"],
  ["release event: observe-timed-out", "the watch turns it into a kill and a second wait"],
  ["session.inspect", "a session is read to its end, and nobody asks how long it is"],
];

export function neverSeen({ seen }: Pick<Coverage, "seen">): readonly string[] {
  return sometimes.filter((name) => !seen.has(name));
}
