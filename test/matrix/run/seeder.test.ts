// Who makes the dormant session of a target, by the installations that a run was given.
import { expect, test } from "vitest";
import type { FoundBuiltIn } from "../../../src/agents/built-in.ts";
import { createCatalog } from "../../../src/agents/pi/catalog.ts";
import { seederFor } from "../../../src/matrix/run/installations.ts";

function pi(version: string, provider = "one", model = "good"): FoundBuiltIn {
  const catalog = createCatalog({
    providers: [provider],
    read: () => [{ provider, id: model, api: "wire-format" }],
  });
  const found = { command: "pi", commandArguments: [], packageJson: null, named: true };
  return { ...found, version, catalog, catalogFrom: "read from its package" };
}

const target = (version?: string) => ({
  agent: "pi",
  ...(version === undefined ? {} : { version }),
  provider: "one",
  model: "good",
  wireApi: null,
});
const three = { found: pi("1.5.2"), others: [pi("0.87.1"), pi("0.79.4")] };

test.each([
  ["1.5.2", "0.79.4", false],
  ["0.87.1", "1.5.2", true],
  ["0.79.4", "0.87.1", true],
])("of %s it is %s, the one named before it", (version, seeder, tellsPrompt) => {
  const found = seederFor(target(version), true, three);
  expect(found).toMatchObject({ version: seeder, tellsPrompt, lacks: null });
});

test("what is restored is told by the version that resumes", () => {
  expect(seederFor(target("1.5.2"), true, three)).toMatchObject({
    canTellAgain: true,
    restoresTools: true,
  });
  expect(seederFor(target("0.87.1"), false, three)).toEqual({
    version: null,
    lacks: null,
    tellsPrompt: true,
    canTellAgain: true,
    restoresTools: false,
  });
  expect(seederFor(target("0.79.4"), false, three)).toMatchObject({
    tellsPrompt: false,
    canTellAgain: false,
  });
});

test.each([
  ["there is one alone", { found: pi("1.5.2"), others: [] }, "give --pi twice"],
  [
    "the other has not the model",
    { found: pi("1.5.2"), others: [pi("0.87.1", "one", "older")] },
    "pi 0.87.1 has no model good of one",
  ],
  [
    "the other has not the provider",
    { found: pi("1.5.2"), others: [pi("0.87.1", "two")] },
    "pi 0.87.1 has no provider one",
  ],
])("it lacks, where %s", (_, installed, why) => {
  const own = installed.others.length > 0 ? target("1.5.2") : target();
  expect(seederFor(own, true, installed).lacks).toContain(why);
  expect(seederFor(own, false, installed).lacks).toBeNull();
});

test("nothing is known of another agent's versions", () => {
  const mine = { ...target(), agent: "mine" };
  expect(seederFor(mine, true, three).lacks).toContain("versions of agent mine");
  expect(seederFor(mine, false, three).lacks).toBeNull();
});
