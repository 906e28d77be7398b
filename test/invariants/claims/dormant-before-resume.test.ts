// What is said of the session before its resume: one file, rightly marked, and nobody running it.
import { describe, expect, test } from "vitest";
import type { SessionFile, UnstampedEvent } from "../../../src/evidence/event.ts";
import { dormantBeforeResume } from "../../../src/invariants/claims/dormant-before-resume.ts";
import {
  after,
  before,
  change,
  gardenId,
  moveBefore,
  paths,
  plainV2,
  type Sample,
  sessionName,
  sessionPath,
  socketPath,
  the,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(dormantBeforeResume);
const shown = shownBy(dormantBeforeResume);

const list = the("session-listed", { moment: "after-seed" });
const asked = the("socket-asked", { moment: "before-resume" });
const seedExit = the("child-exited", { role: "seed" });

const listing = (fields: object, sample: Sample = plainV2): Sample =>
  change(sample, list, ({ files }) => ({
    files: (files as SessionFile[]).map((file) => ({ ...file, ...fields })),
  }));
const header = (fields: object) => ({
  header: { id: gardenId, cwd: paths.workingDirectory, version: 3, ...fields },
});
const ask = (failure: string): UnstampedEvent => ({
  type: "socket-asked",
  moment: "before-resume",
  path: socketPath,
  answer: null,
  failure,
});

test("a dormant session is told with the file, and with what its socket said last", () => {
  expect(told(after(plainV2, asked, ask("ENOENT"), ask("ECONNREFUSED")))).toBe(
    `holds: [session-listed]: one session, ${sessionPath}; ` +
      "its socket: ECONNREFUSED ([socket-asked 3])",
  );
  expect(shown(plainV2)).toEqual(["[session-listed]", "[socket-asked]"]);
  const oneShot = withCell(plainV2, { traits: { resident: false, locking: true } });
  expect(told(without(oneShot, asked))).toMatch(/; the lane serves no socket$/);
});

describe("the list of session files", () => {
  const unlisted = "unknown: nobody listed the session files between the seed and the dispatch";

  test("is the last one between the seed and the dispatch, and no other", () => {
    expect(told(without(plainV2, list))).toBe(unlisted);
    expect(told(moveBefore(plainV2, list, the("watch-ended")))).toBe(unlisted);
    const others = (["before-seed", "before-resume"] as const).map(
      (moment): UnstampedEvent => ({ type: "session-listed", moment, files: [] }),
    );
    expect(told(after(plainV2, list, ...others))).toMatch(/^holds/);
  });

  test("names no file, or all of too many", () => {
    expect(told(change(plainV2, list, { files: [] }))).toBe(
      "violated: 0 session files after the seed: none",
    );
    const twice = change(plainV2, list, ({ files }) => {
      const [file] = files as SessionFile[];
      return { files: [file, { ...file, path: "/2.jsonl" }] };
    });
    expect(told(twice)).toBe(`violated: 2 session files after the seed: ${sessionPath}, /2.jsonl`);
    expect(shown(twice)).toEqual(["[session-listed]"]);
    expect(shown(change(plainV2, list, { files: [] }))).toEqual(["[session-listed]"]);
  });
});

describe("the session file", () => {
  const unmarked = (name: string) => `its name (${name}) does not mark it as resumable`;
  const renamed = (from: string, to: string) => sessionName.replace(from, to);

  test.each<readonly [says: string, fields: object]>([
    ["its first line is no session header", { header: null }],
    [`header id another instead of ${gardenId}`, header({ id: "another" })],
    [`header cwd /elsewhere instead of ${paths.workingDirectory}`, header({ cwd: "/elsewhere" })],
    [unmarked("none"), { name: null }],
    [unmarked(renamed("__", "-")), { name: renamed("__", "-") }],
    [unmarked(`${sessionName} (copy)`), { name: `${sessionName} (copy)` }],
    [unmarked(renamed(gardenId, "x")), { name: renamed(gardenId, "x") }],
    [unmarked(renamed("entwurf", "plain")), { name: renamed("entwurf", "plain") }],
    [
      unmarked(renamed("entwurf", "entwurf_control")),
      { name: renamed("entwurf", "entwurf_control") },
    ],
    [
      `header id x instead of ${gardenId}, header cwd / instead of ${paths.workingDirectory}`,
      header({ id: "x", cwd: "/" }),
    ],
  ])("is at fault: %s", (says, fields) => {
    expect(told(listing(fields))).toBe(`violated: ${sessionPath}: ${says} ([session-listed])`);
    expect(shown(listing(fields))).toEqual(["[session-listed]"]);
  });

  test("is marked by the end of its name, whatever its model is called", () => {
    expect(told(listing({ name: renamed("gpt-5.4", "gpt__5_4") }))).toMatch(/^holds/);
  });
});

describe("the session file of an agent that chooses the id", () => {
  const native = "01a20648-3f31";
  const mapping = {
    type: "identity-mapped",
    gardenId,
    path: sessionPath,
    sessionId: native,
  } as const;
  const mapsIdentity = withCell(listing({ ...header({ id: native }), name: null }), {
    traits: { ...v2Cell.traits, mapsIdentity: true },
  });
  const mapped = (fields: object = {}) => before(mapsIdentity, list, { ...mapping, ...fields });

  test("needs no name", () => {
    expect(told(mapped())).toMatch(/^holds/);
  });

  test.each<readonly [says: string, sample: Sample]>([
    ["0 records were written for it", mapsIdentity],
    ["2 records were written for it", before(mapped(), list, mapping)],
    ["its record came after the dispatch", after(mapsIdentity, the("watch-ended"), mapping)],
    ["its record is of another", mapped({ gardenId: "another" })],
    [`its record names another in ${sessionPath}`, mapped({ sessionId: "another" })],
    [`its record names ${native} in /2.jsonl`, mapped({ path: "/2.jsonl" })],
    ["its first line is no session header", listing({ header: null }, mapped())],
    [
      `header cwd /elsewhere instead of ${paths.workingDirectory}`,
      listing(header({ id: native, cwd: "/elsewhere" }), mapped()),
    ],
  ])("is at fault: %s", (says, sample) => {
    expect(told(sample)).toBe(`violated: ${sessionPath}: ${says} ([session-listed])`);
  });
});

describe("the seed's process", () => {
  test.each<readonly [says: string, sample: Sample]>([
    ["the seed's process was not seen to exit", without(plainV2, seedExit)],
    [
      "the seed's process 4100 outlived the dispatch ([child-exited])",
      moveBefore(plainV2, seedExit, the("watch-ended")),
    ],
    [
      "the seed's process 4100 ended with code 1 ([child-exited])",
      change(plainV2, seedExit, { exitCode: 1 }),
    ],
    [
      "the seed's process 4100 ended with SIGKILL ([child-exited])",
      change(plainV2, seedExit, { exitCode: null, signal: "SIGKILL" }),
    ],
  ])("is at fault: %s", (says, sample) => {
    expect(told(sample)).toBe(`violated: ${says}`);
    expect(shown(sample)).toEqual(says.includes("[") ? ["[child-exited]"] : []);
  });

  const history = { name: "interrupted", fate: "repaired", shows: [] } as const;
  const ended = (how: object) =>
    change(plainV2, seedExit, { exitCode: null, signal: null, ...how });
  const verdictWith = (how: object, by: object) =>
    told(withCell(ended(how), { history: { ...history, ...by } })).split(":")[0];

  test("may end as its history says, and in no other way", () => {
    const [killed, terminated] = [{ killed: true }, { terminated: true }];
    expect(verdictWith({ signal: "SIGKILL" }, killed)).toBe("holds");
    expect(verdictWith({ signal: "SIGTERM" }, terminated)).toBe("holds");
    expect(verdictWith({ exitCode: 143 }, terminated)).toBe("holds");
    expect(verdictWith({ signal: "SIGTERM" }, killed)).toBe("violated");
    expect(verdictWith({ exitCode: 143 }, killed)).toBe("violated");
    expect(verdictWith({ signal: "SIGKILL" }, terminated)).toBe("violated");
    expect(verdictWith({ exitCode: 1 }, terminated)).toBe("violated");
  });
});

describe("the control socket", () => {
  test("is at fault where somebody answers", () => {
    const answer = { sessionId: gardenId, pid: 5 };
    const answered = change(plainV2, asked, { answer, failure: null });
    expect(told(answered)).toBe(
      `violated: ${socketPath} answered for ${gardenId}, pid 5 ([socket-asked])`,
    );
    expect(shown(answered)).toEqual(["[socket-asked]"]);
    const second = change(
      after(plainV2, asked, ask("later")),
      the("socket-asked", { failure: "later" }),
      {
        answer,
      },
    );
    expect(told(second)).toMatch(/^violated: .* \(\[socket-asked 2\]\)$/);
  });

  test("leaves it open where nobody asked, or nobody can tell", () => {
    expect(told(without(plainV2, asked))).toBe(
      "unknown: nobody asked the control socket before the resume",
    );
    expect(told(change(plainV2, asked, { failure: "EACCES" }))).toBe(
      `unknown: ${socketPath} failed with EACCES: neither dead nor alive`,
    );
    expect(shown(change(plainV2, asked, { failure: "EACCES" }))).toEqual(["[socket-asked]"]);
  });
});

test.each(["resumed", "turn-failed", "retained", "start-failed"] as const)(
  "where %s is expected, the target has to be dormant",
  (kind) => {
    expect(told(withCell(plainV2, { expectation: { kind } }))).toMatch(/^holds/);
  },
);

test("where the target need not be dormant it says so", () => {
  expect(told(withCell(plainV2, { expectation: { kind: "delivered" } }))).toBe(
    'not-applicable: scenario plain expects "delivered": its target need not be dormant',
  );
});

test("a child that resumes it has to start in the directory of its header", () => {
  const startedElsewhere = (role: "seed" | "resume") =>
    change(plainV2, the("child-requested", { role }), { workingDirectory: "/elsewhere" });
  expect(told(startedElsewhere("resume"))).toBe(
    `violated: [child-requested 2] starts the child in /elsewhere, not in ${paths.workingDirectory}`,
  );
  expect(shown(startedElsewhere("resume"))).toEqual(["[session-listed]", "[child-requested 2]"]);
  expect(told(startedElsewhere("seed"))).toMatch(/^holds/);
});
