// What a history says of a cell before anything is run.
import { describe, expect, test } from "vitest";
import type { CellTarget } from "../../../src/evidence/cell.ts";
import {
  endOf,
  fateOf,
  type History,
  historyAt,
  madeBy,
  whyNoHistory,
} from "../../../src/gate/histories/history.ts";
import { histories } from "../../../src/gate/histories/index.ts";

const plain = { name: "plain" };
const openai: CellTarget = {
  agent: "pi",
  provider: "openai",
  model: "gpt-5.4",
  wireApi: "openai-responses",
};
const mistral: CellTarget = {
  agent: "pi",
  provider: "mistral",
  model: "codestral-latest",
  wireApi: "mistral-conversations",
};
const kept: History = { name: "kept", summary: "", otherwise: "kept" };
const named = (name: string) => histories.find((history) => history.name === name) as History;

describe("a history in a cell", () => {
  test("is refused with the rule, and shows it, where the format's provider refuses it", () => {
    expect(historyAt(named("tool-killed"), mistral, null)).toEqual({
      name: "tool-killed",
      fate: "refused",
      rule: "M2",
      shows: ["history-accepted", "no-tool-left"],
      killed: true,
    });
    expect(historyAt(named("tool-killed"), openai, null)).toEqual({
      name: "tool-killed",
      fate: "repaired",
      shows: ["no-tool-left"],
      killed: true,
    });
  });

  test("is not refused where the format is not known", () => {
    expect(fateOf(named("late-result"), null)).toBe("kept");
  });

  test("names the other models that had a turn, and the signal that ended the last one", () => {
    const claude = {
      provider: "anthropic",
      model: "claude-sonnet-5",
      wireApi: "anthropic-messages",
    };
    expect(historyAt(named("switched-from-anthropic"), openai, null).models).toEqual([claude]);
    expect(historyAt(named("tool-terminated"), openai, null)).toMatchObject({ terminated: true });
    expect(historyAt(kept, openai, null)).toEqual({ name: "kept", fate: "kept", shows: [] });
  });

  test("shows what is lost with it", () => {
    expect(historyAt(named("lost-line"), openai, null)).toMatchObject({
      fate: "lost",
      shows: ["context-recalled", "history-kept"],
    });
  });
});

test("how a history was made, and how its last turn ended, follow from what it does", () => {
  const told = (name: string) => [madeBy(named(name)), endOf(named(name))];
  expect(told("tool-call")).toEqual(["turns", "turns"]);
  expect(told("tool-killed")).toEqual(["turns", "killed"]);
  expect(told("tool-terminated")).toEqual(["turns", "terminated"]);
  expect(told("tool-aborted")).toEqual(["turns", "aborted"]);
  expect(told("two-branches")).toEqual(["session-code", "turns"]);
  expect(told("torn-tail")).toEqual(["by-hand", "killed"]);
});

describe("no cell has a history", () => {
  test.each([
    ["needs a model that does what it is told", kept, plain, openai, "live"],
    ["is resumed in scenario plain only", kept, { name: "torn-line" }, openai, "loopback"],
    ["is made with pi only", kept, plain, { ...openai, agent: "mine" }, "loopback"],
    ["needs a wire format that is known", kept, plain, { ...openai, wireApi: null }, "loopback"],
    [
      "knows no other model to begin with for zai/glm-5.3",
      named("model-switched"),
      plain,
      { ...openai, provider: "zai", model: "glm-5.3" },
      "loopback",
    ],
  ] as const)("that %s", (because, history, scenario, target, fidelity) => {
    expect(whyNoHistory(history, scenario, target, fidelity)).toBe(
      `history ${history.name} ${because}`,
    );
  });

  test("but one that can be made", () => {
    expect(whyNoHistory(named("model-switched"), plain, openai, "loopback")).toBeNull();
  });
});

test("each has a name of its own", () => {
  expect(new Set(histories.map(({ name }) => name)).size).toBe(histories.length);
});
