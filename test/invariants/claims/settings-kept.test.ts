import { expect, test } from "vitest";
import type { SessionFile } from "../../../src/evidence/event.ts";
import { settingsKept } from "../../../src/invariants/claims/settings-kept.ts";
import { after, change, line, lines, plainV1, plainV2, type Sample, the } from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(settingsKept);
const listedAt = (moment: string) => the("session-listed", { moment });
const withFile = (sample: Sample, moment: string, changes: Partial<SessionFile>): Sample =>
  change(sample, listedAt(moment), ({ files }) => ({
    files: (files as SessionFile[]).map((file) => ({ ...file, ...changes })),
  }));
const asking = (...words: string[]): Sample =>
  change(plainV2, the("child-requested", { role: "resume" }), ({ arguments: given }) => ({
    arguments: [...words, ...(given as string[])],
  }));

test("a session that says what it said holds, with either lane", () => {
  expect(told(plainV2)).toMatch(/^holds: it said .*, thinking medium, name /);
  expect(told(plainV1)).toMatch(/^holds: /);
});

test("another name, or another thinking level, is a change", () => {
  expect(told(withFile(plainV2, "after-reap", { name: "A title" }))).toMatch(
    /^violated: the session is named A title, and was /,
  );
  expect(told(withFile(plainV2, "after-reap", { thinkingLevel: "high" }))).toMatch(
    /^violated: the session says thinking high, and said medium/,
  );
});

test("a level that was never said may be written down", () => {
  const silent = withFile(plainV2, "after-seed", { thinkingLevel: null });
  expect(told(silent)).toMatch(/^holds: /);
});

test("what a child is asked for has to be what the session says", () => {
  expect(told(asking("--thinking", "high"))).toMatch(/^violated: .* asked for thinking high/);
  expect(told(asking("--name", "A title"))).toMatch(/^violated: .* asked for name A title/);
  expect(told(asking("--thinking", "medium"))).toMatch(/^holds: /);
});

test("an entry that changes the model is one change, and that which keeps it none", () => {
  const changing = (model: string, provider = "openai") =>
    after(plainV2, line(lines.resumeReply), {
      type: "session-entry",
      path: pathOf(plainV2),
      index: 90,
      offset: 900,
      bytes: 10,
      entryId: "9",
      parentId: "8",
      kind: "model_change",
      role: null,
      text: "",
      reasoning: "",
      toolCalls: [],
      provider,
      model,
      stopReason: null,
      errorMessage: null,
    });
  expect(told(changing("other"))).toMatch(/^violated: .* changes the model to openai\/other/);
});

test("evidence that did not keep the thinking level is not judged", () => {
  const old = change(plainV2, the("session-listed"), ({ files }) => ({
    files: (files as SessionFile[]).map(({ thinkingLevel: _, ...file }) => file),
  }));
  expect(told(old)).toBe("not-applicable: the record does not say what the session said last");
});

function pathOf({ events }: Sample): string {
  const listed = events.find((event) => event.type === "session-listed");
  return listed?.type === "session-listed" ? (listed.files[0]?.path ?? "") : "";
}
