// What is said of a message and what became of it: only what stands in the session counts.
import { expect, test } from "vitest";
import { messageKept } from "../../../src/invariants/claims/message-kept.ts";
import { judgeCell } from "../../../src/invariants/judge.ts";
import {
  change,
  evidenceOf,
  line,
  lines,
  nonces,
  plainV1,
  plainV2,
  resumeMessage,
  reword,
  the,
  withMessages,
  without,
} from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(messageKept);
const kept = withMessages(plainV2);
const said = (text: string) => change(kept, line(lines.resumeUser), { text });

test("each message is told by its place and its length", () => {
  expect(told(kept)).toBe(
    "holds: line 5 ([session-entry 5]): 54 characters, line 7 ([session-entry 7]): 40 characters",
  );
  expect(told(withMessages(plainV1))).toMatch(/^holds: line 5 /);
});

test("a record that did not keep what was said cannot be judged by it", () => {
  expect(told(plainV2)).toBe("not-applicable: nobody recorded what was said");
});

test("a message that never came is the concern of others", () => {
  const lost = without(
    without(kept, line(lines.resumeUser)),
    the("session-entry", { index: lines.followUpUser }),
  );
  expect(told(lost)).toBe("not-applicable: no message came to the session");
});

test.each([
  ["trimmed", `  ${resumeMessage}`, resumeMessage, /from character 0 on " {2}resume/],
  ["extended", resumeMessage, `${resumeMessage}\n`, /from character 54 on nothing became "\\n"/],
  [
    "cut short",
    resumeMessage,
    resumeMessage.slice(0, 40),
    /from character 40 on .* became nothing/,
  ],
  [
    "written with other characters",
    `${resumeMessage}\ud83d`,
    `${resumeMessage}\ufffd`,
    /from character 54 on "\\ud83d" became/,
  ],
])("a message that was %s is not kept", (_, given, text, words) => {
  const sample = change(said(text), the("dispatch-started"), { message: given });
  const [violation, ...others] = judgeCell(evidenceOf(sample)).claims.filter(
    ({ verdict }) => verdict === "violated",
  );
  expect(violation).toMatchObject({ name: "message-kept", because: expect.stringMatching(words) });
  expect(others).toEqual([]);
});

test("the gate's own message is held to the same", () => {
  const changed = reword(kept, lines.followUpUser, " say ", " SAY ");
  expect(told(changed)).toMatch(
    /^violated: 40 characters were given \(\[message-sent\]\), 40 stand/,
  );
});

test("what says neither nonce is none of its business", () => {
  expect(told(said("Are you there?"))).toMatch(/^holds: line 7 /);
  expect(told(reword(kept, lines.seedUser, nonces.recall, "else"))).toMatch(/^holds/);
});
