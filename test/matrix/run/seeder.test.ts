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
const plain = { another: false, longReply: false };
const byAnother = { another: true, longReply: false };
const three = { found: pi("1.5.2"), others: [pi("0.87.1"), pi("0.79.4")] };

test.each([
  ["1.5.2", "0.79.4", false],
  ["0.87.1", "1.5.2", true],
  ["0.79.4", "0.87.1", true],
])("of %s it is %s, the one named before it", (version, seeder, tellsPrompt) => {
  const found = seederFor(target(version), byAnother, three);
  expect(found).toMatchObject({ version: seeder, tellsPrompt, lacks: null });
});

test("what is restored is told by the version that resumes", () => {
  expect(seederFor(target("1.5.2"), byAnother, three)).toMatchObject({
    canTellAgain: true,
    restoresTools: true,
  });
  expect(seederFor(target("0.87.1"), plain, three)).toEqual({
    version: null,
    lacks: null,
    tellsPrompt: true,
    canTellAgain: true,
    restoresTools: false,
  });
  expect(seederFor(target("0.79.4"), plain, three)).toMatchObject({
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
  expect(seederFor(own, byAnother, installed).lacks).toContain(why);
  expect(seederFor(own, plain, installed).lacks).toBeNull();
});

test("nothing is known of another agent's versions", () => {
  const mine = { ...target(), agent: "mine" };
  expect(seederFor(mine, byAnother, three).lacks).toContain("versions of agent mine");
  expect(seederFor(mine, plain, three).lacks).toBeNull();
});

test.each([
  [
    "0.83.9",
    "pi 0.83.9 says all of a reply anew with each piece of it: a long one would fill the disk",
  ],
  ["0.84.0", null],
  ["1.5.2", null],
])("a long reply is asked of no version that repeats it: %s", (version, lacks) => {
  const long = { another: false, longReply: true };
  const alone = { found: pi(version), others: [] };
  expect(seederFor(target(), long, alone).lacks).toBe(lacks);
  expect(seederFor(target(), plain, alone).lacks).toBeNull();
});
