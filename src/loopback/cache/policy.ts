// How each provider caches prompts, as its public documentation tells it; data only.
// Sources: platform.claude.com prompt-caching; developers.openai.com prompt-caching; ai.google.dev
// caching; docs.aws.amazon.com prompt-caching; api-docs.deepseek.com kv_cache; docs.mistral.ai.

import type { Heard } from "../rules/rule.ts";

export type CachePolicy =
  /** Only what is marked is kept, and found again at most so many blocks before a mark. */
  | { readonly kind: "marked"; readonly lookBack: number; readonly floor: number }
  /** The longest prefix that was seen before, in whole steps; nothing below the floor. */
  | {
      readonly kind: "implicit";
      readonly step: number;
      readonly floor: number;
      /** Requests with different keys do not meet. */
      readonly key: string;
    }
  | { readonly kind: "none" };

/** What the provider that heard this request does. */
export function cachePolicy({ api, body, switches, provider, headers }: Heard): CachePolicy {
  const { cacheFloor: floor } = switches;
  const key = typeof body.prompt_cache_key === "string" ? body.prompt_cache_key : "";
  switch (api) {
    case "anthropic-messages":
      return { kind: "marked", lookBack: 20, floor };
    case "bedrock-converse-stream":
      return { kind: "marked", lookBack: 20, floor };
    case "mistral-conversations": {
      // A hit is only to be expected with a key, or where the affinity leads to the same machine.
      const affinity = key === "" ? `${headers["x-affinity"] ?? ""}` : key;
      if (affinity === "") return { kind: "none" };
      return { kind: "implicit", step: 128, floor: 128, key: affinity };
    }
    case "pi-messages": {
      const { sessionId } = (body.options ?? {}) as { sessionId?: unknown };
      return { kind: "implicit", step: 128, floor, key: `${sessionId ?? ""}` };
    }
    default:
      return { kind: "implicit", step: provider === "deepseek" ? 64 : 128, floor, key };
  }
}
