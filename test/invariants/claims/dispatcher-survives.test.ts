// What is said of a dispatcher that died of an error nobody caught.
import { expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { dispatcherSurvives } from "../../../src/invariants/claims/dispatcher-survives.ts";
import { before, plainV2, the } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(dispatcherSurvives);

const dispatcher = (pid: number): UnstampedEvent => ({
  type: "child-started",
  child: { dispatch: null, n: pid },
  role: "dispatcher",
  pid,
  startTime: "1",
});
const crash = (message: string): UnstampedEvent => ({
  type: "dispatcher-crashed",
  dispatch: 1,
  message,
});
const running = (...events: readonly UnstampedEvent[]) =>
  before(plainV2, the("dispatch-started"), dispatcher(4300), dispatcher(4301), ...events);

test("those that survived are told by their pids", () => {
  expect(told(running())).toBe("holds: nothing was left uncaught in 4300, 4301");
});

test("one that died is told by its error and the place that it came from", () => {
  const lines = ["Error: read ECONNRESET", "    at Pipe.onStreamRead (node:net)", "    at later"];
  const dead = running(crash(lines.join("\n")));
  expect(told(dead)).toBe(
    "violated: dispatch 1 died of Error: read ECONNRESET at Pipe.onStreamRead (node:net) " +
      "([dispatcher-crashed])",
  );
  expect(shownBy(dispatcherSurvives)(dead)).toEqual(["[dispatcher-crashed]"]);
  expect(told(running(crash("ENOSPC")))).toMatch(
    /^violated: dispatch 1 died of ENOSPC +\(\[dispatcher-crashed\]\)$/,
  );
});

test("where no dispatch had a process of its own it says so", () => {
  expect(told(plainV2)).toBe("not-applicable: no dispatch had a process of its own");
});
