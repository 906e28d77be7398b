// Counterexamples on disk: the drawn case itself, so that it outlives every change of what is drawn
// from a random seed. Files of another version are refused, never guessed at.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { childFates } from "../../scene/child-fate.ts";
import {
  lockScenes,
  recordScenes,
  sessionScenes,
  socketScenes,
  trustScenes,
} from "../../scene/scene.ts";
import { firstFault } from "../../world/recorded.ts";
import { UsageError } from "../../world/usage-error.ts";
import { errorCode, type Files } from "../../world/world.ts";
import type { SimulatedCase } from "../case/case.ts";
import { everyClaim, gateClaim } from "../case/claims.ts";

const keptFormat = "resume-matrix/counterexample";
const keptVersion = 1;

const whole = z.number().int().min(0);

const fate = z.union([
  z.strictObject({ kind: z.enum(["fails", "tears"]), code: z.string() }),
  z.strictObject({ kind: z.literal("is-late"), delayMs: whole }),
  z.strictObject({ kind: z.enum(["dies-before", "dies-within", "dies-after"]) }),
]);

const simulatedCase: z.ZodType<SimulatedCase> = z.strictObject({
  lane: z.string(),
  target: z.strictObject({
    agent: z.string(),
    provider: z.string(),
    model: z.string(),
    wireApi: z.string().nullable(),
  }),
  timeouts: z.strictObject({ observeMs: whole, killGraceMs: whole, pollMs: whole }),
  scene: z.strictObject({
    lock: z.enum(lockScenes),
    socket: z.enum(socketScenes),
    record: z.enum(recordScenes),
    session: z.enum(sessionScenes),
    trust: z.enum(trustScenes),
  }),
  dispatchers: z
    .array(
      z.strictObject({
        intent: z.enum(["owned-outcome", "fire-and-forget"]),
        delayMs: whole,
        fates: z.array(z.strictObject({ effect: whole, fate })),
      }),
    )
    .min(1, "is empty: nothing would be run"),
  children: z.array(
    z.strictObject({
      fate: z.enum(childFates),
      startMs: whole,
      listenMs: whole,
      turnMs: whole,
    }),
  ),
  picks: z.array(whole),
});

const keptSchema = z.strictObject({
  format: z.literal(keptFormat),
  version: z.literal(keptVersion),
  claim: z.enum([gateClaim, ...everyClaim.map(({ name }) => name)], {
    error: ({ input }) => `this build has no claim ${JSON.stringify(input)}`,
  }),
  simulated: simulatedCase,
});

export interface Kept {
  readonly claim: string;
  readonly simulated: SimulatedCase;
}

/** `<claim>-<hash of the case>.json` */
export function keptName({ claim, simulated }: Kept): string {
  const hash = createHash("sha256").update(JSON.stringify(simulated)).digest("hex");
  return `${claim}-${hash.slice(0, 8)}.json`;
}

export function encodeKept({ claim, simulated }: Kept): string {
  const kept = { format: keptFormat, version: keptVersion, claim, simulated };
  return `${JSON.stringify(kept, null, 2)}\n`;
}

/** @throws UsageError that names the file and what is wrong with it. */
export function decodeKept(path: string, text: string): Kept {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not JSON: it was not written by \`matrix explore\``);
  }
  const parsed = keptSchema.safeParse(value);
  if (parsed.success) {
    const { claim, simulated } = parsed.data;
    return { claim, simulated };
  }
  throw new UsageError(
    `${path} is no counterexample of this build: ${firstFault(parsed.error)}. Restore it as \`matrix explore\` wrote it, or explore again.`,
  );
}

/** @throws UsageError that names the file: it cannot be read, or is no counterexample. */
export async function readKeptFile(files: Files, path: string): Promise<Kept> {
  const text = await files.readText(path).catch((error: unknown) => {
    throw new UsageError(
      `${path} cannot be read (${errorCode(error)}). Name a file that \`matrix explore\` kept, such as one in counterexamples/.`,
    );
  });
  return decodeKept(path, text);
}

/**
 * All that are kept in the directory, with their paths.
 * @throws UsageError that says which file is no counterexample, and what to do.
 */
export async function readKept(
  files: Files,
  directory: string,
): Promise<readonly { readonly path: string; readonly kept: Kept }[]> {
  const listed = await files.list(directory).catch((error: unknown) => {
    throw new UsageError(
      `--kept ${directory} cannot be listed (${errorCode(error)}). Name another directory.`,
    );
  });
  const paths = listed
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(directory, name));
  return Promise.all(
    paths.map(async (path) => ({ path, kept: await readKeptFile(files, path).catch(withAdvice) })),
  );
}

function withAdvice(error: unknown): never {
  if (!(error instanceof UsageError)) throw error;
  throw new UsageError(
    `${error.message}\nTake it out of its directory, or name another with --kept.`,
  );
}

/** Returns the path it was written to. */
export async function writeKept(files: Files, directory: string, kept: Kept): Promise<string> {
  await files.makeDirectory(directory);
  const path = join(directory, keptName(kept));
  await files.writeText(path, encodeKept(kept));
  return path;
}
