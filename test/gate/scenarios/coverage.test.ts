import { expect, test } from "vitest";
import { scenarios } from "../../../src/gate/scenarios/index.ts";
import { branches } from "../covered.ts";

const declared = new Set(scenarios.flatMap(({ covers = [] }) => covers));

test.each(branches)("a scenario goes through %s", (branch) => {
  expect(declared).toContain(branch);
});

test("no scenario declares a branch that does not exist", () => {
  const free = /^(throws|send):[a-z-]+$/;
  const strangers = [...declared].filter((name) => !branches.includes(name) && !free.test(name));
  expect(strangers).toEqual([]);
});

test("no two scenarios have one name, and every name can be typed", () => {
  const names = scenarios.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});
