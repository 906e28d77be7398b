// Which entries are the session's, and to which part of the cell each of them belongs.
import { describe, expect, test } from "vitest";
import type { SessionFile } from "../../../src/evidence/event.ts";
import { isFailedAttempt, transcriptOf } from "../../../src/invariants/reading/transcript.ts";
import {
  change,
  evidenceOf,
  line,
  lines,
  moveBefore,
  plainV2,
  type Sample,
  sessionPath,
  the,
  without,
} from "../sample.ts";

function parts(sample: Sample) {
  const { seeded, appended, resumed } = transcriptOf(evidenceOf(sample));
  const indexes = (entries: typeof seeded) => entries.map(({ index }) => index);
  return { seeded: indexes(seeded), appended: indexes(appended), resumed: indexes(resumed) };
}

describe("the entries of a session", () => {
  test("are the seed's up to the dispatch, and the resumed turn's up to the gate's message", () => {
    expect(parts(plainV2)).toEqual({
      seeded: [1, 2, 3, 4],
      appended: [5, 6, 7, 8],
      resumed: [5, 6],
    });
  });

  test("end with the message where its prompt was never written down", () => {
    expect(parts(without(plainV2, line(lines.followUpUser))).resumed).toEqual([5, 6]);
  });

  test("end with the prompt where it was written down before its acceptance was known", () => {
    const quick = [lines.followUpUser, lines.followUpReply].reduce(
      (sample, index) => moveBefore(sample, line(index), the("message-sent")),
      plainV2,
    );
    expect(parts(quick).resumed).toEqual([5, 6]);
  });

  test("are all the seed's where nothing was dispatched", () => {
    const idle = without(plainV2, the("dispatch-started"));
    expect(parts(idle)).toMatchObject({ appended: [], resumed: [] });
    expect(parts(idle).seeded).toHaveLength(8);
  });
});

describe("the session's file", () => {
  const pathOf = (sample: Sample) => transcriptOf(evidenceOf(sample)).path;
  const unlisted = without(plainV2, the("session-listed"));

  test("is the one with the id in its header, whatever others are listed first", () => {
    const crowded = change(plainV2, the("session-listed"), ({ files }) => {
      const [file] = files as SessionFile[];
      const headless = { ...file, path: "/1", header: null };
      const foreign = { ...file, path: "/2", header: { ...file?.header, id: "another" } };
      return { files: [headless, foreign, file] };
    });
    const first = change(crowded, line(1), { path: "/1" });
    expect(pathOf(first)).toBe(sessionPath);
  });

  test("is the first that was read where none was listed", () => {
    expect(pathOf(change(unlisted, line(1), { path: "/1" }))).toBe("/1");
    expect(pathOf(without(unlisted, the("session-entry")))).toBeNull();
  });
});

test("a failed attempt is an assistant's entry that ended in an error, or was aborted", () => {
  const failed = (fields: object) => {
    const sample = change(plainV2, line(lines.resumeReply), { ...fields });
    const { entries } = transcriptOf(evidenceOf(sample));
    return entries.filter(isFailedAttempt).map(({ index }) => index);
  };
  expect(failed({ stopReason: "error" })).toEqual([lines.resumeReply]);
  expect(failed({ stopReason: "aborted" })).toEqual([lines.resumeReply]);
  expect(failed({ stopReason: "length" })).toEqual([]);
  expect(failed({ stopReason: "error", role: "tool" })).toEqual([]);
});
