// Scenario and simulated case, both ways: what a scenario says of its counterpart has to lead to a
// case in which the same is due, and from that case back to the scenario.
import { describe, expect, test } from "vitest";
import { whyNot } from "../../../src/gate/scenario.ts";
import { scenarios } from "../../../src/gate/scenarios/index.ts";
import { lanes } from "../../../src/lanes/index.ts";
import { v1 } from "../../../src/lanes/v1.ts";
import { v2 } from "../../../src/lanes/v2.ts";
import {
  type DispatcherPlan,
  plainCase,
  type SimulatedCase,
} from "../../../src/simulation/case/case.ts";
import { caseOf } from "../../../src/simulation/case/counterpart.ts";
import { dueIn } from "../../../src/simulation/case/expect.ts";
import { confirmation } from "../../../src/simulation/explore/confirm.ts";

const plain = plainCase(v2.name);
const plan: DispatcherPlan = { intent: "owned-outcome", delayMs: 0, fates: [] };
const remembering = { tellsPrompt: true, canTellAgain: true, restoresTools: true };
const several = { dispatchers: [plan, plan] };

const offered = (changes: Partial<SimulatedCase>, lane = v2) =>
  confirmation({ ...plain, ...changes }, lane, scenarios)?.replace(/^.*--scenario /, "") ?? null;

const shown = scenarios.flatMap((scenario) => {
  const lane = lanes.find(
    (each) => whyNot(scenario, each, "openai-responses", "loopback") === null,
  );
  const simulated = scenario.simulated && lane ? caseOf(scenario.simulated, lane.name) : null;
  return lane && simulated ? [[scenario.name, { scenario, lane, simulated }] as const] : [];
});

describe("the counterpart of a scenario", () => {
  test.each(shown)("%s owes what the scenario expects", (_name, { scenario, lane, simulated }) => {
    const due = dueIn(simulated);
    if (due) expect(scenario.expect(lane.traits, remembering)).toMatchObject(due);
    else expect(simulated.dispatchers.length > 1 || scenario.simulated?.fate).toBeTruthy();
  });

  test.each(shown)("%s is confirmed by a scenario of the same kind", (_name, each) => {
    const name = offered(each.simulated, each.lane);
    const back = scenarios.find((scenario) => scenario.name === name)?.simulated;
    const { dispatchers = 1, ...own } = each.scenario.simulated ?? {};
    if (Object.keys(own).length === 0 && dispatchers === 1) expect(name).toBeNull();
    else expect({ ...back, dispatchers }).toEqual({ ...own, dispatchers });
  });
});

describe("a case", () => {
  test("names its lane, its target and the scenario in the command", () => {
    expect(confirmation({ ...plain, ...several }, v2, scenarios)).toBe(
      "pnpm matrix --lane v2 --target openai/gpt-5.4 --scenario two-at-once",
    );
  });

  test("is offered no scenario that there is not, nor one that its lane cannot be put through", () => {
    expect(confirmation({ ...plain, ...several }, v2, [])).toBeNull();
    expect(offered(several, v1)).toBe("two-without-lock");
  });

  test("with a dispatcher that dies comes nearest to the one that is killed", () => {
    const dying: DispatcherPlan = { ...plan, fates: [{ effect: 3, fate: { kind: "dies-after" } }] };
    const scene = { ...plain.scene, lock: "dead-holder" } as const;
    expect(offered({ scene, dispatchers: [dying, plan] })).toBe("dispatcher-killed");
  });

  test("with two kinds of trouble comes nearest to the scenario that shows both", () => {
    const scene = { ...plain.scene, lock: "dead-holder" } as const;
    expect(offered({ scene })).toBe("stale-lock");
    expect(offered({ scene, ...several })).toBe("stale-lock-race-of-two");
  });

  test("of a message finds the scenario that sends one, if there is one", () => {
    const message: DispatcherPlan = { ...plan, intent: "fire-and-forget" };
    const scene = { ...plain.scene, socket: "live" } as const;
    expect(offered({ scene })).toBe("owned-to-live");
    expect(offered({ scene, dispatchers: [message] })).toBe("send-to-live");
  });

  test("that nothing disturbs has none", () => {
    expect(offered({})).toBeNull();
  });
});
