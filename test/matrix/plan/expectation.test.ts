// Expectations as a user's own scenario may return them.
import { expect, test } from "vitest";
import { scenarios } from "../../../src/gate/scenarios/index.ts";
import { asExpectation } from "../../../src/matrix/plan/expectation.ts";

const remembering = { tellsPrompt: true, canTellAgain: true, restoresTools: true };

const faultsOf = (value: unknown): string => {
  try {
    asExpectation(value, "scenario mine: expect()");
    return "";
  } catch (error) {
    const { message, faults = [] } = error as {
      message: string;
      faults?: { where: string; message: string }[];
    };
    return [message, ...faults.map((fault) => `${fault.where} ${fault.message}`)].join("\n");
  }
};

test.each([
  [undefined, "scenario mine: expect() must return an object whose kind is one of resumed"],
  [{ kind: "works" }, "must return an object whose kind is one of resumed"],
  [{ kind: "refused" }, "scenario mine: expect(), kind refused.reason must be one of bad-target"],
  [{ kind: "hazard" }, "kind hazard.shows must be a list of names of claims"],
  [{ kind: "hazard", shows: [] }, "kind hazard.shows must not be empty"],
  [{ kind: "hazard", shows: "one-turn" }, "kind hazard.shows must be a list"],
  [{ kind: "resumed", others: [{ reason: "so" }] }, "kind resumed.others.0.reason must be one of"],
  [{ kind: "threw", message: 5 }, "kind threw.message must be a regular expression"],
])("refuses %j, with what is wrong", (value, said) => {
  expect(faultsOf(value)).toContain(said);
});

test("takes what every built-in scenario expects", () => {
  const traits = [true, false].flatMap((resident) =>
    [true, false].map((locking) => ({ resident, locking })),
  );
  const refused = scenarios.flatMap((scenario) =>
    traits.flatMap((each) => {
      const said = faultsOf(scenario.expect(each, remembering));
      return said === "" ? [] : [`${scenario.name}: ${said}`];
    }),
  );
  expect(refused).toEqual([]);
});
