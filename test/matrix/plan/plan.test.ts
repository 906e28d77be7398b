import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { isGardenId } from "../../../src/formats/garden-id.ts";
import { bigLine } from "../../../src/gate/histories/big-line.ts";
import type { History } from "../../../src/gate/histories/history.ts";
import { histories } from "../../../src/gate/histories/index.ts";
import { ownHistory, whyNotOwn } from "../../../src/gate/histories/own.ts";
import { defaultTimeouts } from "../../../src/matrix/config/config.ts";
import { longestSocketPath, type RunLayout } from "../../../src/matrix/plan/layout.ts";
import { type Dimensions, planCells } from "../../../src/matrix/plan/plan.ts";
import { cellTitle } from "../../../src/matrix/summary/result.ts";
import { UsageError } from "../../../src/world/usage-error.ts";
import { lane, scenario } from "../fake-parts.ts";

const layout: RunLayout = {
  runId: "20300102-030405-abcd",
  directory: "/out/20300102-030405-abcd",
  socketRoot: "/tmp/rm-0/a1b2c3",
  temporaryDirectory: "/out/.cache/tmp",
  agentDirectory: null,
};

/** A poor generator on purpose: few values only, so that names must collide. */
function poorChance(random: number, values = 8) {
  let state = random || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % values;
  };
  return {
    wallMs: new Date(2030, 0, 2, 3, 4, 5).getTime(),
    randomBytes: (count: number) => Uint8Array.from({ length: count }, next),
  };
}

function dimensions(changes: Partial<Dimensions> = {}): Dimensions {
  const targets = ["one", "two", "three"].map((provider) => ({
    agent: "pi",
    provider,
    model: "good",
    wireApi: null,
  }));
  return {
    targets,
    lanes: [lane, { ...lane, name: "v1" }],
    scenarios: [scenario],
    repeat: 5,
    fidelity: "loopback",
    timeouts: defaultTimeouts,
    lacks: () => null,
    ...changes,
  };
}

const target = { agent: "pi", provider: "one", model: "good", wireApi: null };
const ownAgent = {
  agent: "other",
  module: "/other.ts",
  command: "other",
  commandArguments: [],
  version: "1",
};

test("bounds grow with the file of a session of one's own, and the grace of a kill does not", () => {
  const at = (fileBytes: number) =>
    planCells(
      dimensions({
        scenarios: [{ ...scenario, timeouts: { seedMs: 1_000 } }],
        histories: [ownHistory("/a/long.jsonl", fileBytes)],
      }),
      layout,
      poorChance(1, 256),
    )[0]?.cell.timeouts;
  expect(at(0)).toEqual({ ...defaultTimeouts, seedMs: 1_000 });
  expect(at(100e6)).toEqual({
    ...defaultTimeouts,
    seedMs: 301_000,
    identityMs: defaultTimeouts.identityMs + 300_000,
    observeMs: defaultTimeouts.observeMs + 300_000,
    userTurnMs: defaultTimeouts.userTurnMs + 300_000,
    assistantTurnMs: defaultTimeouts.assistantTurnMs + 300_000,
  });
});

describe("the seeder", () => {
  const another = { ...scenario, name: "another", seededByAnother: true as const };
  const facts = { tellsPrompt: false, canTellAgain: true, restoresTools: false };
  const expects: unknown[] = [];
  const asking = {
    ...another,
    expect: (_: unknown, session: unknown) => {
      expects.push(session);
      return { kind: "resumed" as const };
    },
  };
  const planned = (changes: Partial<Dimensions>) =>
    planCells(
      dimensions({ targets: [target], lanes: [lane], scenarios: [asking], repeat: 1, ...changes }),
      layout,
      poorChance(1, 256),
    )[0];

  test("is named by the cell where it is another version, and what it leaves is asked of the scenario", () => {
    const asked: unknown[] = [];
    const one = planned({
      seeder(_, wanted) {
        asked.push(wanted);
        return { ...facts, version: "1.2.3", lacks: null };
      },
    });
    expect(asked).toEqual([{ another: true, longReply: false }]);
    expect(one).toMatchObject({ skip: null, unsuited: false, cell: { seededBy: "1.2.3" } });
    expect(expects.at(-1)).toMatchObject(facts);
  });

  test("is told of a reply that not every version takes", () => {
    const asked: unknown[] = [];
    planned({
      scenarios: [scenario],
      histories: [null, bigLine],
      seeder(_, wanted) {
        asked.push(wanted);
        return { ...facts, version: null, lacks: null };
      },
    });
    const own = { another: false, longReply: false };
    expect(asked).toEqual([own, { ...own, longReply: true }]);
  });

  test("is the target's own otherwise, and the cell says nothing of it", () => {
    const one = planned({});
    expect(one?.cell.seededBy).toBeUndefined();
    expect(one?.skip).toBeNull();
  });

  test("is missing with a reason that is no matter of lane and scenario", () => {
    const seeder = () => ({ ...facts, version: null, lacks: "give --pi twice" });
    expect(planned({ seeder })).toMatchObject({ skip: "give --pi twice", unsuited: false });
  });
});

