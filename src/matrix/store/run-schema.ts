// What `run.json` must hold for this build to read it. A field of an older build's record that a
// later one added is optional; fields that are not known here are kept.
import { z } from "zod";
import type { Versions } from "../../evidence/evidence.ts";
import { ruleModes } from "../../loopback/rules/mode.ts";
import { type EffectiveConfig, seedModes } from "../config/config.ts";
import { pricesShape } from "../config/prices-shape.ts";
import type { KnownFinding } from "../known.ts";
import type { CanaryStamp } from "../summary/canary-stamp.ts";
import { coordinates, processIdentity } from "./recorded-fields.ts";

export const runFormat = "resume-matrix/run";
export const runVersion = 1;

const namedTarget = z.looseObject({ agent: z.string(), provider: z.string(), model: z.string() });

const timeouts = z.looseObject({
  seedMs: z.number(),
  identityMs: z.number(),
  observeMs: z.number(),
  userTurnMs: z.number(),
  assistantTurnMs: z.number(),
  killGraceMs: z.number(),
  pollMs: z.number(),
});

const knownFinding: z.ZodType<KnownFinding> = z.looseObject({
  claim: z.string(),
  lane: z.string().exactOptional(),
  scenario: z.string().exactOptional(),
  target: z.string().exactOptional(),
  because: z.string(),
});

const config: z.ZodType<EffectiveConfig> = z.looseObject({
  targets: z.array(namedTarget),
  lanes: z.array(z.string()),
  scenarios: z.array(z.string()),
  histories: z.array(z.string()).exactOptional(),
  showcase: namedTarget.nullable().default(null),
  repeat: z.number(),
  workers: z.number(),
  workersPerProvider: z.number(),
  prices: pricesShape.exactOptional(),
  timeouts,
  cellTimeoutMs: z.number().nullable().exactOptional(),
  globalTimeoutMs: z.number().nullable().exactOptional(),
  output: z.string(),
  fidelity: z.enum(["loopback", "live"]),
  modelLatencyMs: z.number(),
  providerRules: z.enum(ruleModes).nullable().exactOptional(),
  seed: z.enum(seedModes).exactOptional(),
  pi: z.string().nullable(),
  pis: z.array(z.string()).exactOptional(),
  socketDirectory: z.string().nullable(),
  file: z.string().nullable().exactOptional(),
  known: z.array(knownFinding).exactOptional(),
});

const versions: z.ZodType<Versions> = z.looseObject({
  tool: z.string(),
  commit: z.string().nullable(),
  agent: z.string(),
  agentCommand: z.string().exactOptional(),
  catalog: z.string().exactOptional(),
  node: z.string(),
  platform: z.string(),
});

const stamp: z.ZodType<CanaryStamp> = z.looseObject({
  build: z.string(),
  total: z.number(),
  killed: z.number(),
  notRun: z.number(),
  sim: z.number(),
  loopback: z.number(),
  notKilled: z.array(z.string()),
});

export const plannedSchema = z.looseObject({
  ...coordinates,
  skip: z.string().nullable(),
  unsuited: z.boolean().exactOptional(),
});

export const runSchema = z.looseObject({
  format: z.literal(runFormat),
  version: z.literal(runVersion),
  run: z.string(),
  runner: processIdentity,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  config,
  versions,
  socketRoot: z.string(),
  canaries: stamp.nullable().exactOptional(),
  plan: z.array(plannedSchema),
  subjects: z.record(z.string(), z.string()).exactOptional(),
  build: z.string().nullable().exactOptional(),
  chosenBy: z.array(z.string()).exactOptional(),
  claims: z.looseObject({ builtIn: z.array(z.string()), own: z.array(z.string()) }).exactOptional(),
  definitions: z
    .looseObject({
      lanes: z.record(z.string(), z.string()),
      scenarios: z.record(z.string(), z.string()),
    })
    .exactOptional(),
  checkout: z
    .looseObject({ directory: z.string(), withRunsPi: z.boolean() })
    .nullable()
    .exactOptional(),
  shard: z
    .looseObject({
      number: z.number(),
      of: z.number(),
      by: z.string().nullable(),
      plan: z.array(plannedSchema),
    })
    .nullable()
    .exactOptional(),
  merged: z
    .array(
      z.looseObject({
        run: z.string(),
        number: z.number(),
        startedAt: z.string(),
        endedAt: z.string().nullable(),
      }),
    )
    .exactOptional(),
});

/** Enough to tell whose a run's leftovers are, whatever else of its record this build can read. */
export const ownershipSchema = z.looseObject({
  format: z.literal(runFormat),
  runner: processIdentity,
  socketRoot: z.string(),
  plan: z.array(z.unknown()),
});
