// One broken file of somebody else must not cost everybody their sessions, and is not ours to mend.
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
import { absent, at, settle } from "../reading/checks.ts";
import { type Dispatch, dispatchesOf } from "../reading/dispatches.ts";
import { excused, starvedDispatch } from "../reading/starved.ts";

export const strangersSpared: Invariant = {
  name: "strangers-spared",
  claim:
    "What lay among the sessions and the records and bore no id of the cell stopped no dispatch, and was left as it was.",
  explained: {
    why: "Session directories hold more than ours; a file that nobody understands must neither stop a resume nor be removed.",
    causes:
      "A loop that throws at the first file it cannot read, or a clean-up that takes whatever looks broken.",
  },
  judge,
  simulated: {
    asked: ({ failed, recordCorrupt }) => !failed && !recordCorrupt,
    otherwise: "A failing disk, and a corrupt record of the id itself, stop a dispatch rightly.",
  },
};

type Print = EventOf<"file-fingerprint">;

function judge(evidence: Evidence): Judgement {
  const prints = eventsOf(evidence, "file-fingerprint").filter(({ stranger }) => stranger);
  const byPath = Map.groupBy(prints, ({ path }) => path);
  if (byPath.size === 0) return notApplicable("nobody put a stranger there");
  return settle(
    [
      ...dispatchesOf(evidence).map((dispatch) => stopped(evidence, dispatch)),
      ...[...byPath].map(([path, seen]) => touched(path, seen)),
    ],
    holds(`strangers that stopped nobody, and are as they were: ${byPath.size}`, ...prints),
  );
}

/** Nothing but what bears the id itself may have it thrown for, or called nobody's. */
function stopped(evidence: Evidence, dispatch: Dispatch): Judgement | null {
  const { number, started, threw, returned, killed } = dispatch;
  const { expectation } = evidence.cell;
  if (expectation.kind === "threw" || expectation.kind === "refused") return null;
  if (threw) {
    return violated(`dispatch ${number} threw "${threw.message}" (${at(threw)})`, threw);
  }
  if (returned) {
    const { outcome } = returned;
    if (outcome.kind !== "rejected" || outcome.reason !== "bad-target") return null;
    const because = `dispatch ${number} found nobody: ${outcome.message} (${at(returned)})`;
    return violated(because, returned);
  }
  if (!started || killed) return null;
  const because = `dispatch ${number} (${at(started)}) never came back`;
  return excused(starvedDispatch(evidence), absent(evidence, because, started));
}

function touched(path: string, [before, ...later]: readonly Print[]): Judgement | null {
  const after = later.at(-1);
  if (!before) return null;
  if (!after) return unknown(`${path} was looked at only once (${at(before)})`, before);
  if (before.kind === after.kind && before.sha256 === after.sha256) return null;
  return violated(
    `${path} was a ${before.kind} (${at(before)}), and is ${after.kind === before.kind ? "another" : after.kind} (${at(after)})`,
    before,
    after,
  );
}
