// Which claims must hold in a case, whatever happens in it. One row a claim: a claim that promises
// nothing under a fault is not asked there, and the row says why.
import type { Expectation } from "../../evidence/cell.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { invariants } from "../../invariants/index.ts";
import type { Invariant } from "../../invariants/invariant.ts";
import type { SimulatedCase } from "./case.ts";
import { foreignLockKept } from "./foreign-lock.ts";
import { oneLivingHolder } from "./living-holder.ts";

/** What happened to the dispatchers, as far as it takes promises away. */
export interface Circumstances {
  /** One of them died before it had returned. */
  readonly died: boolean;
  /** The disk failed one of them. */
  readonly failed: boolean;
  readonly scene: SimulatedCase["scene"];
  /** There is one dispatcher, which nobody's lock has to keep out. */
  readonly alone: boolean;
  /** A lock was retained for a child, and another dispatcher came after its own had gone. */
  readonly orphaned: boolean;
  /** A child left something at its socket's place that nobody may take away. */
  readonly littered: boolean;
  /** Somebody got the lock, so a dead holder's is gone. */
  readonly acquired: boolean;
}

interface Row {
  readonly claim: string;
  readonly asked: (circumstances: Circumstances) => boolean;
  /** One sentence: why it is not asked elsewhere. */
  readonly otherwise: string;
}

/** Every dispatcher ended as it meant to, and no lock outlived the one that it names. */
const endedWhole = ({ died, failed, orphaned }: Circumstances) => !died && !failed && !orphaned;
const always = () => true;
const never = () => false;
/** Nobody who is no dispatcher has laid hands on the lock. */
const untouched = ({ scene: { lock } }: Circumstances) =>
  lock !== "cleared-by-hand" && lock !== "replaced-by-hand";
/** A hand at the lock lets nobody in where there is nobody else. */
const keptApart = (circumstances: Circumstances) => circumstances.alone || untouched(circumstances);

/** Scenes whose lock is a dead holder's, and provably so. */
const reclaimable: ReadonlySet<string> = new Set([
  "dead-holder",
  "number-given-away",
  "number-of-another-user",
]);

