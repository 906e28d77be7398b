// A provider with room for so many requests at once.
import { expect, test } from "vitest";
import { chatBody, post, stoppedClock, testPrefix, until } from "./client.ts";

test("one request too many is refused with 429 and Retry-After; afterwards there is room again", async () => {
  const { clock, pass, isAwaited } = stoppedClock();
  const { prefix, records } = await testPrefix({ atOnce: 1, latencyMs: 50 }, { clock });
  const url = `${prefix.baseUrl}/groq/chat/completions`;
  const first = post(url, chatBody("first"));
  await until(isAwaited);
  pass();
  expect((await first).status).toBe(200);

  const held = post(url, chatBody("held"));
  await until(isAwaited);
  const second = post(url, chatBody("second"));
  const refused = await Promise.race([second, held]);
  expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "2"]);
  expect(refused.body.toString()).toContain("Please try again in 2s.");
  pass();
  expect((await held).status).toBe(200);
  expect(records.map(({ status }) => status)).toEqual([200, 429, 200]);
});
