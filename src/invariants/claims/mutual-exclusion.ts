// The lock's purpose: one holder and one resume child at a time on one garden id.
import { childName, isSameChild } from "../../evidence/child.ts";
import { type EventOf, type EvidenceEvent, unread } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { absent, at, settle, unlessExpected, unlessPromised } from "../reading/checks.ts";
import { endOf, startedChildren } from "../reading/children.ts";
import { endedWhole, keptApart } from "../reading/circumstances.ts";
import { dispatchesOf, resumeChildren } from "../reading/dispatches.ts";

export const mutualExclusion: Invariant = {
  name: "mutual-exclusion",
  claim: "At no instant did the lock have two holders, or the garden id two resume children.",
  explained: {
    why: "Two agents on one session write over each other, and the conversation forks.",
    causes:
      "No lock, a lock taken over from a living holder, a reclaim without a marker, or an orphan of a dead dispatcher that was not noticed.",
  },
  judge,
  simulated: {
    asked: (circumstances) => keptApart(circumstances) && endedWhole(circumstances),
    otherwise:
      "A lock names its dispatcher, so once that is gone even a retained one is reclaimed while the child may live; one-living-holder is asked instead.",
  },
};

type Instant = Pick<EvidenceEvent, "seq" | "atMs">;

/** From its first event to the one that ended it; null while nothing did. */
interface Span {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly label: string;
}

function judge(evidence: Evidence): Judgement {
  const lockless = unlessPromised(evidence, "locking");
  if (lockless) return lockless;
  const holders = holdersOf(evidence);
  const children = childrenOf(evidence);
  if (holders.length + children.length === 0) {
    const kinds = ["resumed", "turn-failed", "retained", "start-failed", "sent"] as const;
    const elsewhere = unlessExpected(evidence, kinds, "nothing was locked or spawned");
    return elsewhere ?? unknown("no lock was acquired and no resume child was asked for");
  }
  const spans = [...holders, ...children];
  return settle(
    [
      overlap(evidence, [...holders, ...placedHolders(evidence)], "held the lock"),
      overlap(evidence, children, "were alive"),
    ],
    holds(
      `never more than one of each: ${spans.map(describe).join(", ")}`,
      ...spans.map((span) => span.from),
    ),
  );
}

function holdersOf(evidence: Evidence): Span[] {
  const releases = eventsOf(evidence, "lock-released");
  return eventsOf(evidence, "lock-acquired").map((lock) => ({
    from: lock,
    to: releases.find((release) => frees(release, lock)) ?? deathOf(evidence, lock),
    label: `nonce ${lock.nonce}`,
  }));
}

/** A bystander that lives holds the lock that names it, until its process is seen to end. */
function placedHolders(evidence: Evidence): Span[] {
  const living = eventsOf(evidence, "lock-placed").filter(({ process }) => process === "lives");
  return living.map((placed) => ({
    from: placed,
    to:
      eventsOf(evidence, "child-exited").find(
        ({ pid, seq }) => pid === placed.holder.pid && seq > placed.seq,
      ) ?? null,
    label: `nonce ${placed.holder.nonce} of process ${placed.holder.pid}, which lives,`,
  }));
}

/**
 * The dead hold nothing. A killed dispatcher is known to have lived until the kill, and to have held
 * its lock until it began a release of which it could not tell any more.
 */
function deathOf(evidence: Evidence, lock: EventOf<"lock-acquired">): Instant | null {
  const { killed } = dispatchesOf(evidence).find(({ number }) => number === lock.dispatch) ?? {};
  if (!killed) return null;
  const [begun] = eventsOf(evidence, "release-requested").filter(isOf(lock));
  if (begun && !eventsOf(evidence, "lock-released").some(isOf(lock))) return begun;
  const kill = eventsOf(evidence, "signal-sent").find(
    ({ pid, signal }) => pid === killed.pid && signal === killed.signal,
  );
  return kill ?? killed;
}

const isOf =
  (lock: EventOf<"lock-acquired">) =>
  ({ dispatch, nonce }: EventOf<"release-requested" | "lock-released">): boolean =>
    dispatch === lock.dispatch && nonce === lock.nonce;

/** Where the disk could not be read after it, only the release's own word is left. */
const frees = (release: EventOf<"lock-released">, lock: EventOf<"lock-acquired">): boolean =>
  release.seq > lock.seq &&
  release.dispatch === lock.dispatch &&
  (release.onDiskAfter === unread
    ? release.result === "released"
    : release.onDiskAfter !== lock.nonce);

function childrenOf(evidence: Evidence): Span[] {
  const failed = eventsOf(evidence, "child-start-failed");
  const started = startedChildren(evidence, "resume");
  return resumeChildren(evidence)
    .filter((request) => !failed.some((failure) => isSameChild(failure.child, request.child)))
    .map((request) => {
      const child = started.find((each) => isSameChild(each.child, request.child));
      return {
        from: request,
        to: (child && endOf(evidence, child)) ?? null,
        label: `child ${childName(request.child)}${child ? ` (pid ${child.pid})` : ""}`,
      };
    });
}

function overlap(evidence: Evidence, spans: readonly Span[], what: string): Judgement | null {
  const sorted = [...spans].sort((left, right) => (isEarlier(left.from, right.from) ? -1 : 1));
  for (const [index, earlier] of sorted.entries()) {
    const later = sorted[index + 1];
    if (!later || (earlier.to !== null && isEarlier(earlier.to, later.from))) continue;
    const because = `${describe(earlier)} and ${describe(later)} ${what} at the same time`;
    const seen = [earlier.from, later.from];
    // The end of what another process did arrives late, in a record that stops short never.
    return earlier.to ? violated(because, ...seen) : absent(evidence, because, ...seen);
  }
  return null;
}

/**
 * By the events' own times: those of another process arrive late, and in an order of their own.
 * A release bears the last time at which its lock was surely held, so no two spans touch falsely.
 */
const isEarlier = (left: Instant, right: Instant): boolean =>
  left.atMs < right.atMs || (left.atMs === right.atMs && left.seq < right.seq);

const describe = ({ label, from, to }: Span): string =>
  `${label} from ${at(from)} to ${to ? at(to) : "the end"}`;
