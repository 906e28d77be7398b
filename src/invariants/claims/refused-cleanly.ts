// A refusal is a decision with a reason, and it leaves its target as it found it. A dispatch that
// has to throw (a record that cannot be trusted, a full disk) owes the same.
import type { Refusal } from "../../evidence/cell.ts";
import { type EventOf, unread } from "../../evidence/event.ts";
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
import { never } from "../reading/circumstances.ts";
import { oneResumed } from "../reading/contended.ts";
import { type Dispatch, dispatchesOf, outcomeOf } from "../reading/dispatches.ts";
import { excused, starvedDispatch } from "../reading/starved.ts";
import { isAssistant, isUser, lineOf, transcriptOf } from "../reading/transcript.ts";

export const refusedCleanly: Invariant = {
  name: "refused-cleanly",
  claim:
    "The dispatch was refused with the expected reason and observed liveness, or threw what was expected; where one of several resumes, only one did and all others were refused; a refused one started no child, injected no turn, kept no lock, connected to nobody where no liveness was to be observed, and left the target's files as they were.",
  explained: {
    why: "A refusal must be certain and free of effects, or trying is itself the damage.",
    causes:
      "An exclusive create whose EEXIST is ignored, a busy socket that is cleaned up, a missing session that is created anew.",
  },
  judge,
  simulated: {
    asked: never,
    otherwise: "Where several things are wrong, any of several refusals is right.",
  },
};

function judge(evidence: Evidence): Judgement {
  const { expectation } = evidence.cell;
  if (expectation.kind !== "threw" && allowed(evidence).length === 0) {
    return notApplicable(`the scenario expects "${expectation.kind}", not a refusal`);
  }
  const dispatches = dispatchesOf(evidence);
  if (dispatches.length === 0) return unknown("nothing was dispatched");
  const refused = dispatches.filter((dispatch) =>
    expectation.kind === "threw" ? dispatch.threw : outcomeOf(dispatch)?.kind === "rejected",
  );
  const others = expectation.kind === "resumed" ? oneResumed(evidence, dispatches) : [];
  if (refused.length === 0 && others.length === 0) return notRefused(evidence, dispatches);
  const [first] = refused.flatMap(({ returned, threw }) => returned ?? threw ?? []);
  const how =
    expectation.kind === "threw"
      ? `threw what matches /${expectation.message}/`
      : refused.map(({ number, returned }) => `${number} ${reasonIn(returned)}`).join(", ");
  return settle(
    [
      ...others,
      ...refused.flatMap((dispatch) => reasonOf(evidence, dispatch)),
      ...refused.flatMap((dispatch) => wordsOf(evidence, dispatch)),
      ...refused.flatMap((dispatch) => spawned(dispatch)),
      ...refused.flatMap((dispatch) => keptLock(evidence, dispatch)),
      refused.length === dispatches.length ? turnInjected(evidence) : null,
      ...changedFiles(evidence),
      mailReached(evidence),
      ...connected(evidence),
    ],
    holds(
      `${how} (${first ? at(first) : ""}); no child, no turn, files unchanged`,
      ...(first ? [first] : []),
    ),
  );
}

function notRefused(evidence: Evidence, dispatches: readonly Dispatch[]): Judgement {
  const ends = dispatches.flatMap(({ returned, threw }) => returned ?? threw ?? []);
  if (ends.length === 0) {
    const judgement = absent(evidence, "the dispatch never came back");
    return excused(starvedDispatch(evidence), judgement);
  }
  const said = ends.map((end) =>
    end.type === "dispatch-threw"
      ? `it threw "${end.message}" (${at(end)})`
      : `it came back as ${end.outcome.kind} (${at(end)})`,
  );
  const due = evidence.cell.expectation.kind === "threw" ? "an error" : "a refusal";
  return absent(evidence, `${due} was due, but ${said.join(", ")}`, ...ends);
}

/** The refusals that may come out; none where a refusal is not due. */
function allowed({ cell }: Evidence): readonly Refusal[] {
  const { expectation } = cell;
  if (expectation.kind === "refused") return [expectation];
  return expectation.kind === "resumed" ? (expectation.others ?? []) : [];
}

