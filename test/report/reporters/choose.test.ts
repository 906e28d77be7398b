// Which reports are made, and where each goes.
import { describe, expect, test } from "vitest";
import { chooseReports } from "../../../src/report/reporters/choose.ts";
import { reporters } from "../../../src/report/reporters/index.ts";
import { defineReporter } from "../../../src/report/reporters/reporter.ts";

const mine = defineReporter({ name: "mine", summary: "my own", render: () => "mine\n" });

function choose(named: readonly string[], configured?: unknown) {
  const at = { workingDirectory: "/here", configDirectory: "/config" };
  const chosen = chooseReports({ named, configured, ...at });
  return chosen.map(({ reporter, file }) => `${reporter.name} ${file ?? "-"}`);
}

describe("the reports of a run", () => {
  test("are the table alone where nobody says otherwise", () => {
    expect(choose([])).toEqual(["table -"]);
    expect(choose([], [])).toEqual(["table -"]);
  });

  test("are printed by a name alone, and written by a name with a file", () => {
    expect(choose(["json"])).toEqual(["json -"]);
    expect(choose(["json=a=b.json", "markdown"])).toEqual(["json /here/a=b.json", "markdown -"]);
  });

  test("leave the table on standard output while all of them go to files", () => {
    expect(choose(["json=/tmp/x.json"])).toEqual(["table -", "json /tmp/x.json"]);
  });

  test("come from the config, whose own ones the command line may name as well", () => {
    expect(choose([], [mine])).toEqual(["mine -"]);
    expect(choose([], ["table", { ...mine, file: "out.txt" }])).toEqual([
      "table -",
      "mine /config/out.txt",
    ]);
    expect(choose(["mine=x.txt"], [mine])).toEqual(["table -", "mine /here/x.txt"]);
  });

  test("are refused all at once: unknown names, two in one place, what is none", () => {
    expect(() => choose(["jsn"])).toThrow(/no reporter "jsn"; did you mean "json"\?/);
    expect(() => choose(["zzzzzz"])).toThrow(
      `there is ${reporters.map(({ name }) => name).join(", ")}`,
    );
    expect(() => choose(["json="])).toThrow(/names no file/);
    expect(() => choose(["json", "table"])).toThrow(
      /json and table would both go to standard output/,
    );
    expect(() => choose(["json=x", "table=./x"])).toThrow(/would both go to \/here\/x/);
    expect(() => choose([], [{ name: "half" }])).toThrow(
      /reporters\[0\]\.render: is missing; it must be a function/,
    );
    expect(() => choose([], [5])).toThrow(/reporters\[0\]: must be a name/);
    expect(() => choose([], [{ ...mine, name: "table" }])).toThrow(/name: "table" is taken/);
    expect(() => choose(["json"], [mine, mine])).toThrow(/reporters\[1\]\.name: "mine" is taken/);
    expect(() => choose([], [{ ...mine, flie: "x" }])).toThrow(/"flie" \(did you mean "file"\?\)/);
    expect(() => choose([], "table")).toThrow(/reporters: must be a list/);
  });
});
