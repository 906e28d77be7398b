// Who else than the lane saw how a turn ended, and which words belong to which dispatch.
import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { turnEnds } from "../../../src/invariants/reading/turn-end.ts";
import { recovered } from "../recovered.ts";
import {
  after,
  change,
  dispatchStarted,
  evidenceOf,
  line,
  lines,
  nonces,
  plainV2,
  reword,
  type Sample,
  the,
  without,
} from "../sample.ts";
import { named } from "../told.ts";

function ends(sample: Sample, dispatch = 1): string[] {
  const evidence = evidenceOf(sample);
  return turnEnds(evidence, dispatch).map(({ kind, open, because }) =>
    named(evidence, `${kind}${open ? ", open" : ""}: ${because}`),
  );
}

const settled = the("turn-settled", { turn: "resume" });
const lastWord = 'replied: stopped with "stop" at line 6 ([session-entry 6])';

describe("the end of a turn", () => {
  test("is told by the gate that watched for it and by the session file", () => {
    expect(ends(plainV2)).toEqual(["replied, open: settled as replied ([turn-settled])", lastWord]);
  });

  test("is told by the session file alone where nobody watched", () => {
    expect(ends(without(plainV2, settled))).toEqual([lastWord]);
  });

  test.each(["child-exited", "timed-out"])("is a failure where it settled as %s", (because) => {
    const [seen] = ends(change(plainV2, settled, { because }));
    expect(seen).toBe(`failed, open: settled as ${because} ([turn-settled])`);
  });

  test.each(["terminal-reply", "interrupted"])("is left to the session by %s", (because) => {
    expect(ends(change(plainV2, settled, { because }))).toEqual([lastWord]);
  });
});

const start = (dispatch: number): UnstampedEvent => ({ ...dispatchStarted, dispatch });
const refused = (dispatch: number): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch,
  outcome: {
    kind: "rejected",
    reason: "target-locked",
    observedLiveness: null,
    message: "",
    holder: null,
  },
});

describe("the turns of two dispatches", () => {
  const failure = 'failed: stopped with "error" at line 6 ([session-entry 6])';
  const recovery = 'replied: stopped with "stop" at line 8 ([session-entry 8])';

  test("are kept apart where the second one recovers", () => {
    expect(ends(recovered, 1)).toEqual([failure]);
    expect(ends(recovered, 2)).toEqual([
      "replied, open: settled as replied ([turn-settled 2])",
      recovery,
    ]);
  });

  test("are kept apart by where the second one began, whatever it says", () => {
    const again = reword(recovered, lines.followUpUser, nonces.followUpUser, "again");
    expect(ends(again, 1)).toEqual([failure]);
  });

  test("are not mixed up where the second one said nothing", () => {
    const silent = without(recovered, line(lines.followUpReply));
    expect(ends(silent, 2)).toEqual(["replied, open: settled as replied ([turn-settled 2])"]);
  });

  test("settled once, where there was no recovery to watch for", () => {
    const unwatched = without(recovered, the("turn-settled", { turn: "recovery" }));
    const first = change(unwatched, settled, { because: "timed-out" });
    expect(ends(first, 2)).toEqual([
      "failed, open: settled as timed-out ([turn-settled])",
      recovery,
    ]);
  });
});

describe("the words of a dispatch", () => {
  test("end with no other one's start while it has not come back", () => {
    const beside = [start(2), refused(2), start(3)];
    const contended = after(plainV2, the("lock-acquired"), ...beside);
    expect(ends(contended)).toContain(lastWord);
    expect(ends(without(contended, the("dispatch-returned", { dispatch: 1 })))).toContain(lastWord);
  });
});
