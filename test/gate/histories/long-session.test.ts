// Real pi takes up sessions that are long: in many entries, and on one line. As long as a machine that
// builds can bear; LONG_SESSION_MB=100 for those of the founding measure.
import { closeSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { eventsOf, firstOf, lastOf } from "../../../src/evidence/evidence.ts";
import { asText, header, reply, say, user } from "../../agents/pi/session/session-lines.ts";
import { type Harness, startHarness } from "../harness.ts";

const megabytes = Number(process.env.LONG_SESSION_MB ?? 3);
const timeout = 120_000 + megabytes * 12_000;

let harness: Harness;
let directory: string;
beforeAll(async () => {
  [harness, directory] = await Promise.all([startHarness(), mkdtemp(join(tmpdir(), "rm-long-"))]);
});
afterAll(async () => {
  await harness.close();
  await rm(directory, { recursive: true });
});

const usage = {
  input: 1,
  output: 1,
  cacheRead: 0,
  cacheWrite: 0,
  totalTokens: 2,
  cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, total: 0 },
};
const words = "Words of a long session, one as good as another. ";

/** Turns of two entries each, with replies of so many bytes. */
function writeSession(path: string, replyBytes: number): void {
  const file = openSync(path, "w");
  writeSync(file, asText([header]));
  let parentId: string | null = null;
  for (let turn = 0; turn * replyBytes < megabytes * 1e6; turn += 1) {
    const text = words.repeat(Math.ceil(replyBytes / words.length));
    const bodies = [user(`go on, ${turn}`), reply([say(text)], { usage })];
    const lines = bodies.map((body, index) => {
      const id = `e${turn}-${index}`;
      const line = {
        type: "message",
        id,
        parentId,
        timestamp: "2030-01-02T00:00:00.000Z",
        ...body,
      };
      parentId = id;
      return line;
    });
    writeSync(file, asText(lines));
  }
  closeSync(file);
}

describe(`a session of ${megabytes} MB`, () => {
  for (const [form, replyBytes] of [
    ["in many entries", 2_000],
    ["on one line", megabytes * 1e6],
  ] as const) {
    test(`${form} is taken up within bounds of its own`, { timeout }, async ({ expect }) => {
      const file = join(directory, `${replyBytes}.jsonl`);
      writeSession(file, replyBytes);
      const { complaints, judgement, evidence } = await harness.runCell({
        scenario: "plain",
        history: file,
        target: {
          agent: "pi",
          provider: "anthropic",
          model: "claude-sonnet-5",
          wireApi: "anthropic-messages",
        },
      });
      expect(complaints).toEqual([]);
      expect(judgement.verdict).toBe("pass");
      const nothingLeft = judgement.claims.filter(({ name }) =>
        ["no-residue", "no-lock-left", "no-tool-left"].includes(name),
      );
      expect(nothingLeft.map(({ verdict }) => verdict)).toEqual(["holds", "holds", "holds"]);
      const made = firstOf(evidence, "history-made");
      expect(made?.bytes).toBeGreaterThan(megabytes * 1e6);
      // The record has no word of theirs, however many entries there are.
      const own = eventsOf(evidence, "session-entry").filter(
        ({ offset }) => offset < (made?.bytes ?? 0),
      );
      expect(own.length).toBeGreaterThan(1);
      expect(own.filter(({ text }) => text !== "")).toEqual([]);
      const prefix = lastOf(evidence, "session-prefix");
      expect(prefix?.bytes).toBeGreaterThan(megabytes * 1e6);
    });
  }
});
