import { expect, test, vi } from "vitest";
import { v2 } from "../../../../src/lanes/v2.ts";
import { spacesOf } from "../../../../src/simulation/explore/exhaustive/spaces.ts";
import { outcomesOf } from "./outcomes.ts";

// Seconds of processor time, but a busy machine may take its time to give them.
vi.setConfig({ testTimeout: 600_000 });

function both(name: string, preemptions: number, crashes: number) {
  const bounds = { preemptions, turns: 1, crashes };
  return [true, false].map((reduced) => {
    const spaces = spacesOf({ lane: "v2", dispatchers: [2], ...bounds, reduced });
    const space = spaces.find((each) => each.name === name);
    if (!space) throw new Error(`there is no ${name}`);
    return outcomesOf(space, v2);
  });
}

test.each([
  ["2 dispatchers, plain scene", 1, 0],
  ["2 dispatchers, plain scene", 0, 1],
  ["2 dispatchers, lock: dead-holder", 1, 0],
  ["2 dispatchers, lock: dead-holder", 0, 1],
  ["2 dispatchers, 1 of them to send, socket: live", 1, 0],
  ["2 dispatchers, socket: symlink", 2, 1],
])("what is left out changes no outcome: %s, %d preemptions, %d crashes", async (...asked) => {
  const [reduced, all] = await Promise.all(both(...asked));
  expect(reduced?.outcomes).toEqual(all?.outcomes);
  // Else nothing would be shown: neither that it reduces nor that there is anything to lose.
  expect(reduced?.schedules).toBeLessThan(all?.schedules ?? 0);
  expect(all?.outcomes.length).toBeGreaterThan(2);
  expect(reduced?.disturbed).toBeNull();
});
