// The lock's purpose where holders die: a dead one holds nothing, so only living ones may collide.
import { childName } from "../../evidence/child.ts";
import type { EventOf, EvidenceEvent } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, violated } from "../../invariants/invariant.ts";
import { keptApart } from "../../invariants/reading/circumstances.ts";

export const oneLivingHolder: Invariant = {
  name: "one-living-holder",
  claim: "At no instant did two living dispatchers hold the lock.",
  judge,
  simulated: {
    asked: keptApart,
    otherwise: "Somebody took the lock away by hand, and another dispatcher may have come in.",
  },
};

/** By their own times: a release is recorded late, and bears the last time of its lock. */
const byTime = (left: EvidenceEvent, right: EvidenceEvent) =>
  left.atMs - right.atMs || left.seq - right.seq;

function judge(evidence: Evidence): Judgement {
  const dispatcherOf = new Map(
    eventsOf(evidence, "child-requested")
      .filter(({ role }) => role === "dispatcher")
      .map(({ child, dispatch }) => [childName(child), dispatch] as const),
  );
  const told = new Set(eventsOf(evidence, "lock-released").map(({ nonce }) => nonce));
  const holders = new Map<number, Holder>();
  for (const event of evidence.events.toSorted(byTime)) {
    if (event.type === "lock-acquired") {
      // Whose lock was found there and taken over had not given it back. Between the unlinking of a
      // dead one's lock and the making of the next, others may have come and gone.
      const takenOver = event.from?.holder.nonce;
      const others = [...holders].filter(([, { since, mayHaveReleased }]) => {
        return !mayHaveReleased || since.nonce === takenOver;
      });
      const [other] = others;
      if (other) {
        const [dispatch, { since }] = other;
        const because = `dispatch ${event.dispatch} acquired ${event.nonce} (event ${event.seq}) while dispatch ${dispatch} held the lock since event ${since.seq}`;
        return violated(because, since, event);
      }
      holders.set(event.dispatch, { since: event, mayHaveReleased: false });
    } else if (event.type === "lock-released") {
      holders.delete(event.dispatch);
    } else if (event.type === "release-requested" && !told.has(event.nonce)) {
      // Its dispatcher died before it could say what became of the release.
      const holder = holders.get(event.dispatch);
      if (holder) holders.set(event.dispatch, { ...holder, mayHaveReleased: true });
    } else if (event.type === "child-exited" && event.role === "dispatcher") {
      holders.delete(dispatcherOf.get(childName(event.child)) ?? 0);
    }
  }
  return holds("never more than one living holder");
}

interface Holder {
  readonly since: EventOf<"lock-acquired">;
  readonly mayHaveReleased: boolean;
}
