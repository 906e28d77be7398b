// What is said of the story in the session file: what is missing, twice, out of place or loose.
import { describe, expect, test } from "vitest";
import { nonceOrdering } from "../../../src/invariants/claims/nonce-ordering.ts";
import {
  after,
  change,
  dispatchStarted,
  ending,
  line,
  lines,
  nonces,
  plainV1,
  plainV2,
  reword,
  type Sample,
  seeded,
  the,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(nonceOrdering);
const swapLines = (sample: Sample, first: number, second: number): Sample =>
  change(sample, the("session-entry"), ({ index }) => ({
    index: index === first ? second : index === second ? first : index,
  }));

test("the story is told line by line", () => {
  expect(told(plainV2)).toBe(
    "holds: seed user line 3 ([session-entry 3]) < seed assistant line 4 ([session-entry 4]) < " +
      "resume user line 5 ([session-entry 5]) < resume assistant line 6 ([session-entry 6])",
  );
});

describe("a part of the story", () => {
  test.each<readonly [what: string, says: string, sample: Sample]>([
    [
      "is missing",
      "no seed user entry holds seed-11aa22bb",
      reword(plainV2, lines.seedUser, nonces.seedUser, "hello"),
    ],
    [
      "stands twice",
      "resume user resume-77aa88bb stands 2 times: " +
        "line 5 ([session-entry 5]), line 7 ([session-entry 7])",
      reword(plainV2, lines.followUpUser, "say", nonces.resumeUser),
    ],
    [
      "stands too early",
      "resume assistant at line 5 ([session-entry 6]) stands before " +
        "resume user at line 6 ([session-entry 5])",
      change(swapLines(plainV2, 5, 6), the("session-entry"), { parentId: null }),
    ],
    [
      "names a parent that is nowhere",
      "line 5 ([session-entry 5]) names the parent gone, which does not precede it",
      change(plainV2, line(lines.resumeUser), { parentId: "gone" }),
    ],
    [
      "has an id that was given before",
      "line 8 ([session-entry 8]) repeats the id entry-3",
      change(plainV2, line(lines.followUpReply), { entryId: "entry-3" }),
    ],
  ])("that %s is told by its place", (_, says, sample) => {
    expect(told(sample)).toBe(`violated: ${says}`);
  });

  test("is not repeated by entries that have no ids at all", () => {
    const bald = { entryId: null, parentId: null };
    expect(told(change(plainV2, the("session-entry"), bald))).toMatch(/^holds/);
  });
});

describe("the seed's part", () => {
  test("is missed, though no dispatch made a turn", () => {
    const idle: Sample = { cell: v2Cell, events: [...seeded, ...ending()] };
    expect(told(idle)).toMatch(/^holds/);
    expect(told(reword(idle, lines.seedUser, nonces.seedUser, "hello"))).toBe(
      "violated: no seed user entry holds seed-11aa22bb",
    );
  });

  test("stands once, however often the session was resumed", () => {
    const second = { ...dispatchStarted, dispatch: 2 };
    const often = after(plainV1, the("dispatch-started"), second);
    expect(told(often)).toMatch(/^holds/);
    expect(told(reword(often, lines.resumeUser, "say", nonces.seedUser))).toMatch(
      /^violated: seed user seed-11aa22bb stands 2 times/,
    );
  });

  test("may lack its reply by a live provider's fault, and nothing else", () => {
    const down = { stopReason: "error", errorMessage: "503", text: "" };
    const failed = change(plainV2, line(lines.seedReply), down);
    const live = withCell(failed, { fidelity: "live" });
    expect(told(live)).toBe(
      "unknown: no seed assistant entry holds SEEDED-33cc44dd: the provider failed, 503",
    );
    expect(told(reword(live, lines.seedUser, nonces.seedUser, "hello"))).toBe(
      "violated: no seed user entry holds seed-11aa22bb",
    );
  });
});

test("without a session that was due it tells why nothing can be said", () => {
  expect(told(without(plainV2, the("session-entry")))).toBe(
    "unknown: no entry of the session file was recorded",
  );
  expect(told(withCell(plainV2, { expectation: { kind: "delivered" } }))).toBe(
    'not-applicable: scenario plain expects "delivered": its session need not hold a turn',
  );
});
