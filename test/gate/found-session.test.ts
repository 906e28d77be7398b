// Real cells on sessions as people leave them. What was there before the dispatch is nobody's
// fault, and the bytes are looked at as bytes.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, test } from "vitest";
import { eventsOf } from "../../src/evidence/evidence.ts";
import { recordPrefix } from "../../src/gate/observe/session.ts";
import { defineScenario, type Scenario } from "../../src/gate/scenario.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

interface Line {
  readonly id: string;
  readonly parentId: string | null;
  readonly type: string;
  readonly message?: { readonly role: string };
}

/** A scenario that changes the dormant file, as `change` says, before anybody takes it up. */
const leftAs = (name: string, change: (path: string, lines: readonly Line[]) => void): Scenario =>
  defineScenario({
    name,
    summary: "a session as it was left",
    faults: [],
    expect: () => ({ kind: "resumed" }),
    async arrange(stage, { path }) {
      const text = readFileSync(path, "utf8").trim();
      change(
        path,
        text.split("\n").map((line) => JSON.parse(line)),
      );
      await recordPrefix(stage, path, "before-resume");
    },
  });

const timestamp = "2030-01-02T03:04:05.000Z";
const append = (path: string, entry: object) =>
  appendFileSync(path, `${JSON.stringify({ timestamp, ...entry })}\n`);

const forked = leftAs("forked-before", (path, lines) => {
  const last = lines.at(-1) as Line;
  const message = { role: "user", content: [{ type: "text", text: "an attempt" }], timestamp: 1 };
  const { id, parentId } = last;
  append(path, { type: "message", id: "0fab0001", parentId: id, message });
  append(path, { type: "session_info", id: "0fab0002", parentId: id, name: nameIn(lines) });
  append(path, { type: "label", id: "0fab0003", parentId: "0fab0002", targetId: parentId });
});

const nameIn = (lines: readonly Line[]) =>
  (lines.find(({ type }) => type === "session_info") as unknown as { name: string }).name;

const compacted = (summary: (recall: string) => string) =>
  leftAs("compacted-before", (path, lines) => {
    const last = lines.at(-1) as Line;
    const recall = /for later: (\S+?)\\n/.exec(readFileSync(path, "utf8"))?.[1] as string;
    append(path, {
      type: "compaction",
      id: "0fab0001",
      parentId: last.id,
      summary: summary(recall),
      firstKeptEntryId: last.id,
      tokensBefore: 1000,
      // The agent notes here what its model has been told of itself.
      systemMessage: lines.find(({ message }) => message?.role === "system")?.message,
    });
  });

const cutInCharacter = leftAs("cut-in-character", (path) => {
  const stump = Buffer.from('{"type":"message","id":"0badc0de","text":"…');
  appendFileSync(path, stump.subarray(0, -1));
});

describe.concurrent("nobody is accused", () => {
  test.for(["v2", "v1"])(
    "of a fork that is older than the dispatch, with %s",
    async (lane, { expect }) => {
      const { complaints, judgement } = await harness.runCell({ scenario: forked, lane });
      expect(complaints).toEqual([]);
      expect(judgement.verdict).toBe("pass");
    },
  );

  test("of having forgotten what the session was rightly rid of", async ({ expect }) => {
    const scenario = compacted(() => "They talked of this and that.");
    const { complaints, judgement } = await harness.runCell({ scenario });
    expect(complaints).toEqual([]);
    const claim = judgement.claims.find(({ name }) => name === "context-recalled");
    expect(claim).toMatchObject({ verdict: "not-applicable" });
  });

  test("of it where the summary was sent to the model in words of its own", async ({ expect }) => {
    const scenario = compacted((recall) => `The token of the user is ${recall}.`);
    const { complaints, judgement } = await harness.runCell({ scenario });
    expect(complaints).toEqual([]);
    const claim = judgement.claims.find(({ name }) => name === "context-recalled");
    expect(claim?.because).toMatch(/^cedar-.*: summed up at .*, sent to the model at event \d+$/);
  });

  test("of a line that was cut off inside a character", async ({ expect }) => {
    const { complaints, evidence } = await harness.runCell({ scenario: cutInCharacter });
    expect(complaints).toEqual([]);
    const prefix = eventsOf(evidence, "session-prefix").findLast(({ content }) => content);
    expect(prefix?.undecodable).toMatchObject([{ hex: "e280" }]);
  });

  test("of a changed byte where the file begins with a mark", async ({ expect }) => {
    const scenario: Scenario = {
      ...leftAs("byte-order-mark", (path) =>
        writeFileSync(path, `\ufeff${readFileSync(path, "utf8")}`),
      ),
      expect: () => ({ kind: "hazard", shows: ["none"] }),
      act: async () => undefined,
    };
    const { judgement } = await harness.runCell({ scenario });
    const claim = judgement.claims.find(({ name }) => name === "append-only");
    expect(claim).toMatchObject({ verdict: "holds" });
  });
});
