import { expect, test } from "vitest";
import type { EventBodies } from "../../../src/evidence/event.ts";
import { noToolLeft } from "../../../src/invariants/claims/no-tool-left.ts";
import { evidenceOf, plainV2 } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

type Look = EventBodies["tools-left"];

const tool = { pid: 81, startTime: "9", arguments: "sleep 300" };

function looking(...looks: readonly Look[]) {
  const others = plainV2.events.filter(({ type }) => type !== "tools-left");
  const seen = looks.map((look) => ({ type: "tools-left" as const, ...look }));
  return evidenceOf({ ...plainV2, events: others.toSpliced(-1, 0, ...seen) });
}

const judged = (...looks: readonly Look[]) => noToolLeft.judge(looking(...looks));

test("holds where each look found nothing", () => {
  const { verdict, events } = judged(
    { moment: "seed-killed", processes: [] },
    { moment: "reaped", processes: [] },
  );
  expect(verdict).toBe("holds");
  expect(events).toHaveLength(2);
});

test("names the process, and the agent that it outlived", () => {
  const { verdict, because, events } = judged(
    { moment: "seed-killed", processes: [tool] },
    { moment: "reaped", processes: [] },
  );
  expect(verdict).toBe("violated");
  expect(because).toMatch(
    /^after the seed's agent was killed there lived process 81 \(sleep 300\) \(event \d+\)$/,
  );
  expect(events).toHaveLength(1);
  expect(judged({ moment: "reaped", processes: [tool, tool] }).because).toMatch(
    /^after every agent was brought down there lived process 81 \(sleep 300\), process 81/,
  );
});

test("is not asked where nobody looked", () => {
  expect(judged()).toMatchObject({
    verdict: "not-applicable",
    because: "nobody looked for what tools had left running",
  });
});

test("a cell that was cut off accuses nobody: an agent may only just have begun", () => {
  const seen = { type: "tools-left", moment: "reaped", processes: [tool] } as const;
  const cut = { type: "cell-ended", interrupted: true } as const;
  const events = [...plainV2.events.slice(0, -1), seen, cut];
  expect(noToolLeft.judge(evidenceOf({ ...plainV2, events })).verdict).toBe("unknown");
});

test("each look is told", () => {
  const looks = (processes: Look["processes"]) =>
    looking({ moment: "seed-killed", processes }, { moment: "reaped", processes });
  expect(toldBy(noToolLeft)(looks([]))).toBe(
    "holds: [tools-left], [tools-left 2]: nothing was left running",
  );
  expect(toldBy(noToolLeft)(looks([tool]))).toBe(
    "violated: after the seed's agent was killed there lived process 81 (sleep 300) ([tools-left]); " +
      "after every agent was brought down there lived process 81 (sleep 300) ([tools-left 2])",
  );
  expect(shownBy(noToolLeft)(looks([tool]))).toEqual(["[tools-left]", "[tools-left 2]"]);
});
