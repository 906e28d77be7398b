// What a definition of a user's own must look like: every field that its type has, and no other, for one
// that is misspelt would do nothing and nobody would notice. Tables typed by the types themselves, so
// that a field cannot be added there and refused here.
import { z } from "zod";
import type { Agent, AgentDefinition, FoundAgent } from "../../agents/agent.ts";
import type { LaneTraits } from "../../evidence/cell.ts";
import type { Scenario } from "../../gate/scenario.ts";
import type { Explained, Invariant } from "../../invariants/invariant.ts";
import type { SimulatedPart } from "../../invariants/reading/circumstances.ts";
import type { Lane, LaneSurroundings } from "../../lanes/lane.ts";
import { nearest } from "./nearest.ts";
import { someTimeouts } from "./timeouts-shape.ts";

type Fields<T> = Record<keyof Required<T>, z.ZodType>;

const saying = (message: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is missing; it ${message}` : message,
});

const text = (message: string) => z.string(saying(message)).min(1, "must not be empty");
export const nameText = z
  .string(saying("must be a string"))
  .regex(/^[a-z0-9][a-z0-9.-]*$/, "must be lower-case letters, digits, dots and hyphens");
export const summaryText = text("must be a string: one line for reports");
export const callable = z.custom<unknown>(
  (value) => typeof value === "function",
  saying("must be a function"),
);
const module = z
  .string(saying("must be the absolute path of the module that exports it"))
  .regex(/^\//, {
    error: "must be an absolute path: import.meta.filename",
  });
const plain = z.looseObject({}, "must be an object");
const texts = (what: string) => z.array(z.string(), saying(`must be a list of ${what}`));
const flag = z.boolean(saying("must be true or false"));
const onlyTrue = z.literal(true, "must be true, or left out").optional();

/** With no field but these. */
export function exactly<T>(fields: Fields<T>, whatItIs: string) {
  const names = Object.keys(fields);
  return z.strictObject(fields, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return whatItIs;
      const hints = issue.keys.map((key) => {
        const near = nearest(key, names);
        return near === null ? `"${key}"` : `"${key}" (did you mean "${near}"?)`;
      });
      return `has ${hints.join(", ")}, which does not exist; there are ${names.join(", ")}`;
    },
  });
}

const explained = exactly<Explained>(
  { why: text("must be a string: why it matters"), causes: text("must be a string") },
  "must be { why, causes }, both strings",
);

const traits = exactly<LaneTraits>(
  {
    resident: flag,
    locking: flag,
    mapsIdentity: onlyTrue,
    probesUnrecorded: onlyTrue,
    recordless: onlyTrue,
    silentOnTurn: onlyTrue,
    firstModel: onlyTrue,
  },
  "must be { resident: boolean, locking: boolean }",
);

const surroundings = exactly<LaneSurroundings>(
  {
    agent: plain.optional(),
    paths: callable.optional(),
    environment: callable.optional(),
    agentFiles: callable.optional(),
    lockOwner: z.string("must be a string").optional(),
    ownerStartKey: callable.optional(),
    oneShot: z
      .strictObject({ name: z.string(), module: z.string() }, "must be { name, module }")
      .optional(),
    cannotRun: callable.optional(),
    wireApiOf: callable.optional(),
    seedArguments: callable.optional(),
    recordText: callable.optional(),
  },
  "must be an object",
);

export const laneShape = exactly<Lane>(
  {
    name: nameText,
    summary: summaryText,
    module: module.optional(),
    traits,
    surroundings: surroundings.optional(),
    apart: onlyTrue,
    linger: callable.optional(),
    alterWorld: callable.optional(),
    resume: callable,
    turnOutcome: callable.optional(),
  },
  "must be a lane made with defineLane",
);

const needs = z.array(
  z.enum(["faults", "trust", "briefings"], 'must be "faults", "trust" or "briefings"'),
  'must be a list of "faults", "trust" and "briefings"',
);

export const scenarioShape = exactly<Scenario>(
  {
    name: nameText,
    summary: summaryText,
    explained: explained.optional(),
    module: module.optional(),
    group: z.string("must be a string").optional(),
    covers: texts("branches").optional(),
    expect: callable,
    faults: texts("fault names"),
    timeouts: someTimeouts.optional(),
    cannotRun: callable.optional(),
    realSeed: z.literal(true, "must be true, or left out").optional(),
    needs: needs.optional(),
    seededByAnother: onlyTrue,
    twin: onlyTrue,
    notLive: z.string("must be a string: why not").optional(),
    arrange: callable.optional(),
    act: callable.optional(),
    agentSettings: plain.optional(),
    directoryFiles: callable.optional(),
    simulated: plain.optional(),
    message: callable.optional(),
    ownsModel: onlyTrue,
    alterLaunch: callable.optional(),
    whenStarted: callable.optional(),
    alterWorld: callable.optional(),
  },
  "must be a scenario made with defineScenario",
);

export const agentShape = exactly<AgentDefinition>(
  {
    name: z
      .string(saying("must be a string"))
      .regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens"),
    module,
    find: callable,
    create: callable,
    refuseTarget: callable.optional(),
    wireApiOf: callable.optional(),
  },
  "must be an agent made with defineAgent",
);

const callableOrNull = z.custom<unknown>(
  (value) => typeof value === "function" || value === null,
  saying("must be a function, or null"),
);

const agentFields: Fields<Agent> = {
  name: text("must be a string"),
  description: z.looseObject({}, saying("must be what create() was given")),
  version: text("must be a string"),
  command: text("must be a string"),
  commandArguments: texts("words"),
  seedArguments: callable,
  resumeArguments: callable,
  resumeInput: callable,
  environment: callable,
  residentMarker: callable,
  parseLine: callable,
  adoptSession: callable.optional(),
  heldParts: callable.optional(),
  appendToSession: callable.optional(),
  makeSession: callable.optional(),
  readInvocation: callable,
  withFaults: callableOrNull,
  briefings: z
    .strictObject({ seeded: callable, directoryFile: text("must be a file name") })
    .nullable(),
  redirect: callable,
  settingsFile: callableOrNull,
  trust: callableOrNull,
  staysResident: flag,
  choosesSessionId: flag,
  usualDirectory: z.string(saying("must be a string, or null")).nullable(),
  isSettledLine: callable,
  isTurnEndLine: callable.optional(),
};

/** What `create()` has to return; it may hold more, such as the description's own fields. */
export const madeAgentShape = z.looseObject(agentFields, "must be an agent");

/** What `find()` has to return. */
export const foundAgentShape = z.looseObject(
  {
    command: text("must be a string"),
    commandArguments: texts("words"),
    version: text("must be a string"),
  } satisfies Fields<FoundAgent>,
  "must be { command, commandArguments, version }",
);

const simulated = exactly<SimulatedPart>(
  { asked: callable, otherwise: text("must be a string: one sentence") },
  "must be { asked(circumstances), otherwise }",
);

export const claimShape = exactly<Invariant>(
  {
    name: nameText,
    claim: text("must be a string: a sentence that is true when the claim holds"),
    explained: explained.optional(),
    judge: callable,
    simulated: simulated.optional(),
  },
  "must be a claim made with defineClaim",
);
