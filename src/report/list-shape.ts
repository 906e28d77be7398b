// What the JSON of `matrix list` looks like: the source of docs/list.schema.json.
import { z } from "zod";

/** Goes up when a field changes its meaning or goes away; a field that is added leaves it as it is. */
export const listVersion = 1;

const named = { name: z.string() };

const cells = z
  .array(
    z.object({
      title: z.string().describe("as reports print it, and as --test-list takes it"),
      target: z.string().describe("provider/model"),
      agent: z.string(),
      version: z.string().optional().describe("of the agent, where the run tests several"),
      wireApi: z.string().nullable(),
      lane: z.string(),
      scenario: z.string(),
      history: z.string(),
      repetition: z.int().min(1),
      skip: z.string().nullable().describe("why it would not be run"),
    }),
  )
  .readonly();

const claims = z
  .array(z.object({ ...named, claim: z.string().describe("true when the claim holds") }))
  .readonly();

const scenarios = z
  .array(
    z.object({
      ...named,
      summary: z.string(),
      group: z.string().nullable(),
      faults: z.array(z.string()).readonly(),
      notLive: z.string().nullable(),
    }),
  )
  .readonly();

const lanes = z
  .array(
    z.object({
      ...named,
      summary: z.string(),
      resident: z.boolean(),
      locking: z.boolean(),
    }),
  )
  .readonly();

const histories = z
  .array(
    z.object({
      ...named,
      summary: z.string(),
      fate: z.string().describe("on resume, where no provider refuses it"),
      refusedBy: z.record(z.string(), z.string()).describe("wire format → rule"),
    }),
  )
  .readonly();

const canaries = z
  .array(z.object({ ...named, breaks: z.string(), claim: z.string(), scenario: z.string() }))
  .readonly();

const agents = z.array(z.object({ ...named, builtIn: z.boolean() })).readonly();
const reporters = z.array(z.object({ ...named, summary: z.string() })).readonly();

/** One object: the version, and the one list that was asked for. */
export const listShape = z.object({
  listVersion: z.literal(listVersion),
  cells: cells.optional(),
  claims: claims.optional(),
  scenarios: scenarios.optional(),
  lanes: lanes.optional(),
  histories: histories.optional(),
  canaries: canaries.optional(),
  agents: agents.optional(),
  reporters: reporters.optional(),
});

export type Lists = Omit<z.input<typeof listShape>, "listVersion">;
export type ListName = Exclude<keyof Lists, undefined>;

/** What `--what` takes, beside the cells. */
export const listNames = [
  "cells",
  "claims",
  "scenarios",
  "lanes",
  "histories",
  "canaries",
  "agents",
  "reporters",
] as const satisfies readonly ListName[];
