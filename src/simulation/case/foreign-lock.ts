// A lock that is no longer ours is somebody else's: a release must leave it where it is.
import { unread } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, violated } from "../../invariants/invariant.ts";

export const foreignLockKept: Invariant = {
  name: "foreign-lock-kept",
  claim: "No release removed a lock of another nonce than its own.",
  judge,
};

function judge(evidence: Evidence): Judgement {
  const releases = eventsOf(evidence, "lock-released");
  for (const release of releases) {
    const { nonce, onDiskBefore, onDiskAfter, result } = release;
    if (onDiskBefore === null || onDiskBefore === nonce || onDiskAfter !== null) continue;
    if (onDiskBefore === unread) continue;
    if (result !== "released") continue;
    const because = `event ${release.seq} released ${nonce} and removed ${onDiskBefore}`;
    return violated(because, release);
  }
  return holds(`${releases.length} releases`, ...releases);
}
