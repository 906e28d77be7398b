// How far an enumeration has come, as a small file: for each branch in hand its stack of choices, and
// what was counted. Another build, or another question, never goes on with it.
import { z } from "zod";
import { firstFault } from "../../../world/recorded.ts";
import { UsageError } from "../../../world/usage-error.ts";
import type { Enumerated } from "./job.ts";

const whole = z.number().int().min(0);

const schema = z.strictObject({
  format: z.literal("resume-matrix/enumeration"),
  version: z.literal(2),
  build: z.string(),
  asked: z.strictObject({
    lane: z.string(),
    dispatchers: z.array(whole),
    preemptions: whole,
    turns: whole,
    crashes: whole,
    reduced: z.boolean(),
    claims: z.array(z.string()).optional(),
  }),
  /** By space; null where it was not asked for, or has not been made yet. */
  estimates: z.array(z.nullable(z.strictObject({ schedules: z.number(), variance: z.number() }))),
  pass: whole,
  /** The first branch of the pass that nobody has begun. */
  next: whole,
  /** Branches that are begun and not done, and where each goes on. */
  begun: z.array(z.strictObject({ branch: whole, stack: z.array(whole) })),
  rootDeviations: z.array(whole),
  /** Schedules so far, by space. */
  schedules: z.array(whole),
  endless: whole,
  disturbed: z.nullable(z.string()),
  judged: z.array(z.tuple([z.string(), whole])),
  elapsedMs: z.number(),
});

export type EnumerationState = Omit<
  z.infer<typeof schema>,
  "format" | "version" | "build" | "asked"
>;

/** Schedules of all spaces, and the standard error of that; null until each has been estimated. */
export function expectedOf({
  estimates,
}: Pick<EnumerationState, "estimates">): { schedules: number; error: number } | null {
  let schedules = 0;
  let variance = 0;
  for (const estimate of estimates) {
    if (estimate === null) return null;
    schedules += estimate.schedules;
    variance += estimate.variance;
  }
  return { schedules: Math.round(schedules), error: Math.round(Math.sqrt(variance)) };
}

export interface KeptState {
  readonly build: string;
  readonly asked: Enumerated;
  readonly state: EnumerationState;
}

export function encodeState({ build, asked, state }: KeptState): string {
  const head = { format: "resume-matrix/enumeration", version: 2, build, asked };
  return `${JSON.stringify({ ...head, ...state })}\n`;
}

/** @throws UsageError that names the file and what to do. */
export function decodeState(path: string, text: string): KeptState {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    const why = firstFault(parsed.error);
    throw new UsageError(
      `${path} cannot be gone on with: ${why}. Explore again without --continue.`,
    );
  }
  const { format: _, version: _version, build, asked, ...state } = parsed.data;
  const { claims, ...question } = asked;
  return { build, asked: { ...question, ...(claims ? { claims } : {}) }, state };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
