import { describe, expect, test } from "vitest";
import { providerScenarios } from "../../../src/gate/scenarios/provider/index.ts";
import { cannotSay } from "../../../src/gate/scenarios/provider/misbehaviour.ts";
import { behaviourKinds } from "../../../src/loopback/behaviour.ts";
import { wireFormats } from "../../../src/loopback/wire/index.ts";
import { passesWithEveryLane } from "../harness.ts";

passesWithEveryLane(providerScenarios);

describe("a wire format", () => {
  for (const { api, cannot = {} } of wireFormats) {
    test(`${api} takes each misbehaviour, or the cell says in its words why not`, () => {
      for (const kind of behaviourKinds) {
        const because = cannot[kind];
        if (because === undefined) expect(cannotSay(api, kind)).toBeNull();
        else expect(cannotSay(api, kind)).toContain(because);
      }
    });
  }

  test("that is not known is refused nothing", () => {
    expect(cannotSay(null, "hang")).toBeNull();
  });
});
