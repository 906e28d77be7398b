// What holds for the text of every reporter, whatever a run brings.
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { reporters } from "../../../src/report/reporters/index.ts";
import { colourless } from "../../../src/report/style.ts";
import { anyResult, versionsOf } from "../../matrix/results.ts";

const run = {
  run: "r",
  directory: "out/r",
  fidelity: "loopback",
  interrupted: false,
  versions: versionsOf,
} as const;
const options = { width: 100, verbose: false, paint: colourless, groupOf: () => "other" };

describe.each(reporters)("the reporter $name", ({ render }) => {
  test.prop([fc.array(anyResult, { maxLength: 4 })], { numRuns: 50 })(
    "ends with a line break, and is the same for the same results",
    (results) => {
      const text = render(summarise(results, run), options);
      expect(text.at(-1)).toBe("\n");
      expect(render(summarise(results, run), options)).toBe(text);
    },
  );
});

test("every reporter has a name of its own that can be typed, and one line for the help", () => {
  const names = reporters.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  for (const { name, summary } of reporters) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(summary).toMatch(/^.+[^.]$/);
  }
});
