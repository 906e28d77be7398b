import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { socketRoots } from "../../../src/matrix/store/socket-roots.ts";
import { temporaryDirectory } from "../place.ts";

const userId = process.getuid?.() ?? -1;
const whole = { directory: "/out/r", runner: { pid: 1, startTime: "1" } };

function rootsWith(owner: unknown) {
  const base = temporaryDirectory();
  mkdirSync(join(base, "a1b2c3"));
  writeFileSync(join(base, "a1b2c3", "run.json"), JSON.stringify(owner));
  return socketRoots(base, userId).map((root) => root.owner);
}

test("a socket root's owner is read, with what another build adds", () => {
  expect(rootsWith(whole)).toEqual([whole]);
  expect(rootsWith({ ...whole, host: "a" })).toEqual([{ ...whole, host: "a" }]);
});

test.each([
  ["directory", { ...whole, directory: 1 }],
  ["runner", { ...whole, runner: { pid: 1 } }],
  ["whole", null],
])("a socket root of which the %s is damaged is nobody's, and left alone", (_what, owner) => {
  expect(rootsWith(owner)).toEqual([]);
});
