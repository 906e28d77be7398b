// What is said of all that a cell left behind.
import { describe, expect, test } from "vitest";
import type { SessionFile } from "../../../src/evidence/event.ts";
import { noResidue } from "../../../src/invariants/claims/no-residue.ts";
import {
  change,
  gardenId,
  plainV2,
  resumeChild,
  type Sample,
  socketPath,
  the,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(noResidue);
const census = the("census");
const reaped = the("reaped");
const unreaped = without(without(plainV2, reaped), the("child-exited", { role: "resume" }));

test("a clean end is told with its look and all processes", () => {
  expect(told(plainV2)).toBe("holds: [census]: nothing left; all processes gone (pids 4100, 4200)");
  expect(shownBy(noResidue)(plainV2)).toEqual(["[census]", "[reaped]"]);
  const childless = without(without(plainV2, the("child-started")), reaped);
  expect(told(childless)).toBe("holds: [census]: nothing left; all processes gone (pids none)");
});

test("an end that nobody looked at is open", () => {
  expect(told(without(plainV2, census))).toBe(
    "unknown: nobody looked for what was left at the end",
  );
});

describe("a residue", () => {
  const last = the("session-listed", { moment: "after-reap" });
  const shadows = change(plainV2, last, ({ files }) => {
    const [file] = files as SessionFile[];
    return { files: [{ ...file, path: "/2" }, file, { ...file, path: "/3" }] };
  });

  test.each<readonly [says: string, sample: Sample]>([
    [
      "left at [census]: process 9 (agent -p), socket /1.sock, file /tmp/1, file /tmp/2",
      change(plainV2, census, {
        processes: [{ pid: 9, startTime: "1", arguments: "agent -p" }],
        sockets: ["/1.sock"],
        strayFiles: ["/tmp/1", "/tmp/2"],
      }),
    ],
    [
      `${socketPath} still answered, pid 4200 ([socket-asked 5])`,
      change(plainV2, the("socket-asked", { moment: "after-reap" }), {
        answer: { sessionId: gardenId, pid: resumeChild.pid },
      }),
    ],
    [
      "process 4200 survived reaping ([reaped])",
      change(plainV2, reaped, { how: "survived", verified: false }),
    ],
    ["process 4200 was never seen gone ([reaped])", change(plainV2, reaped, { verified: false })],
    ["resume process 4200 ([child-started 2]) never ended", unreaped],
    ["the seed did not make /2, /3 ([session-listed 2])", shadows],
  ])("is told: %s", (says, sample) => {
    expect(told(sample)).toBe(`violated: ${says}`);
  });

  test("is told once, of a process whose reaping nobody verified", () => {
    const unverified = without(plainV2, the("child-exited", { role: "resume" }));
    expect(told(change(unverified, reaped, { verified: false }))).toBe(
      "violated: process 4200 was never seen gone ([reaped])",
    );
  });

  test("may still go where the record stops before the end", () => {
    expect(told(without(unreaped, the("cell-ended")))).toMatch(
      /^unknown: resume process 4200 .* never ended; but the evidence stops at/,
    );
  });

  test("is no session that only stood there before the end", () => {
    expect(told(change(shadows, last, { moment: "after-turn" }))).toMatch(/^holds/);
  });
});