describe("a twin", () => {
  const plain = { ...scenario, name: "plain" };
  const usual: Partial<Dimensions> = { lanes: [lane], scenarios: [plain], repeat: 1 };
  const twins = (changes: Partial<Dimensions> = {}) =>
    planCells(dimensions({ ...usual, ...changes }), layout, poorChance(1, 256)).map(
      ({ cell }) => cell.twin,
    );
  const named = (name: string) => histories.find((history) => history.name === name) ?? null;

  test("is run where a scenario asks for it", () => {
    const asking = { ...scenario, name: "odd", twin: true as const };
    expect(twins({ scenarios: [asking] })).toEqual([true, true, true]);
  });

  test("is run with each plain cell, whatever real turns its session is made of", () => {
    expect(twins()).toEqual([true, true, true]);
    expect(twins({ histories: [named("tool-call")] })).toEqual([true, true, true]);
  });

  test.each<[string, Partial<Dimensions>]>([
    ["a scenario sets a scene of its own", { scenarios: [{ ...scenario, name: "odd" }] }],
    ["the model cannot be observed", { fidelity: "live" }],
    ["the agent is killed in its last turn", { histories: [named("tool-killed")] }],
    ["the agent is another one", { targets: [{ ...target, agent: "other" }] }],
    [
      "the lane chooses the ids",
      { lanes: [{ ...lane, traits: { ...lane.traits, mapsIdentity: true } }] },
    ],
    ["the lane brings its own agent", { lanes: [{ ...lane, surroundings: { agent: ownAgent } }] }],
  ])("cannot be run where %s", (_why, changes) => {
    expect(new Set(twins(changes))).toEqual(new Set([undefined]));
  });
});

describe("a made session", () => {
  const odd = { ...scenario, name: "odd" };
  const usual = { lanes: [lane], scenarios: [odd], repeat: 1, makesSessions: () => true };
  const seeds = (changes: Partial<Dimensions> = {}) =>
    planCells(dimensions({ ...usual, ...changes }), layout, poorChance(1, 256)).map(
      ({ cell }) => cell.seed,
    );

  test("is what a scenario goes on with that does not look at the seed's turn", () => {
    expect(seeds()).toEqual(["made", "made", "made"]);
  });

  test("is of the targets alone whose agent has session code", () => {
    const makesSessions = (each: { provider: string }) => each.provider === "two";
    expect(seeds({ makesSessions })).toEqual([undefined, "made", undefined]);
    const { makesSessions: _, ...unsaid } = usual;
    expect(planCells(dimensions(unsaid), layout, poorChance(1, 256))[0]?.cell.seed).toBe(undefined);
  });

  test.each<[string, Partial<Dimensions>]>([
    ["every target shows its own seed", { scenarios: [{ ...scenario, name: "plain" }] }],
    ["the scenario is about that turn", { scenarios: [{ ...odd, realSeed: true }] }],
    ["somebody wants all of them real", { realSeeds: true }],
    ["the model is a real one", { fidelity: "live" }],
    ["a history begins with a turn", { histories: [histories[0] ?? null] }],
    [
      "the agent chooses the ids",
      { lanes: [{ ...lane, traits: { ...lane.traits, mapsIdentity: true } }] },
    ],
    ["the lane brings its own agent", { lanes: [{ ...lane, surroundings: { agent: ownAgent } }] }],
  ])("is not had where %s", (_why, changes) => {
    expect(new Set(seeds(changes))).toEqual(new Set([undefined]));
  });
});

