// What the JSON of a run looks like: the source of docs/report.schema.json.
import { z } from "zod";

/** Goes up when a field changes its meaning or goes away; a field that is added leaves it as it is. */
export const reportVersion = 1;

const texts = z.array(z.string()).readonly();
const milliseconds = z.number();
const count = z.int().min(0);
const outcomes = ["pass", "fail", "unknown"] as const;

const rate = z.object({
  passed: count,
  of: count,
  rate: z.number().nullable(),
  interval: z.object({ lower: z.number(), upper: z.number() }),
});

const usage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  costUsd: z.number().nullable(),
});

const place = {
  target: z.string().describe("provider/model"),
  agent: z.string(),
  version: z.string().optional().describe("of the agent, where the run tests several"),
  lane: z.string(),
  scenario: z.string(),
  history: z.string(),
};

const repetitions = z.object({
  ...place,
  planned: count,
  run: count,
  judged: count,
  failed: count,
  unknown: count,
  flaky: z.boolean(),
  passRate: rate,
  worstRate: rate.describe("every unknown counted as a failure"),
  passAll: z
    .array(z.object({ k: z.int(), chance: z.number() }))
    .readonly()
    .describe("pass^k: the chance that k of them all pass"),
  latencies: z
    .array(
      z.object({
        phase: z.string(),
        n: count,
        p50Ms: milliseconds,
        p90Ms: milliseconds,
        p99Ms: milliseconds,
      }),
    )
    .readonly(),
  usage: usage.extend({ n: count }).nullable(),
});

const finding = z.object({
  outcome: z.enum(["fail", "unknown", "known"]),
  claim: z.string().nullable().describe("null where the cell itself says why"),
  reason: z.string().describe("without ids, paths, times and numbers of events"),
  cells: count,
  targets: texts,
  lanes: texts,
  scenarios: texts,
  example: z.string().describe("the title of a cell"),
  because: z.string().nullable(),
  replay: z.string().describe("the command that runs the example again"),
});

const measures = z.object({
  phases: z.array(z.object({ phase: z.string(), durationMs: milliseconds })).readonly(),
  usage: usage.nullable(),
  resumed: z.object({ inputTokens: z.number(), cachedTokens: z.number() }).optional(),
  refusedIn: texts.optional(),
  seed: z.literal("made").optional().describe("absent where a real agent had the seed's turn"),
});

const cell = z.object({
  ...place,
  wireApi: z.string().nullable(),
  repetition: z.int(),
  gardenId: z.string(),
  verdict: z.enum([...outcomes, "skip"]),
  known: texts.nullable().describe("why its failure is known, where it is"),
  because: z.string().nullable(),
  durationMs: milliseconds,
  attempts: z
    .array(z.object({ gardenId: z.string(), because: z.string(), durationMs: milliseconds }))
    .readonly()
    .optional()
    .describe("earlier runs of it that tested nothing"),
  measures: measures.optional(),
  claims: z
    .array(
      z.object({
        name: z.string(),
        verdict: z.enum(["holds", "violated", "unknown", "not-applicable"]),
        because: z.string(),
      }),
    )
    .readonly(),
});

const canaries = z.object({
  build: z.string(),
  total: count,
  killed: count,
  notRun: count,
  sim: count,
  loopback: count,
  notKilled: texts,
});

export const jsonShape = z.object({
  reportVersion: z.literal(reportVersion),
  run: z.string().nullable().describe("null where nothing was run"),
  exitCode: z.int(),
  verdict: z.enum(outcomes).nullable(),
  notAcceptance: z.string().nullable().describe("why a green exit code is still no acceptance"),
  fidelity: z.enum(["sim", "loopback", "live"]),
  directory: z.string().nullable(),
  versions: z
    .object({
      tool: z.string(),
      commit: z.string().nullable(),
      agent: z.string(),
      agentName: z.string().optional(),
      agentCommand: z.string().optional(),
      catalog: z.string().optional(),
      node: z.string(),
      platform: z.string(),
    })
    .nullable(),
  canaries: canaries.nullable(),
  counts: z.object({
    planned: count,
    run: count,
    pass: count,
    fail: count,
    unknown: count,
    known: count,
    skip: count,
    hazard: count.describe("of the passed ones, those that showed a hazard on purpose"),
  }),
  repetitions: z.array(repetitions).readonly(),
  findings: z.array(finding).readonly(),
  noLongerShown: z
    .array(
      z.object({
        claim: z.string(),
        lane: z.string().optional(),
        scenario: z.string().optional(),
        target: z.string().optional(),
        because: z.string(),
        held: count,
      }),
    )
    .readonly(),
  cells: z.array(cell).readonly(),
});

export type JsonReport = z.input<typeof jsonShape>;
