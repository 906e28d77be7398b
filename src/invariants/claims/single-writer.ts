// Two resumes at once fork the transcript: two entries with one parent. It is the cheapest sign
// of a second writer, and needs no lock and no timing to be seen.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { settle } from "../reading/checks.ts";
import { keptApart } from "../reading/circumstances.ts";
import { begunSince, type Entry, lineOf } from "../reading/transcript.ts";

export const singleWriter: Invariant = {
  name: "single-writer",
  claim:
    "No entry that was written since the dispatch shares its parent with another one, and no line that was begun since is unreadable.",
  explained: {
    why: "Two entries with one parent are a fork: one of the two turns is lost to every later resume.",
    causes:
      "Two processes appended at once, with no lock or after the lock was released too early.",
  },
  judge,
  simulated: {
    asked: keptApart,
    otherwise: "Without its lock a session has two writers: that is what the lock is for.",
  },
};

function judge(evidence: Evidence): Judgement {
  const entries = eventsOf(evidence, "session-entry");
  if (entries.length === 0) {
    const { kind } = evidence.cell.expectation;
    if (kind === "refused" || kind === "delivered") {
      return notApplicable(`the scenario expects "${kind}" and has no session to look into`);
    }
    return unknown("no entry of a session file was recorded");
  }
  const linked = entries.filter((entry) => entry.entryId !== null);
  if (linked.length === 0) return unknown("the entries carry no ids, so a fork could not be seen");
  const parents = Map.groupBy(linked, (entry) => `${entry.path}\n${entry.parentId}`);
  const isNew = begunSince(evidence);
  // A person may have gone back in a session and on from there: that fork is nobody's fault.
  const forks = [...parents.values()].filter(
    (children) => children.length > 1 && children.some(isNew),
  );
  // A line that was cut off before the resume and closed by it began in the dormant bytes.
  const torn = eventsOf(evidence, "session-line-unreadable").filter(isNew);
  return settle(
    [
      ...forks.map(forked),
      ...torn.map((line) =>
        violated(`line ${line.index} (event ${line.seq}) is unreadable: ${line.because}`, line),
      ),
    ],
    holds(`${linked.length} entries with ${parents.size} different parents`, ...linked),
  );
}

function forked(children: readonly Entry[]): Judgement {
  const parent = children[0]?.parentId ?? "no entry (a second root)";
  const where = children.map((child) => `${lineOf(child)} ${child.kind}`).join(", ");
  return violated(`${children.length} entries share the parent ${parent}: ${where}`, ...children);
}
