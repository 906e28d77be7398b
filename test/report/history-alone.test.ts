import { describe, expect, test } from "vitest";
import { builtIn } from "../../src/agents/index.ts";
import { demonstrationOf } from "../../src/gate/histories/alone.ts";
import type { History } from "../../src/gate/histories/history.ts";
import { histories } from "../../src/gate/histories/index.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { agentsOwnIn } from "../../src/report/history-alone.ts";
import { fateTables, isAgentsOwn } from "../../src/report/history-fates.ts";
import { renderHistories } from "../../src/report/history-table.ts";
import { result } from "../matrix/results.ts";

const violated = (name: string) =>
  [{ name, claim: "", verdict: "violated", because: "", events: [] }] as const;

/** A cell in which the history shows what it says that the agent does. */
const shown = (changes: Partial<CellResult> = {}) =>
  result({
    scenario: "plain",
    history: { name: "tool-killed", fate: "repaired", shows: ["no-tool-left"] },
    claims: violated("no-tool-left"),
    ...changes,
  });

describe("the agent's own doing", () => {
  test("is what the history says of it, in a cell that passed, and nothing else", () => {
    expect(isAgentsOwn(shown())).toBe(true);
    expect(isAgentsOwn(shown({ verdict: "fail" }))).toBe(false);
    expect(isAgentsOwn(shown({ claims: violated("one-turn") }))).toBe(false);
    expect(isAgentsOwn(shown({ claims: [] }))).toBe(false);
  });

  test("is marked in the table, and the mark is explained", () => {
    const options = { width: 100, paint: (_: string, text: string) => text };
    const text = renderHistories([shown()], options);
    expect(text).toContain("R°");
    expect(text).toContain("° the agent's own doing");
    expect(renderHistories([shown({ claims: [] })], options)).not.toContain("°");
    expect([...(fateTables([shown()])[0]?.lines[0]?.agentsOwn ?? [])]).toEqual(["tool-killed"]);
  });

  test("is listed with its claims, its targets and commands", () => {
    const page = agentsOwnIn([shown()], builtIn.alone);
    expect(page).toContain("**`tool-killed`**");
    expect(page).toContain("- `no-tool-left`: `openai/gpt-5.4`");
    expect(page).toContain("kill -KILL $agent");
    expect(agentsOwnIn([shown({ claims: [] })])).toBe("");
  });
});

const named = (name: string) => histories.find((each) => each.name === name) as History;
const commands = (name: string) =>
  builtIn.alone(demonstrationOf(named(name), { provider: "mistral", model: "codestral-latest" }));

describe("the commands", () => {
  test.each([
    ["tool-killed", ["until test -e one;", "kill -KILL $agent"]],
    ["half-batch", ["until test -e two;", "kill -KILL $agent"]],
    ["tool-terminated", ["kill -TERM $agent"]],
    ["tool-aborted", ["--extension src/agents/pi/faults/aborts-tool.ts"]],
    ["killed-before-next-request", ["sleep 5", "kill -KILL $agent"]],
    ["lost-line", ["sed -i"]],
    ["torn-tail", ["truncate -s -40"]],
    ["late-result", ["pnpm matrix --history late-result --target mistral/codestral-latest --keep"]],
  ])("for %s make it and resume it twice", (name, parts) => {
    const text = commands(name);
    for (const part of parts) expect(text).toContain(part);
    expect(text.match(/--session "\$session"/g)).toHaveLength(2);
  });

  test("hold a prompt with quotes as one word of a shell", () => {
    expect(commands("tool-killed")).toContain(`touch '\\''one'\\''; sleep 300`);
  });

  test("are there for each history that shows something of the agent", () => {
    const showing = histories.filter(({ shows, edited, appended, inShell }) =>
      shows !== undefined && (edited !== undefined || appended !== undefined)
        ? inShell === undefined && appended === undefined
        : false,
    );
    expect(showing.map(({ name }) => name)).toEqual([]);
  });
});
