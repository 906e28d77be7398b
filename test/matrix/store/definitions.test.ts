import { expect, test } from "vitest";
import {
  recordedDefinitions,
  refuseOtherDefinitions,
} from "../../../src/matrix/store/definitions.ts";
import { lane, scenario } from "../fake-parts.ts";

const withScenario = (more: object) => ({
  lanes: [lane],
  scenarios: [{ ...scenario, ...more }],
});

test("other words about a scenario leave it the same, another doing does not", () => {
  const then = recordedDefinitions(withScenario({ explained: { why: "W.", causes: "C." } }));
  const reworded = withScenario({ explained: { why: "Other.", causes: "C." } });
  expect(recordedDefinitions(reworded)).toEqual(then);
  expect(recordedDefinitions(withScenario({}))).toEqual(then);
  expect(() => refuseOtherDefinitions(then, reworded)).not.toThrow();
  const other = withScenario({ faults: ["another"] });
  expect(() => refuseOtherDefinitions(then, other)).toThrow(/scenario plain: it is defined other/);
});
