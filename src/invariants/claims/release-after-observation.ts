// A lock may go only once it is known what became of the child. A timer, or the fact that
// something was spawned, is no such knowledge: both re-open the double spawn.
import { isSameChild } from "../../evidence/child.ts";
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { absent, at, settle, unlessPromised } from "../reading/checks.ts";
import { type Dispatch, dispatchesOf } from "../reading/dispatches.ts";

export const releaseAfterObservation: Invariant = {
  name: "release-after-observation",
  claim:
    "A lock under which a child was spawned was released only after its socket was seen alive, its exit was seen, or its start had failed; never on a timeout and never on the spawn itself.",
  explained: {
    why: "A lock that goes back before anything was seen of the child lets a second child start on the same session.",
    causes:
      "A timeout or a returned spawn is taken for a sign of life; a `finally` releases whatever happened.",
  },
  judge,
};

function judge(evidence: Evidence): Judgement {
  const lockless = unlessPromised(evidence, "locking");
  if (lockless) return lockless;
  const spawning = dispatchesOf(evidence).filter(({ children }) => children.length > 0);
  const releases = spawning.flatMap(({ released }) => released);
  if (releases.length === 0) return withoutRelease(evidence, spawning);
  const seen = spawning.flatMap((dispatch) => sightings(evidence, dispatch));
  return settle(
    spawning.flatMap((dispatch) =>
      dispatch.released.map((release) => judgeRelease(evidence, dispatch, release)),
    ),
    holds(
      `released (${releases.map(at).join(", ")}) after ${seen.map(describe).join(", ")}`,
      ...seen,
      ...releases,
    ),
  );
}

function withoutRelease(evidence: Evidence, spawning: readonly Dispatch[]): Judgement {
  const { kind } = evidence.cell.expectation;
  const [watch] = spawning.flatMap((dispatch) => dispatch.watch ?? []);
  if (kind === "retained" && watch?.outcome.kind === "lock-retained") {
    return holds(`nothing was observed (${at(watch)}), and nothing was released`, watch);
  }
  const [death] = spawning.flatMap(({ killed }) => killed ?? []);
  if (death && spawning.every(({ killed }) => killed)) {
    return holds(`its dispatcher died (${at(death)}), and nothing was released`, death);
  }
  if (spawning.length === 0 && ["refused", "threw", "sent", "delivered"].includes(kind)) {
    return notApplicable("no child was spawned, so no release had to wait for one");
  }
  return unknown("no lock was released, so there is no release to judge");
}

type Sighted = EventOf<"child-exited" | "child-start-failed">;
type Sighting = EventOf<"watch-ended" | "child-exited" | "child-start-failed">;

/** What was seen of the dispatch's children that allows a release. */
function sightings(evidence: Evidence, { children, watch }: Dispatch): Sighting[] {
  const isOurs = (event: Sighted) => children.some(({ child }) => isSameChild(child, event.child));
  const ends = [eventsOf(evidence, "child-exited"), eventsOf(evidence, "child-start-failed")]
    .flat()
    .filter(isOurs);
  const watched = watch && watch.outcome.kind !== "lock-retained" ? [watch] : [];
  return [...watched, ...ends];
}

function judgeRelease(
  evidence: Evidence,
  dispatch: Dispatch,
  release: EventOf<"lock-released">,
): Judgement | null {
  const seen = sightings(evidence, dispatch);
  if (seen.some((event) => event.seq < release.seq)) return null;
  const { watch, number } = dispatch;
  if (watch?.outcome.kind === "lock-retained") {
    const { reason, observeTimeoutMs } = watch.outcome;
    const because = `${at(release)} released although the watch saw nothing in ${observeTimeoutMs} ms (${reason}, ${at(watch)})`;
    return violated(because, watch, release);
  }
  const [first] = seen;
  if (first) {
    const because = `${at(release)} released before anything was observed; ${describe(first)} came later`;
    return violated(because, release, first);
  }
  return absent(
    evidence,
    `${at(release)} released, and no watch, exit or failed start of dispatch ${number} was seen`,
    release,
  );
}

function describe(sighting: Sighting): string {
  switch (sighting.type) {
    case "watch-ended":
      return `${sighting.outcome.kind} (${at(sighting)})`;
    case "child-exited":
      return `the exit of ${sighting.pid} (${at(sighting)})`;
    case "child-start-failed":
      return `a start that failed with ${sighting.code} (${at(sighting)})`;
  }
}
