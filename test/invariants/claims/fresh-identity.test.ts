// What is said of leftovers that bear the garden id before the seed.
import { expect, test } from "vitest";
import { freshIdentity } from "../../../src/invariants/claims/fresh-identity.ts";
import { change, gardenId, moveBefore, plainV2, type Sample, the, without } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(freshIdentity);
const check = the("identity-checked");

test("an id that was free is told with the look at it", () => {
  expect(told(plainV2)).toBe(
    `holds: [identity-checked]: ${gardenId} had no session file, no socket and no lock`,
  );
  expect(shownBy(freshIdentity)(plainV2)).toEqual(["[identity-checked]"]);
});

test("all leftovers are named", () => {
  const found = { lock: true, socket: true, sessions: ["/1.jsonl", "/2.jsonl"] };
  expect(told(change(plainV2, check, found))).toBe(
    `violated: ${gardenId} already had a lock, a control socket, ` +
      "the session file /1.jsonl, the session file /2.jsonl",
  );
  expect(told(change(plainV2, check, { socket: true }))).toBe(
    `violated: ${gardenId} already had a control socket`,
  );
});

test.each<readonly [says: string, sample: Sample]>([
  [`nobody looked whether ${gardenId} was free`, without(plainV2, check)],
  [
    `[identity-checked] looked for another, the cell is ${gardenId}`,
    change(plainV2, check, { gardenId: "another" }),
  ],
  [
    "[identity-checked] looked only after [child-requested] asked for a child",
    moveBefore(plainV2, check, the("child-started", { role: "seed" })),
  ],
])("it is open: %s", (says, sample) => {
  expect(told(sample)).toBe(`unknown: ${says}`);
});

test("a look is good where no child was asked for at all", () => {
  expect(told(without(plainV2, the("child-requested")))).toMatch(/^holds/);
});
