import { describe, expect, test } from "vitest";
import { defaultTimeouts } from "../../../src/matrix/config/config.ts";
import { type Known, validateConfig } from "../../../src/matrix/config/validate.ts";

const known: Known = {
  lanes: ["v1", "v2"],
  scenarios: ["plain", "contention"],
  refuseTarget: ({ provider }) => (provider === "opnai" ? "did you mean openai?" : null),
};
const validate = (value: unknown) => validateConfig(value, known, "/project");
const faultsOf = (value: unknown) => {
  const validated = validate(value);
  if (validated.kind === "valid") throw new Error("expected faults");
  return validated.faults.map(({ where, message }) => `${where}: ${message}`);
};

describe("a config", () => {
  test("needs nothing but targets", () => {
    const validated = validate({ targets: ["openai/gpt-5.4"] });
    expect(validated).toMatchObject({
      kind: "valid",
      config: {
        targets: [{ agent: "pi", provider: "openai", model: "gpt-5.4" }],
        lanes: ["v2"],
        scenarios: ["plain"],
        repeat: 1,
        workers: 4,
        workersPerProvider: 4,
        timeouts: defaultTimeouts,
        output: "/project/out",
        fidelity: "loopback",
      },
    });
  });

  test("names known findings by claims, lanes, scenarios and targets that there are", () => {
    const claim = "resident-stays";
    const entry = { claim, lane: "entwurf-v2", scenario: "plain", because: "issue 7" };
    const named = validate({
      targets: ["a/b"],
      known: [entry, { claim, target: "a/b", because: "x" }],
    });
    expect(named).toMatchObject({
      config: { known: [entry, { claim, target: "pi:a/b", because: "x" }] },
    });
    expect(validate({ targets: ["a/b"] })).toMatchObject({ config: { known: [] } });
    const faults = faultsOf({
      targets: ["a/b"],
      known: [
        { claim: "resident-stay", lane: "v3", scenario: "plan", target: "a", because: "" },
        { claim, becuase: "x" },
      ],
    });
    expect(faults).toMatchInlineSnapshot(`
      [
        "known[0].claim: no claim "resident-stay"; did you mean "resident-stays"?",
        "known[0].lane: no lane "v3"; did you mean "v1"?",
        "known[0].scenario: no scenario "plan"; did you mean "plain"?",
        "known[0].target: "a" is not a target; write provider/model, such as openai/gpt-5.4",
        "known[0].because: must not be empty",
        "known[1].because: is missing; it must be a string",
        "known[1].becuase: no such setting; did you mean "because"?",
      ]
    `);
  });

  test("names lanes and scenarios by name or by definition, each once", () => {
    const validated = validate({ targets: ["a/b", "pi:a/b"], lanes: ["v1", { name: "v1" }] });
    expect(validated).toMatchObject({ config: { lanes: ["v1"], targets: [{ provider: "a" }] } });
  });

  test("is gentle to live accounts unless told otherwise", () => {
    const live = { targets: ["a/b"], fidelity: "live" };
    expect(validate(live)).toMatchObject({ config: { workersPerProvider: 2 } });
    expect(validate({ ...live, workersPerProvider: 9 })).toMatchObject({
      config: { workersPerProvider: 9 },
    });
  });

  test("bounds a cell and a run only where it says so", () => {
    const config = { targets: ["a/b"], cellTimeoutMs: 5_000, globalTimeoutMs: 60_000 };
    expect(validate({ targets: ["a/b"] })).toMatchObject({
      config: { cellTimeoutMs: null, globalTimeoutMs: null },
    });
    expect(validate(config)).toMatchObject({
      config: { cellTimeoutMs: 5_000, globalTimeoutMs: 60_000 },
    });
    expect(faultsOf({ ...config, cellTimeoutMs: 0, globalTimeoutMs: "1 h" })).toEqual([
      "cellTimeoutMs: must be more than 0",
      "globalTimeoutMs: must be a number of milliseconds",
    ]);
  });

  test("is told every fault at once, each with its path", () => {
    expect(
      faultsOf({
        targets: ["openai/gpt-5.4", "openai", { provider: "opnai", model: "x" }, 3],
        lanes: ["v3"],
        scenarios: [],
        workers: 0,
        timeouts: { seedMS: 1, pollMs: "soon" },
        wrkers: 2,
        output: 3,
      }),
    ).toMatchInlineSnapshot(`
      [
        "targets[1]: "openai" is not a target; write provider/model, such as openai/gpt-5.4",
        "targets[2]: did you mean openai?",
        "targets[3]: must be provider/model, or {provider, model}",
        "lanes[0]: no lane "v3"; did you mean "v1"?",
        "scenarios: must not be empty: nothing would be run, and nothing run proves nothing",
        "workers: must be at least 1",
        "timeouts.pollMs: must be a number of milliseconds",
        "timeouts.seedMS: no such setting; did you mean "seedMs"?",
        "output: must be a string",
        "wrkers: no such setting; did you mean "workers"?",
      ]
    `);
  });

  test("is refused times that no timer can wait, and takes the longest one", () => {
    const at = (ms: number) => ({
      targets: ["a/b"],
      timeouts: { observeMs: ms },
      modelLatencyMs: ms,
    });
    const says = "must be at most 2147483647: a longer timer would end at once";
    expect(faultsOf(at(2_147_483_648))).toEqual([
      `timeouts.observeMs: ${says}`,
      `modelLatencyMs: ${says}`,
    ]);
    expect(faultsOf(at(Number.POSITIVE_INFINITY))).toHaveLength(2);
    expect(validate(at(2_147_483_647)).kind).toBe("valid");
  });

  test("that names no targets says so", () => {
    expect(faultsOf({})).toEqual(["targets: is missing; it must be a list of targets"]);
    expect(faultsOf({ targets: [] })[0]).toContain("nothing run proves nothing");
  });

  test.each([null, 3, "text", []])("that is %j is refused", (value) => {
    expect(faultsOf(value)[0]).toMatch(/^export default: /);
  });
});
