// Claims about lanes whose dispatches have processes of their own, and whose agent names its session.
import { describe, expect, test } from "vitest";
import type { Cell } from "../../src/evidence/cell.ts";
import type { SessionFile, UnstampedEvent } from "../../src/evidence/event.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import {
  before,
  change,
  evidenceOf,
  gardenId,
  plainV2,
  type Sample,
  sessionPath,
  the,
  v2Cell,
  withCell,
} from "./sample.ts";

function judged(sample: Sample, claim: string) {
  const found = judgeCell(evidenceOf(sample)).claims.find(({ name }) => name === claim);
  if (!found) throw new Error(`no claim ${claim}`);
  return found;
}

const dispatcher: UnstampedEvent = {
  type: "child-started",
  child: { dispatch: null, n: 9 },
  role: "dispatcher",
  pid: 4300,
  startTime: "910800",
};
const crash: UnstampedEvent = {
  type: "dispatcher-crashed",
  dispatch: 1,
  message: "Error: read ECONNRESET\n    at Pipe.onStreamRead (node:internal)",
};

describe("dispatcher-survives", () => {
  test("is not applicable where no dispatch had a process of its own", () => {
    expect(judged(plainV2, "dispatcher-survives").verdict).toBe("not-applicable");
  });

  test("holds where the process came to its end by itself", () => {
    const sample = before(plainV2, the("lock-acquired"), dispatcher);
    expect(judged(sample, "dispatcher-survives").verdict).toBe("holds");
  });

  test("is violated by an error that nobody caught, and names it", () => {
    const sample = before(plainV2, the("lock-acquired"), dispatcher, crash);
    const { verdict, because } = judged(sample, "dispatcher-survives");
    expect(verdict).toBe("violated");
    expect(because).toContain("read ECONNRESET");
  });
});

const mappedCell: Cell = { ...v2Cell, traits: { ...v2Cell.traits, mapsIdentity: true } };
const native = "01a20648-3f31-742d-9778-d2ef73fceb8f";
const mapping: UnstampedEvent = {
  type: "identity-mapped",
  gardenId,
  sessionId: native,
  path: sessionPath,
};

/** The sample with pi's own id in the header of its session. */
function mapped(...mappings: UnstampedEvent[]): Sample {
  const renamed = change(plainV2, the("session-listed"), (event) => ({
    files: (event.files as SessionFile[]).map((file) => ({
      ...file,
      name: null,
      header: file.header && { ...file.header, id: native },
    })),
  }));
  return withCell(
    before(renamed, the("session-listed", { moment: "after-seed" }), ...mappings),
    mappedCell,
  );
}

describe("dormant-before-resume, where the agent chooses the session's id", () => {
  test("holds with one record that leads from the garden id to the only session", () => {
    expect(judged(mapped(mapping), "dormant-before-resume").verdict).toBe("holds");
  });

  test("is violated without a record", () => {
    const { verdict, because } = judged(mapped(), "dormant-before-resume");
    expect(verdict).toBe("violated");
    expect(because).toContain("0 records");
  });

  test("is violated by a record that leads to another session", () => {
    const { verdict } = judged(
      mapped({ ...mapping, sessionId: "another" } as UnstampedEvent),
      "dormant-before-resume",
    );
    expect(verdict).toBe("violated");
  });
});

describe("single-release, where a successor's lock stands", () => {
  const cell: Cell = { ...v2Cell, expectation: { kind: "resumed", superseded: true } };
  const released = (effect: object) =>
    withCell(
      change(plainV2, the("lock-released"), effect as Readonly<Record<string, unknown>>),
      cell,
    );

  test("holds where it was left as it is", () => {
    const left = { result: "not-owned", onDiskBefore: "theirs", onDiskAfter: "theirs" };
    expect(judged(released(left), "single-release").verdict).toBe("holds");
  });

  test("is violated where it was removed", () => {
    const removed = { result: "released", onDiskBefore: "theirs", onDiskAfter: null };
    expect(judged(released(removed), "single-release").verdict).toBe("violated");
  });

  test("is violated where the lock was never superseded", () => {
    expect(judged(withCell(plainV2, cell), "single-release").verdict).toBe("violated");
  });
});
