// What a user's own code makes of an agent is looked at before anything is run with it.
import { expect, test } from "vitest";
import type { AgentDefinition } from "../../../src/agents/agent.ts";
import { openSound } from "../../../src/matrix/run/open-agents.ts";
import { second } from "../../agents/second/agent.ts";

const opened = (changes: object) => openSound({ ...second, ...changes } as AgentDefinition);

test("opens an agent that is whole", async () => {
  expect((await opened({})).name).toBe("second");
});

test.each([
  ["it is not installed", { find: () => Promise.reject(new Error("no such program")) }, []],
  [
    "find() says too little",
    { find: async () => ({ command: "x", commandArguments: [] }) },
    ["find().version is missing; it must be a string"],
  ],
  ["create() makes nothing", { create: () => undefined }, ["create() must be an agent"]],
  [
    "create() leaves something out",
    {
      create: (given: never) => ({
        ...second.create(given),
        parseLine: undefined,
        trust: undefined,
        staysResident: "no",
      }),
    },
    [
      "create().parseLine is missing; it must be a function",
      "create().trust is missing; it must be a function, or null",
      "create().staysResident must be true or false",
    ],
  ],
])("names the agent and the field where %s", async (_what, changes, said) => {
  const refused = opened(changes);
  await expect(refused).rejects.toThrow(/agent second: /);
  const { faults = [] } = (await refused.catch((error: unknown) => error)) as {
    faults?: { where: string; message: string }[];
  };
  expect(faults.map(({ where, message }) => `${where} ${message}`)).toEqual(said);
});
