// The first file of an archive: every other one with its size and hash, and what packed it. Pure.
import { createHash } from "node:crypto";
import { z } from "zod";
import { firstFault } from "../world/recorded.ts";
import { UsageError } from "../world/usage-error.ts";

export const manifestName = "MANIFEST.json";

const format = "resume-matrix/pack";
const version = 1;

export interface PackedFile {
  /** Relative, with `/`. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  /** The build that packed it, by its content. */
  readonly build: string;
  /** What compressed it; another zlib may make other bytes of the same contents. */
  readonly zlib: string;
  /** Ids, in the order they were named in. */
  readonly runs: readonly string[];
  readonly files: readonly PackedFile[];
}

/** Letters, digits, `.`, `_`, `-` and `/`: no part is empty, `.` or `..`. */
export const isSafeName = (name: string) =>
  name.length <= 200 &&
  name.split("/").every((part) => /^[\w.-]+$/.test(part) && !/^\.{1,2}$/.test(part));

const safeName = z.string().refine(isSafeName, "it is no name that may lie in an archive");

const schema = z.looseObject({
  format: z.literal(format),
  version: z.literal(version),
  build: z.string(),
  zlib: z.string(),
  runs: z.array(safeName),
  files: z.array(
    z.looseObject({ name: safeName, bytes: z.int().min(0), sha256: z.string().length(64) }),
  ),
});

export function encodeManifest({ files, ...head }: Manifest): string {
  const lines = files.map((file) => `\n    ${JSON.stringify(file)}`).join(",");
  const start = JSON.stringify({ format, version, ...head }, null, 2).slice(0, -2);
  return `${start},\n  "files": [${lines}\n  ]\n}\n`;
}

/** @throws UsageError naming what is not as this tool wrote it. */
export function decodeManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${manifestName} is damaged: it is no JSON.`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new UsageError(`${manifestName} is damaged: ${firstFault(parsed.error)}.`);
  }
  const { build, zlib, runs, files } = parsed.data;
  return { build, zlib, runs, files };
}

export const sha256 = (bytes: string | Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");
