// Each lock is given back once, by the dispatch that took it. A release that freed nothing, or
// somebody else's lock, is not a release.
import { type EventOf, unread } from "../../evidence/event.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { absent, at, settle, unlessPromised } from "../reading/checks.ts";
import { untouched } from "../reading/circumstances.ts";
import { type Dispatch, dispatchesOf, outcomeOf } from "../reading/dispatches.ts";
import { excused, starvedEnd } from "../reading/starved.ts";

export const singleRelease: Invariant = {
  name: "single-release",
  claim:
    "Each acquired lock was released exactly once, for this garden id, by the nonce that acquired it, and was gone from the disk after that.",
  explained: {
    why: "A lock that is released twice, or by somebody who does not hold it, opens the door while another dispatch is inside.",
    causes:
      "Two error paths both release, the nonce is not compared before the file is removed, or a path forgets to release. A lock that had to stay, because the machine did not let its child end, makes it unknown.",
  },
  judge,
  simulated: {
    asked: (circumstances) => untouched(circumstances) && !circumstances.failed,
    otherwise: "A release that the disk refuses is none, and a lock taken by hand has none.",
  },
};

function judge(evidence: Evidence): Judgement {
  const lockless = unlessPromised(evidence, "locking");
  if (lockless) return lockless;
  const { kind } = evidence.cell.expectation;
  const dispatches = dispatchesOf(evidence)
    .filter(({ acquired, released }) => acquired.length + released.length > 0)
    .filter((dispatch) => kind !== "refused" || outcomeOf(dispatch)?.kind !== "rejected")
    .filter((dispatch) => kind !== "retained" || !mustRetain(dispatch))
    .filter(({ killed, released }) => !killed || released.length > 0);
  if (dispatches.length === 0) {
    if (kind === "refused") return notApplicable("only a refused dispatch: see refused-cleanly");
    if (kind === "retained") return notApplicable("the lock has to stay: see no-lock-left");
    if (kind === "delivered") return notApplicable("a mailbox delivery takes no lock");
    if (kind === "threw") return notApplicable("the dispatch threw before it held a lock");
    const [death] = dispatchesOf(evidence).flatMap(({ killed }) => killed ?? []);
    if (death) return notApplicable(`its dispatcher died (${at(death)}) before it could release`);
    return unknown("no lock was acquired and none released");
  }
  const releases = dispatches.flatMap(({ released }) => released);
  const seen = releases.map((release) => `${release.nonce} at ${at(release)}`).join(", ");
  return settle(
    dispatches.flatMap((dispatch) => findings(evidence, dispatch)),
    holds(`released once: nonce ${seen}`, ...releases),
  );
}

const mustRetain = ({ watch, released }: Dispatch): boolean =>
  watch?.outcome.kind === "lock-retained" && released.length === 0;

function findings(evidence: Evidence, dispatch: Dispatch): (Judgement | null)[] {
  const { number, acquired, released } = dispatch;
  const [lock] = acquired;
  if (!lock) {
    const because = `dispatch ${number} released a lock that it never acquired`;
    return [violated(because, ...released)];
  }
  if (released.length === 0) {
    const because = `dispatch ${number} never released nonce ${lock.nonce} (${at(lock)})`;
    return [excused(starvedEnd(dispatch.watch), absent(evidence, because, lock))];
  }
  if (released.length > acquired.length) {
    const times = released.map(at).join(", ");
    const because = `${released.length} releases in dispatch ${number}: ${times}`;
    return [violated(because, lock, ...released)];
  }
  const { expectation } = evidence.cell;
  const superseded = expectation.kind === "resumed" && expectation.superseded === true;
  return released.map((release) => flawOf(lock, release, superseded));
}

function flawOf(
  lock: EventOf<"lock-acquired">,
  release: EventOf<"lock-released">,
  superseded: boolean,
): Judgement | null {
  const effect = superseded ? wrongOnSuccessor(release) : wrongEffect(release);
  const flaw = wrongLock(lock, release) ?? effect;
  if (flaw !== null) return violated(`${at(release)} ${flaw}`, lock, release);
  const { onDiskBefore, onDiskAfter } = release;
  if (onDiskBefore !== unread && onDiskAfter !== unread) return null;
  return unknown(`the lock could not be read at ${at(release)}`, lock, release);
}

function wrongLock(
  lock: EventOf<"lock-acquired">,
  release: EventOf<"lock-released">,
): string | null {
  if (release.gardenId !== lock.gardenId) return `released the lock of ${release.gardenId}`;
  if (release.path !== lock.path) return `released ${release.path} instead of ${lock.path}`;
  if (release.nonce === lock.nonce) return null;
  return `released nonce ${release.nonce}, the lock was acquired by ${lock.nonce}`;
}

/** The lock on disk is somebody else's by now: nothing may be released, and it must stay. */
function wrongOnSuccessor(release: EventOf<"lock-released">): string | null {
  const { nonce, result, onDiskBefore, onDiskAfter } = release;
  if (onDiskBefore === nonce) return `found its own nonce ${nonce}, not a successor's`;
  if (onDiskAfter !== onDiskBefore && onDiskBefore !== unread && onDiskAfter !== unread) {
    return `removed the lock of nonce ${onDiskBefore ?? "none"}, which was not its own`;
  }
  return result === "not-owned" ? null : `came back with "${result}" for somebody else's lock`;
}

function wrongEffect(release: EventOf<"lock-released">): string | null {
  const { nonce, result, onDiskBefore, onDiskAfter } = release;
  if (result !== "released") return `came back with "${result}"`;
  if (onDiskBefore !== nonce && onDiskBefore !== unread)
    return `found ${onDiskBefore ?? "no lock"} on disk, not ${nonce}`;
  if (onDiskAfter === nonce) return `left nonce ${nonce} on disk`;
  return null;
}
