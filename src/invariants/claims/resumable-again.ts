// A resume that can be done once only has lost the session: renamed, doubled, without its record. Whoever
// asks for it next is refused, and for good.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { absent, at } from "../reading/checks.ts";

export const resumableAgain: Invariant = {
  name: "resumable-again",
  claim:
    "A session that the subject's own look found fit to be resumed before the dispatch was found by it again after the cell, as the only one of its id and in the same file.",
  explained: {
    why: "A resume that works once and makes the session unfindable has only postponed the loss.",
    causes:
      "A record that is deleted or rewritten, a second file of the same id, a tag that is lost when the session is renamed.",
  },
  judge,
  simulated: {
    asked: ({ littered }) => !littered,
    otherwise:
      "A forged socket is never touched, and nobody resumes a session whose address it is.",
  },
};

function judge(evidence: Evidence): Judgement {
  const looks = eventsOf(evidence, "subject-looked");
  const before = looks.findLast(({ moment }) => moment === "before-resume");
  if (!before) return notApplicable("nobody took the subject's look before the resume");
  if (before.path === null) return notApplicable(`it was not to be resumed: ${before.flaw}`);
  const after = looks.findLast(({ moment }) => moment === "after-reap");
  if (!after) {
    const missing = absent(evidence, "nobody took the subject's look after the cell", before);
    return missing.verdict === "violated" ? unknown(missing.because, before) : missing;
  }
  if (after.path === null) {
    return violated(`nobody can resume it again: ${after.flaw} (${at(after)})`, before, after);
  }
  if (after.path !== before.path) {
    const because = `${after.path} would be resumed (${at(after)}), which was ${before.path} (${at(before)})`;
    return violated(because, before, after);
  }
  return holds(`${after.path} would be resumed again (${at(after)})`, before, after);
}
