// For whom a run is a picture, and for whom it is lines.
import { describe, expect, test } from "vitest";
import { isWatched } from "../../src/commands/watched.ts";

const at = (
  changes: { columns?: number | null; rows?: number; environment?: Record<string, string> } = {},
  forAgent = false,
) => {
  const { columns = 100, rows = 30, environment = {} } = changes;
  const stderr = { columns, rows, write: () => undefined };
  return isWatched({ stderr, environment: { TERM: "xterm", ...environment } }, forAgent);
};

describe("a run is shown as a picture", () => {
  test.each([
    ["on a terminal", {}],
    ["on one that says it is 0 wide and 0 high", { columns: 0, rows: 0 }],
    ["on one that is just large enough", { columns: 60, rows: 10 }],
    ["where CI is set to nothing", { environment: { CI: "", NO_COLOR: "" } }],
    ["where CI says that it is none", { environment: { CI: "false" } }],
  ])("%s", (_where, changes) => {
    expect(at(changes)).toBe(true);
  });
});

describe("a run is told in lines", () => {
  test.each([
    ["without a terminal", { columns: null }],
    ["on a narrow terminal", { columns: 59 }],
    ["on a low terminal", { rows: 9 }],
    ["under CI", { environment: { CI: "true" } }],
    ["under CI that names itself", { environment: { CI: "woodpecker" } }],
    ["where NO_COLOR asks for text", { environment: { NO_COLOR: "1" } }],
    ["on a dumb terminal", { environment: { TERM: "dumb" } }],
    ["to Claude Code", { environment: { CLAUDECODE: "1" } }],
    ["to any agent that says so", { environment: { AI_AGENT: "mine" } }],
  ])("%s", (_where, changes) => {
    expect(at(changes)).toBe(false);
  });

  test("to whom the agent reporter speaks", () => {
    expect(at({}, true)).toBe(false);
  });
});
