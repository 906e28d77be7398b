import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type ReleaseEvent, type ReleaseState, reduceRelease } from "../../src/resume/release.ts";

const events = [
  "spawned",
  "spawn-start-failed",
  "socket-alive",
  "child-exited",
  "observe-timed-out",
  "kill-grace-over",
] as const satisfies readonly ReleaseEvent[];

const states = ["holding", "released", "retained"] as const satisfies readonly ReleaseState[];

/** What each event does to a lock that is held: the next state, and whether it goes now. */
const table: Record<ReleaseEvent, readonly [ReleaseState, boolean]> = {
  spawned: ["holding", false],
  "spawn-start-failed": ["released", true],
  "socket-alive": ["released", true],
  "child-exited": ["released", true],
  "observe-timed-out": ["holding", false],
  "kill-grace-over": ["retained", false],
};

const sequence = fc.array(fc.constantFrom(...events), { maxLength: 12 });

function play(given: readonly ReleaseEvent[]) {
  let state: ReleaseState = "holding";
  return given.map((event) => {
    const step = reduceRelease(state, event);
    state = step.state;
    return { event, ...step };
  });
}

describe("while the lock is held", () => {
  for (const [event, [state, release]] of Object.entries(table)) {
    test(`${event} leads to ${state}${release ? " and releases" : " and releases nothing"}`, () => {
      expect(reduceRelease("holding", event as ReleaseEvent)).toEqual({ state, release });
    });
  }

  test("the table has a row for every event", () => {
    expect(Object.keys(table).sort()).toEqual([...events].sort());
  });
});

describe("once the lock was released or retained", () => {
  test.prop([fc.constantFrom<ReleaseState>("released", "retained"), fc.constantFrom(...events)])(
    "no event releases it again or brings it back",
    (state, event) => {
      expect(reduceRelease(state, event)).toEqual({ state, release: false });
    },
  );
});

test.prop([sequence])("at most one release comes out of any sequence", (given) => {
  expect(play(given).filter(({ release }) => release).length).toBeLessThanOrEqual(1);
});

test.prop([sequence])("what was spawned or timed out never releases", (given) => {
  const releasing = play(given).flatMap(({ event, release }) => (release ? [event] : []));
  expect(["spawned", "observe-timed-out", "kill-grace-over"]).not.toContain(releasing[0]);
});

test.prop([sequence])("a lock that was retained is never released by anything later", (given) => {
  const over = given.indexOf("kill-grace-over");
  const releases = play(given).findIndex(({ release }) => release);
  fc.pre(over >= 0 && releases >= 0);
  expect(releases).toBeLessThan(over);
});

test.prop([fc.constantFrom(...states), fc.constantFrom(...events)])(
  "a release always comes with the state that remembers it",
  (state, event) => {
    const step = reduceRelease(state, event);
    if (step.release) expect([state, step.state]).toEqual(["holding", "released"]);
  },
);
