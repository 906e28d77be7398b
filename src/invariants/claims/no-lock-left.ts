// A lock that stays blocks its session for ever; a lock that must stay (nobody knows whether the
// child lives) has to be there, and has to say what a person needs to clear it.
import type { EventOf, WatchOutcome } from "../../evidence/event.ts";
import { type Evidence, eventsOf, lastOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { absent, at, unlessPromised } from "../reading/checks.ts";
import { endedWhole } from "../reading/circumstances.ts";
import { dispatchesOf } from "../reading/dispatches.ts";
import { excused, type Starved, starvedEnd } from "../reading/starved.ts";

export const noLockLeft: Invariant = {
  name: "no-lock-left",
  claim:
    "No lock file and no reclaim marker remained; or, where the scenario says retained, the lock was still there, with a diagnostic that names it.",
  explained: {
    why: "A lock that stays behind blocks every later resume of that session until a person removes it.",
    causes:
      "An exception between acquiring and releasing, a write that failed half-way (disk full), a reclaim that was not finished.",
  },
  judge,
  simulated: {
    asked: (circumstances) =>
      endedWhole(circumstances) &&
      (circumstances.lock === "free" ||
        (circumstances.lock === "dead-holder" && circumstances.acquired)),
    otherwise:
      "The dead, a failing disk and the scene leave a lock behind, and a retained one is reclaimed once its dispatcher has gone.",
  },
};

function judge(evidence: Evidence): Judgement {
  const lockless = unlessPromised(evidence, "locking");
  if (lockless) return lockless;
  const { expectation } = evidence.cell;
  if (expectation.kind === "refused" && expectation.reason === "target-locked") {
    return notApplicable("the scenario's own lock stands: see refused-cleanly");
  }
  const census = lastOf(evidence, "census");
  if (!census) return unknown("nobody looked for locks at the end");
  const swept = eventsOf(evidence, "swept").filter((sweep) => sweep.kind === "lock");
  if (expectation.kind === "retained") return retained(evidence, census, swept);
  if (census.locks.length > 0) {
    // An interrupted dispatch may have been about to give it back.
    const left = `left behind: ${census.locks.join(", ")} (${at(census)})`;
    return excused(keptFor(evidence, census.locks), absent(evidence, left, census));
  }
  if (swept.length > 0) {
    const paths = swept.map((sweep) => `${sweep.path} (${at(sweep)})`).join(", ");
    const cleared = swept.map(({ path }) => path);
    const judgement = absent(evidence, `the gate had to clear ${paths}`, ...swept);
    return excused(keptFor(evidence, cleared), judgement);
  }
  return holds(`${at(census)}: no lock and no reclaim marker`, census);
}

/** The wait for which all of them had to stay: its child's end was not seen, for it was not let end. */
function keptFor(evidence: Evidence, paths: readonly string[]): Starved | null {
  const waits = paths.map((path) => {
    const kept = dispatchesOf(evidence).find(
      ({ watch }) => watch?.outcome.kind === "lock-retained" && watch.outcome.lockPath === path,
    );
    return starvedEnd(kept?.watch);
  });
  return waits.includes(null) ? null : (waits[0] ?? null);
}

type Retained = Extract<WatchOutcome, { readonly kind: "lock-retained" }>;

function retained(
  evidence: Evidence,
  census: EventOf<"census">,
  swept: readonly EventOf<"swept">[],
): Judgement {
  const dispatches = dispatchesOf(evidence);
  if (dispatches.length === 0) return unknown("nothing was dispatched");
  const returned = dispatches.flatMap((dispatch) => dispatch.returned ?? []);
  const watches = returned.flatMap(({ outcome }) =>
    outcome.kind === "resumed" && outcome.watch.kind === "lock-retained" ? [outcome.watch] : [],
  );
  const [diagnostic] = watches;
  if (!diagnostic) {
    return absent(evidence, "no dispatch came back with a retained lock", ...returned);
  }
  const flaw = flawOf(evidence, diagnostic);
  if (flaw) return violated(flaw, ...returned);
  const found = swept.find((sweep) => sweep.path === diagnostic.lockPath);
  if (found || census.locks.includes(diagnostic.lockPath)) {
    const because = `${diagnostic.lockPath} was still there, retained for pid ${diagnostic.pid} (${diagnostic.reason})`;
    return holds(because, ...returned, found ?? census);
  }
  return absent(evidence, `${diagnostic.lockPath} was reported as retained and was gone`, census);
}

function flawOf({ cell }: Evidence, diagnostic: Retained): string | null {
  const lock = `${cell.paths.lockDirectory}/${cell.gardenId}.lock`;
  if (diagnostic.lockPath !== lock)
    return `the diagnostic names ${diagnostic.lockPath}, not ${lock}`;
  if (diagnostic.socketPath === "") return "the diagnostic names no socket";
  if (diagnostic.reason === "kill-unconfirmed" && diagnostic.pid === null) {
    return "the diagnostic names no pid, yet a kill was unconfirmed";
  }
  return null;
}
