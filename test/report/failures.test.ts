import { expect, test } from "vitest";
import { replayCommand } from "../../src/report/failures.ts";
import { result } from "../matrix/results.ts";

test("the replay of a checkout's lane names the checkout, without which there is no such lane", () => {
  expect(replayCommand(result({ lane: "entwurf-v2" }), "loopback")).toBe(
    "pnpm matrix --target openai/gpt-5.4 --lane 'entwurf:<dir>' --grep 'entwurf-v2 ' --scenario plain --repeat-each 1",
  );
});

test("the replay of a cell with a history names it", () => {
  const history = { name: "tool-killed", fate: "repaired", shows: [] } as const;
  expect(replayCommand(result({ history }), "loopback")).toBe(
    "pnpm matrix --target openai/gpt-5.4 --lane v2 --scenario plain --history tool-killed --repeat-each 1",
  );
});