function reasonOf(evidence: Evidence, { returned }: Dispatch): Judgement[] {
  if (returned?.outcome.kind !== "rejected") return [];
  const { reason, observedLiveness, message } = returned.outcome;
  const due = allowed(evidence);
  if (due.length === 0) return [];
  const isDue = due.some(
    (refusal) => refusal.reason === reason && refusal.observedLiveness === observedLiveness,
  );
  if (isDue) return [];
  const wanted = due.map((refusal) => words(refusal)).join(" or ");
  const said = `${reasonIn(returned)}, not as ${wanted}: ${message} (${at(returned)})`;
  return [violated(said, returned)];
}

const words = ({ reason, observedLiveness }: Refusal): string =>
  `${reason} (observed liveness ${observedLiveness})`;

function reasonIn(returned: Dispatch["returned"]): string {
  const outcome = returned?.outcome;
  return outcome?.kind === "rejected" ? `refused as ${words(outcome)}` : "not refused";
}

function wordsOf({ cell }: Evidence, { threw }: Dispatch): Judgement[] {
  const { expectation } = cell;
  if (expectation.kind !== "threw" || !threw) return [];
  if (new RegExp(expectation.message).test(threw.message)) return [];
  const because = `it threw "${threw.message}" (${at(threw)}), which does not match /${expectation.message}/`;
  return [violated(because, threw)];
}

/** Where the address itself settles the matter, nobody may have been asked whether he lives. */
function connected(evidence: Evidence): Judgement[] {
  const { expectation } = evidence.cell;
  if (expectation.kind === "refused" && expectation.observedLiveness !== null) return [];
  return eventsOf(evidence, "bystander-heard").map((heard) =>
    violated(`bystander ${heard.pid} was sent a ${heard.what} (${at(heard)})`, heard),
  );
}

function spawned({ number, children }: Dispatch): Judgement[] {
  if (children.length === 0) return [];
  const where = children.map(at).join(", ");
  return [violated(`the refused dispatch ${number} asked for a child (${where})`, ...children)];
}

function keptLock(evidence: Evidence, { acquired, released }: Dispatch): Judgement[] {
  return acquired.flatMap((lock) => {
    const ours = released.filter(({ nonce }) => nonce === lock.nonce);
    const done = ours.filter(({ result, onDiskAfter }) => {
      return result === "released" && onDiskAfter !== lock.nonce;
    });
    if (done.length === 1 && ours.length === 1) return done.flatMap(unseen);
    const because = `the refused dispatch took nonce ${lock.nonce} (${at(lock)}) and released it ${done.length} times in ${ours.length} attempts`;
    const judge = ours.length === 0 ? absent(evidence, because, lock) : violated(because, lock);
    return [judge];
  });
}

function unseen(release: EventOf<"lock-released">): Judgement[] {
  if (release.onDiskAfter !== unread) return [];
  return [unknown(`the lock could not be read after its release (${at(release)})`, release)];
}

function turnInjected(evidence: Evidence): Judgement | null {
  // A session that somebody else's resident runs may go on by itself.
  if (eventsOf(evidence, "message-sent").length > 0) return null;
  const turns = transcriptOf(evidence).appended.filter(
    (entry) => isUser(entry) || isAssistant(entry),
  );
  if (turns.length === 0) return null;
  return violated(`a turn was injected: ${turns.map(lineOf).join(", ")}`, ...turns);
}

function changedFiles(evidence: Evidence): Judgement[] {
  const byPath = new Map<string, EventOf<"file-fingerprint">[]>();
  for (const print of eventsOf(evidence, "file-fingerprint")) {
    byPath.set(print.path, [...(byPath.get(print.path) ?? []), print]);
  }
  return [...byPath].flatMap(([path, [before, ...later]]) => {
    const after = later.at(-1);
    if (!before) return [];
    if (!after) return [unknown(`${path} was looked at only once (${at(before)})`, before)];
    if (before.kind === after.kind && before.sha256 === after.sha256) return [];
    const because = `${path}: ${content(before)} at ${at(before)}, ${content(after)} at ${at(after)}`;
    return [violated(because, before, after)];
  });
}

const content = ({ kind, sha256 }: EventOf<"file-fingerprint">): string =>
  sha256 === null ? kind : `${kind} ${sha256.slice(0, 16)}…`;

function mailReached(evidence: Evidence): Judgement | null {
  const lists = eventsOf(evidence, "mailbox-listed");
  const before = lists[0];
  const after = lists.at(-1);
  if (!before || !after || after.messages.length <= before.messages.length) return null;
  const because = `the mailbox grew from ${before.messages.length} to ${after.messages.length} messages (${at(after)})`;
  return violated(because, before, after);
}
