// Two requests beside each other, value by value: where they differ, and what a difference costs.
import type { RequestValues } from "../../evidence/held.ts";

export interface Difference {
  readonly path: string;
  readonly how: "changed" | "gone" | "new";
  /** The digests on both sides; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** In the order in which the first request has its values; what only the second has comes last. */
export function differences(
  before: RequestValues,
  after: RequestValues,
  wireApi: string,
): readonly Difference[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return paths.flatMap((path) => {
    if (passes(path, wireApi)) return [];
    const [was = null, is = null] = [before[path], after[path]];
    if (was === is) return [];
    const how = was === null ? "new" : is === null ? "gone" : "changed";
    return [{ path, how, before: was, after: is }];
  });
}

/**
 * What differs between any two processes. A connection that keeps what was said gets the rest only,
 * and the provider puts the whole together again; there an item's state is not sent.
 */
const passing: Readonly<Record<string, RegExp>> = {
  "openai-codex-responses": /^previous_response_id$|^input\[\d+\]\.status$/,
  "pi-messages": /(^|\.)timestamp(Ms)?$|\.diagnostics\[\d+\]\.details\.url$/,
};

const passes = (path: string, wireApi: string): boolean => passing[wireApi]?.test(path) ?? false;

/** `order`: all is there, at other places. `settings`: nothing of the conversation. */
type Cost = "cache" | "reasoning" | "tools" | "images" | "order" | "settings";

const costs: readonly (readonly [Cost, RegExp])[] = [
  ["tools", /^(tools|toolConfig|context\.tools|additional_tools)\b|\.toolsAdded\b/],
  ["reasoning", /signature|encrypted_content|redacted|reasoning|thinking|thought/i],
  ["images", /\bimage|inlineData|source\.(data|bytes|media_type)$|mimeType$/i],
];

/** What a provider keeps a prompt by: the prompt itself, its marks, a key, the session. */
const cached =
  /^(messages|input|contents|system|instructions|systemInstruction|context|tools|toolConfig)\b|cache|session|affinity|request-id/i;

export function costsOf(found: readonly Difference[]): readonly Cost[] {
  const named = costs.filter(([, words]) => found.some(({ path }) => words.test(path)));
  const told: Cost[] = [
    ...(found.some(({ path }) => cached.test(path)) ? (["cache"] as const) : []),
    ...named.map(([cost]) => cost),
    ...(isMoved(found) ? (["order"] as const) : []),
  ];
  return told.length > 0 ? told : ["settings"];
}

/** As much is gone as is new then: places without a digest count like one. */
function isMoved(found: readonly Difference[]): boolean {
  const sorted = (side: "before" | "after") =>
    JSON.stringify(found.map((difference) => difference[side]).toSorted());
  return sorted("before") === sorted("after");
}