describe("a plan", () => {
  test.prop([fc.integer({ min: 1 })])("gives no two cells a name in common", (random) => {
    const cells = planCells(dimensions(), layout, poorChance(random)).map(({ cell }) => cell);
    const words = cells.flatMap(({ nonces }) => Object.values(nonces).map((w) => w.split("-")[1]));
    const unique = (values: readonly unknown[]) => expect(new Set(values).size).toBe(values.length);
    unique(cells.map(({ gardenId }) => gardenId));
    unique(cells.map(cellTitle));
    unique(words);
    unique(cells.map(({ paths }) => paths.root));
    unique(cells.map(({ paths }) => paths.socketDirectory));
    expect(cells.every(({ gardenId }) => isGardenId(gardenId))).toBe(true);
    expect(words.every((word) => /^[0-9a-f]{8,}$/.test(word ?? ""))).toBe(true);
  });

  test("has every combination once, neighbours on different providers", () => {
    const plan = planCells(dimensions(), layout, poorChance(1));
    expect(plan).toHaveLength(3 * 2 * 1 * 5);
    const providers = plan.slice(0, 3).map(({ cell }) => cell.target.provider);
    expect(providers).toEqual(["one", "two", "three"]);
  });

  test("keeps what cannot be run, with the reason", () => {
    const plan = planCells(
      dimensions({
        lacks: ({ provider }) => (provider === "two" ? "no credentials" : null),
        scenarios: [{ ...scenario, cannotRun: ({ name }) => (name === "v1" ? "no lock" : null) }],
        repeat: 1,
      }),
      layout,
      poorChance(1),
    );
    const skips = plan.map(({ cell, skip }) => `${cell.target.provider} ${cell.lane}: ${skip}`);
    expect(skips).toEqual([
      "one v2: null",
      "two v2: no credentials",
      "three v2: null",
      "one v1: no lock",
      "two v1: no lock",
      "three v1: no lock",
    ]);
  });

  test.each(["targets", "lanes", "scenarios"] as const)("without %s is an error", (name) => {
    const empty = { ...dimensions(), [name]: [] };
    expect(() => planCells(empty, layout, poorChance(1))).toThrow(UsageError);
    expect(() => planCells(empty, layout, poorChance(1))).toThrow(`there are no ${name}.`);
  });

  test.each([0, -1])("of %s repetitions is an error that names repeat", (repeat) => {
    const planning = () => planCells(dimensions({ repeat }), layout, poorChance(1));
    expect(planning).toThrow(UsageError);
    expect(planning).toThrow("repeat must be at least 1");
  });

  test("puts a showcase's other scenarios on its one target, after the product", () => {
    const [, target] = dimensions().targets;
    const scenarios = [scenario, { ...scenario, name: "contention" }];
    const showcase = target ? { targets: [target], scenarios } : null;
    const plan = planCells(dimensions({ showcase, repeat: 1 }), layout, poorChance(1));
    const places = plan.map(
      ({ cell }) => `${cell.target.provider} ${cell.lane} ${cell.scenario} ${cell.repetition}`,
    );
    expect(places).toEqual(
      ["v2", "v1"].flatMap((name) => [
        ...["one", "two", "three"].map((provider) => `${provider} ${name} plain 1`),
        `two ${name} contention 1`,
      ]),
    );
  });

  test("adds no scenario on the one target that the product already has there", () => {
    const [target] = dimensions().targets;
    const scenarios = ["plain", "contention", "race"].map((name) => ({ ...scenario, name }));
    const showcase = target ? { targets: [target], scenarios } : null;
    const given = dimensions({ showcase, repeat: 1, scenarios: scenarios.slice(0, 2) });
    const titles = planCells(given, layout, poorChance(1)).map(({ cell }) => cellTitle(cell));
    expect(titles.filter((title) => title.includes("contention"))).toHaveLength(3 * 2);
    expect(titles.filter((title) => title.includes("race"))).toHaveLength(2);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("takes a lane's own surroundings for no more than they say", () => {
    const lanes = [{ ...lane, surroundings: {} }];
    const [first] = planCells(dimensions({ lanes }), layout, poorChance(1));
    const [plain] = planCells(dimensions(), layout, poorChance(1));
    expect(first?.cell.paths).toEqual(plain?.cell.paths);
    expect(first?.skip).toBeNull();
  });

  test("tells what can never be run from what lacks here", () => {
    const never = { ...scenario, cannotRun: () => "no lock" };
    const kinds = (scenarios: Dimensions["scenarios"], lacks: string | null) => {
      const given = dimensions({ scenarios, lacks: () => lacks });
      const [first] = planCells(given, layout, poorChance(1));
      return [first?.skip, first?.unsuited];
    };
    expect(kinds([scenario], null)).toEqual([null, false]);
    expect(kinds([scenario], "no key")).toEqual(["no key", false]);
    expect(kinds([never], "no key")).toEqual(["no lock", true]);
  });

  test("gives each nonce the prefix of its place, and hex of ten digits", () => {
    const [first] = planCells(dimensions(), layout, poorChance(5, 250));
    const { nonces } = first?.cell ?? {};
    const prefixes = Object.entries(nonces ?? {}).map(([place, word]) => {
      expect(word).toMatch(/^[A-Za-z]+-[0-9a-f]{10}$/);
      return `${place} ${word.split("-")[0]}`;
    });
    expect(prefixes).toEqual([
      ...["seedUser seed", "seedReply SEEDED", "recall cedar", "resumeUser resume"],
      ...["resumeReply OK", "followUpUser more", "followUpReply MORE"],
    ]);
  });

  test("says so when the random source is broken", () => {
    const broken = { wallMs: 0, randomBytes: (count: number) => new Uint8Array(count) };
    expect(() => planCells(dimensions(), layout, broken)).toThrow("random source");
  });

  test("of which nothing is wanted is an error", () => {
    const none = dimensions({ wanted: () => false });
    expect(() => planCells(none, layout, poorChance(1))).toThrow("--grep");
  });

  test("lets a scenario set its own bounds", () => {
    const hasty = { ...scenario, timeouts: { observeMs: 7 } };
    const [first] = planCells(dimensions({ scenarios: [hasty] }), layout, poorChance(1));
    expect(first?.cell.timeouts).toEqual({ ...defaultTimeouts, observeMs: 7 });
  });

  test("has no socket path longer than was foreseen", () => {
    const plan = planCells(dimensions({ repeat: 50 }), layout, poorChance(3, 250));
    const paths = plan.map(({ cell }) => `${cell.paths.socketDirectory}/${cell.gardenId}.sock`);
    const longest = Math.max(...paths.map((path) => path.length));
    expect(longestSocketPath(layout.socketRoot, plan.length)).toHaveLength(longest);
  });
});

describe("a history that the provider refuses", () => {
  const wedged: History = {
    name: "wedged",
    summary: "",
    refusedBy: { "mistral-conversations": "M2" },
    otherwise: "kept",
  };
  const mistral = { agent: "pi", provider: "one", model: "good", wireApi: "mistral-conversations" };
  const cellWith = (providerRules: Dimensions["providerRules"], history = wedged) => {
    const plain = { ...scenario, name: "plain" };
    const wanted = { targets: [mistral], scenarios: [plain], histories: [history], repeat: 1 };
    const made = dimensions({ ...wanted, lanes: [lane], providerRules: providerRules ?? null });
    return planCells(made, layout, poorChance(5, 256))[0];
  };

  test("is to fail only where a breach is refused", () => {
    for (const rules of [null, "strict"] as const) {
      expect(cellWith(rules)?.cell).toMatchObject({
        expectation: { kind: "turn-failed" },
        history: { fate: "refused", shows: ["history-accepted"] },
      });
    }
    expect(cellWith("record")?.cell).toMatchObject({
      expectation: { kind: "resumed" },
      history: { fate: "kept", shows: ["history-accepted"] },
    });
    expect(cellWith("off")?.cell).toMatchObject({
      expectation: { kind: "resumed" },
      history: { fate: "kept", shows: [] },
    });
  });

  test("is no hazard where it is the user's own, and a lane that picks its ids cannot have it", () => {
    const own = ownHistory("/mine.jsonl");
    const planned = cellWith(null, own);
    expect(planned).toMatchObject({ skip: null, cell: { history: { made: "own", shows: [] } } });
    expect(whyNotOwn(own, { traits: { mapsIdentity: true } })).toMatch(/the agent chooses it/);
    const brought = { traits: {}, surroundings: { agent: {} } };
    expect(whyNotOwn(own, brought)).toMatch(/brings another agent/);
    expect(whyNotOwn(wedged, brought)).toBeNull();
  });
});
