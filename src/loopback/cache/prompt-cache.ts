// The prompt cache of one prefix's providers: says how much of a request was seen before, and keeps it.
// Tokens are bytes through four, so that equal requests have equal figures on every machine.

import type { Usage } from "../reply.ts";
import type { Heard } from "../rules/rule.ts";
import { chain } from "../rules/shared/sign.ts";
import { type CachePolicy, cachePolicy } from "./policy.ts";
import { type Segment, segmentsOf } from "./segments.ts";

export type InputUsage = Pick<Usage, "inputTokens" | "cachedTokens" | "cacheWriteTokens">;

export interface PromptCache {
  /** Counts the request; what it may be met by later is only kept when `keep` is called. */
  measure(heard: Heard): { readonly usage: InputUsage; keep(): void };
}

const bytesPerToken = 4;
const tokensOf = (bytes: number) => Math.max(1, Math.ceil(bytes / bytesPerToken));

export function createPromptCache(): PromptCache {
  const kept = new Set<string>();
  return {
    measure(heard) {
      const segments = segmentsOf(heard.api, heard.body);
      const policy = cachePolicy(heard);
      const start = JSON.stringify([heard.api, heard.provider, heard.model]);
      const found = look(policy, segments, start, kept);
      const keep = () => {
        for (const name of found.names) kept.add(name);
      };
      return { usage: found.usage, keep };
    },
  };
}

interface Found {
  readonly usage: InputUsage;
  /** What the provider keeps of this request. */
  readonly names: readonly string[];
}

function look(
  policy: CachePolicy,
  segments: readonly Segment[],
  start: string,
  kept: ReadonlySet<string>,
): Found {
  switch (policy.kind) {
    case "none":
      return { usage: { inputTokens: tokensOf(bytesOf(segments)), cachedTokens: 0 }, names: [] };
    case "marked":
      return lookAtMarks(policy, segments, start, kept);
    case "implicit":
      return lookInSteps(policy, segments, start, kept);
  }
}

function lookAtMarks(
  { lookBack, floor }: Extract<CachePolicy, { kind: "marked" }>,
  segments: readonly Segment[],
  start: string,
  kept: ReadonlySet<string>,
): Found {
  const names = chain(
    start,
    segments.map(({ text }) => text),
  );
  let bytes = 0;
  const tokens = segments.map(({ text }) => {
    bytes += Buffer.byteLength(text);
    return tokensOf(bytes);
  });
  const marks = segments.flatMap(({ marked }, at) =>
    marked && (tokens[at] as number) >= floor ? [at] : [],
  );
  const hits = marks.map((mark) => {
    const from = Math.max(0, mark - lookBack);
    return names.findLastIndex((name, at) => at >= from && at <= mark && kept.has(name));
  });
  const hit = Math.max(-1, ...hits);
  const cachedTokens = hit < 0 ? 0 : (tokens[hit] as number);
  const written = marks.length === 0 ? 0 : (tokens[marks.at(-1) as number] as number);
  return {
    usage: {
      inputTokens: tokensOf(bytes),
      cachedTokens,
      cacheWriteTokens: Math.max(0, written - cachedTokens),
    },
    names: marks.map((mark) => names[mark] as string),
  };
}

function lookInSteps(
  { step, floor, key }: Extract<CachePolicy, { kind: "implicit" }>,
  segments: readonly Segment[],
  start: string,
  kept: ReadonlySet<string>,
): Found {
  const bytes = Buffer.from(segments.map(({ text }) => text).join("\n"));
  const size = step * bytesPerToken;
  const steps = Array.from({ length: Math.floor(bytes.length / size) }, (_, at) =>
    bytes.toString("latin1", at * size, (at + 1) * size),
  );
  const names = chain(`${start}${key}`, steps);
  const missed = names.findIndex((name) => !kept.has(name));
  const cached = (missed < 0 ? names.length : missed) * step;
  const inputTokens = tokensOf(bytes.length);
  return { usage: { inputTokens, cachedTokens: cached >= floor ? cached : 0 }, names };
}

const bytesOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