/** Without a reason: it is asked in every case. */
export const rows: readonly Row[] = [
  { claim: "fresh-identity", asked: always, otherwise: "" },
  { claim: "dormant-before-resume", asked: always, otherwise: "" },
  {
    claim: "history-accepted",
    asked: never,
    otherwise: "The simulated model has no rules.",
  },
  {
    claim: "lock-held-before-spawn",
    asked: untouched,
    otherwise: "Somebody took the lock away by hand.",
  },
  {
    claim: "single-release",
    asked: (circumstances) => untouched(circumstances) && !circumstances.failed,
    otherwise: "A release that the disk refuses is none, and a lock taken by hand has none.",
  },
  { claim: "release-after-observation", asked: always, otherwise: "" },
  {
    claim: "no-lock-left",
    asked: (circumstances) =>
      endedWhole(circumstances) &&
      (circumstances.scene.lock === "none" ||
        (reclaimable.has(circumstances.scene.lock) && circumstances.acquired)),
    otherwise:
      "The dead, a failing disk and the scene leave a lock behind, and a retained one is reclaimed once its dispatcher has gone.",
  },
  {
    claim: "mutual-exclusion",
    asked: (circumstances) => keptApart(circumstances) && endedWhole(circumstances),
    otherwise:
      "A lock names its dispatcher, so once that is gone even a retained one is reclaimed while the child may live; one-living-holder is asked instead.",
  },
  {
    claim: "one-living-holder",
    asked: keptApart,
    otherwise: "Somebody took the lock away by hand, and another dispatcher may have come in.",
  },
  { claim: "foreign-lock-kept", asked: always, otherwise: "" },
  { claim: "holder-evidence", asked: always, otherwise: "" },
  { claim: "trust-respected", asked: always, otherwise: "" },
  {
    claim: "single-writer",
    asked: keptApart,
    otherwise: "Without its lock a session has two writers: that is what the lock is for.",
  },
  { claim: "append-only", asked: always, otherwise: "" },
  {
    claim: "nonce-ordering",
    asked: ({ died }) => !died,
    otherwise: "A dead dispatcher's turn and its successor's say the same words.",
  },
  { claim: "message-kept", asked: always, otherwise: "" },
  { claim: "model-identity", asked: always, otherwise: "" },
  { claim: "settings-kept", asked: always, otherwise: "" },
  {
    claim: "one-turn",
    asked: keptApart,
    otherwise:
      "Without its lock a second child may be started, which leaves its turn to the first.",
  },
  { claim: "dispatcher-survives", asked: always, otherwise: "" },
  { claim: "fault-fired", asked: always, otherwise: "" },
  {
    claim: "strangers-spared",
    asked: ({ failed, scene }) => !failed && scene.record !== "corrupt",
    otherwise: "A failing disk, and a corrupt record of the id itself, stop a dispatch rightly.",
  },
  {
    claim: "no-residue",
    asked: ({ littered }) => !littered,
    otherwise: "A killed child leaves its socket behind, and a forged one is never touched.",
  },
  {
    claim: "resumable-again",
    asked: ({ littered }) => !littered,
    otherwise:
      "A forged socket is never touched, and nobody resumes a session whose address it is.",
  },
  {
    claim: "socket-answers",
    asked: never,
    otherwise: "A child may fail to start, or exit, before its socket answers.",
  },
  {
    claim: "resident-stays",
    asked: never,
    otherwise: "A child may be drawn to die, to leave or never to serve.",
  },
  {
    claim: "turn-outcome",
    asked: never,
    otherwise: "It judges by the one outcome that is due, and here none is.",
  },
  {
    claim: "assistant-replied",
    asked: never,
    otherwise: "A child may be drawn to end without a reply, or none is started.",
  },
  {
    claim: "context-recalled",
    asked: never,
    otherwise: "A child may end before it has asked its model anything.",
  },
  {
    claim: "bounded",
    asked: never,
    otherwise: "Where a child stays and runs no turn, the gate waits for one up to its bound.",
  },
  {
    claim: "refused-cleanly",
    asked: never,
    otherwise: "Where several things are wrong, any of several refusals is right.",
  },
];

const known = new Map(
  [...invariants, oneLivingHolder, foreignLockKept].map((each) => [each.name, each]),
);

/** The claims of a case in which nothing is due but what must always hold. */
export function claimsIn(circumstances: Circumstances): readonly Invariant[] {
  return rows.flatMap(({ claim, asked }) => {
    const invariant = known.get(claim);
    return invariant && asked(circumstances) ? [invariant] : [];
  });
}

/** All claims: where it is known what is due, and there alone, each of them can be judged. */
export const everyClaim: readonly Invariant[] = [...invariants, oneLivingHolder, foreignLockKept];

/** What is violated where the gate itself failed; no invariant, and judged in every case. */
export const gateClaim = "gate";

/** Why a claim was not asked in a case; null where the table has no reason. */
export const whyNotAsked = (name: string): string | null =>
  rows.find(({ claim }) => claim === name)?.otherwise || null;

/** Where it is known what is due, "unknown" is a failure: there was nothing to look at. */
export function mustBeKnown({ name }: Pick<Invariant, "name">, due: Expectation): boolean {
  // Nobody is simulated who reads mail.
  return !(name === "turn-outcome" && due.kind === "delivered");
}

/** What came out, as the kind of cell that it is judged as when nothing else is due. */
export function observedKind(evidence: Evidence): Expectation {
  const outcomes = eventsOf(evidence, "dispatch-returned").map(({ outcome }) => outcome);
  const resumed = outcomes.filter((outcome) => outcome.kind === "resumed");
  if (resumed.some(({ watch }) => watch.kind === "lock-retained")) return { kind: "retained" };
  const [rejected] = outcomes.filter((outcome) => outcome.kind === "rejected");
  const children = eventsOf(evidence, "child-requested").some(({ role }) => role === "resume");
  if (resumed.length > 0 || children || !rejected) return { kind: "resumed" };
  const { reason, observedLiveness } = rejected;
  return { kind: "refused", reason, observedLiveness };
}
