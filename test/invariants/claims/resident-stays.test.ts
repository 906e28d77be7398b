// What is said of a resident after its turn: whether it was there, and took a second message.
import { describe, expect, test } from "vitest";
import { residentStays } from "../../../src/invariants/claims/resident-stays.ts";
import {
  change,
  line,
  lines,
  nonces,
  plainV2,
  reword,
  type Sample,
  socketPath,
  the,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(residentStays);

const at = (moment: string) => ({ moment });
const afterTurn = at("after-turn");
const afterFollowUp = at("after-follow-up");
const message = the("message-sent");

test("a resident that stayed is told by each look at it", () => {
  expect(told(plainV2)).toBe(
    "holds: process 4200 lived and answered at " +
      "[process-checked 2], [process-checked 3], [socket-asked 3], [socket-asked 4]",
  );
  expect(shownBy(residentStays)(plainV2)).toContain("[message-sent]");
});

describe("a resident", () => {
  test.each<readonly [says: string, sample: Sample]>([
    [
      "process 4200 was gone after the turn ([process-checked 2])",
      change(plainV2, the("process-checked", afterTurn), { alive: false }),
    ],
    [
      "[process-checked 3] saw process 5, which is no resume child",
      change(plainV2, the("process-checked", afterFollowUp), { pid: 5 }),
    ],
    [
      `${socketPath} failed with ENOENT after the turn ([socket-asked 3])`,
      change(plainV2, the("socket-asked", afterTurn), { answer: null, failure: "ENOENT" }),
    ],
    [
      `${socketPath} answered for another after the follow-up ([socket-asked 4])`,
      change(plainV2, the("socket-asked", afterFollowUp), {
        answer: { sessionId: "another", pid: 1 },
      }),
    ],
  ])("is at fault: %s", (says, sample) => {
    expect(told(sample)).toBe(`violated: ${says}`);
  });

  test.each<readonly [says: string, sample: Sample]>([
    [
      "nobody looked for the process after the turn",
      without(plainV2, the("process-checked", afterTurn)),
    ],
    [
      "nobody asked the socket after the follow-up",
      without(plainV2, the("socket-asked", afterFollowUp)),
    ],
    ["no second message (more-1a2b3c4d) was sent", without(plainV2, message)],
    [
      "no second message (more-1a2b3c4d) was sent",
      change(plainV2, message, { nonce: "of another kind" }),
    ],
  ])("cannot be judged: %s", (says, sample) => {
    expect(told(sample)).toBe(`unknown: ${says}`);
  });
});

describe("the second message", () => {
  const unanswered = "violated: no reply to line 7 ([session-entry 7]) holds MORE-5e6f7a8b";

  test("has to be taken, whatever came of it", () => {
    expect(told(change(plainV2, message, { accepted: false, error: "busy" }))).toBe(
      "violated: the second message was not taken: busy ([message-sent])",
    );
  });

  test("has to be written down as a user's", () => {
    const dropped =
      "violated: the second message was accepted ([message-sent]), " +
      "but no user entry holds more-1a2b3c4d";
    expect(told(without(plainV2, line(lines.followUpUser)))).toBe(dropped);
    const quoted = reword(plainV2, lines.followUpReply, "MORE", `${nonces.followUpUser} MORE`);
    expect(told(without(quoted, line(lines.followUpUser)))).toBe(dropped);
  });

  test("may stand as a line of another kind that the model is told as a user's words", () => {
    const own = { kind: "custom_message", role: null, toldAs: "user" } as const;
    const delivered = change(plainV2, line(lines.followUpUser), own);
    expect(told(delivered)).toMatch(/^holds: /);
    const telling = reword(delivered, lines.followUpUser, "say", nonces.followUpReply);
    expect(told(telling)).toContain("gives MORE-5e6f7a8b away");
    expect(told(change(plainV2, line(lines.followUpUser), { role: null }))).toContain(
      "but no user entry holds",
    );
  });

  test("must not give its reply away", () => {
    expect(told(reword(plainV2, lines.followUpUser, "say", nonces.followUpReply))).toBe(
      "violated: the prompt of line 7 ([session-entry 7]) gives MORE-5e6f7a8b away",
    );
  });

  test("has to be answered, and after it", () => {
    expect(told(without(plainV2, line(lines.followUpReply)))).toBe(unanswered);
    const early = change(plainV2, line(lines.followUpReply), { index: 6.5 });
    expect(told(early)).toBe(unanswered);
  });
});

test("an answer that a live provider failed to give is told as that", () => {
  const down = { text: "", stopReason: "error", errorMessage: "503" };
  const live = withCell(plainV2, { fidelity: "live" });
  expect(told(change(live, line(lines.followUpReply), down))).toBe(
    "unknown: the provider failed at line 8 ([session-entry 8]): 503",
  );
});

test("a failure before the second message is no excuse for its answer", () => {
  const down = { text: "", stopReason: "error", errorMessage: "503" };
  const live = withCell(plainV2, { fidelity: "live" });
  const earlier = change(live, line(lines.resumeReply), down);
  expect(told(without(earlier, line(lines.followUpReply)))).toBe(
    "violated: no reply to line 7 ([session-entry 7]) holds MORE-5e6f7a8b",
  );
});

describe("a resident whose turn was to fail", () => {
  const failing = withCell(plainV2, { expectation: { kind: "turn-failed" } });
  /** Looked at once, and sent nothing. */
  const once = [
    message,
    the("process-checked", afterFollowUp),
    the("socket-asked", afterFollowUp),
  ].reduce(without, failing);
  const dead = (sample: Sample) =>
    change(sample, the("process-checked", afterTurn), { alive: false });

  test("need not be looked for", () => {
    const unseen = [the("process-checked", afterTurn), the("socket-asked", afterTurn)];
    expect(told(unseen.reduce(without, once))).toBe(
      "not-applicable: the turn was to fail, and nobody looked for the resident after it",
    );
  });

  test("is judged by what was looked at", () => {
    expect(told(once)).toMatch(/^holds/);
    expect(told(dead(once))).toMatch(/^violated: process 4200 was gone/);
  });

  test("is judged by its process alone, where only that and a message were tried", () => {
    const unasked = [
      the("process-checked", afterFollowUp),
      the("socket-asked", afterFollowUp),
      the("socket-asked", afterTurn),
    ].reduce(without, failing);
    expect(told(dead(unasked))).toMatch(/^violated: process 4200 was gone/);
  });

  test("is judged by a message that was sent to it", () => {
    expect(told(change(failing, message, { accepted: false }))).toMatch(
      /^violated: the second message was not taken/,
    );
  });
});

test("where no resident has to stay it says so", () => {
  expect(told(withCell(plainV2, { expectation: { kind: "delivered" } }))).toBe(
    'not-applicable: scenario plain expects "delivered": no resident has to stay',
  );
});
