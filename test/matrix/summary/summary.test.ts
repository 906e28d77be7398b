import { describe, expect, test } from "vitest";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { type RunFacts, summarise } from "../../../src/matrix/summary/summary.ts";
import { result, versionsOf } from "../results.ts";

const facts: RunFacts = {
  run: "r",
  directory: "/out/r",
  fidelity: "loopback",
  versions: versionsOf,
  interrupted: false,
};
const pass = result();
const fail = result({ verdict: "fail" });
const unknown = result({ verdict: "unknown" });
const skip = result({ verdict: "skip", because: "no credentials" });
const stopped = result({ verdict: "skip", because: "stopped", unfinished: true });
const cut = result({ verdict: "unknown", because: "interrupted", unfinished: true });

describe("a run", () => {
  test.each<[string, CellResult[], Partial<RunFacts>, string | null, number]>([
    ["passes when all did", [pass, pass], {}, "pass", 0],
    ["fails when one did, whatever else", [pass, unknown, fail, skip], {}, "fail", 1],
    ["is unknown when one is", [pass, unknown], {}, "unknown", 2],
    ["passes over an honest skip", [pass, skip], {}, "pass", 0],
    ["is unknown when a cell did not get its turn", [pass, stopped], {}, "unknown", 2],
    ["is unknown when a cell was cut short", [pass, cut], {}, "unknown", 2],
    ["has no verdict when live and all skipped", [skip], { fidelity: "live" }, null, 0],
    ["is not green when all is skipped at loopback", [skip], {}, null, 2],
    ["is not green when there was nothing", [], { fidelity: "live" }, null, 2],
    ["says that it was interrupted", [pass, stopped], { interrupted: true }, "unknown", 130],
  ])("%s", (_claim, cells, changes, verdict, exitCode) => {
    expect(summarise(cells, { ...facts, ...changes })).toMatchObject({ verdict, exitCode });
  });

  test("that ran nothing, or not to its end, is not an acceptance", () => {
    const why = (cells: CellResult[]) => summarise(cells, facts).notAcceptance;
    expect(why([skip])).toBe("no cell was run");
    expect(why([pass, stopped])).toBe("1 of 2 cells did not run to their end");
    expect(why([pass, skip])).toBeNull();
  });

  test("counts a skip as nothing but a skip", () => {
    const { counts } = summarise([pass, fail, unknown, skip, stopped], facts);
    expect(counts).toEqual({
      planned: 5,
      run: 3,
      pass: 1,
      fail: 1,
      unknown: 1,
      skip: 2,
      known: 0,
      hazard: 0,
    });
  });
});
