import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { nodeWorld } from "../../../src/world/node.ts";
import { createStop } from "../../../src/world/stop.ts";

test("a sleep that is longer than a timer can be is not over at once", async () => {
  const { signal, stop } = createStop();
  let over = false;
  const slept = nodeWorld()
    .clock.sleep(2 ** 32, signal)
    .then(() => {
      over = true;
    });
  await delay(50);
  expect(over).toBe(false);
  stop();
  await slept;
});
