// What pi knows out of the box: its providers, their models, and the wire API of each.
// Pure over data that is read lazily, one provider at a time; it never asks the network.

import { nearNames } from "../../world/near-names.ts";
import type { Catalog, CatalogModel } from "../catalog.ts";

/** Where the catalogue's data comes from. */
export interface CatalogSource {
  readonly providers: readonly string[];
  read(provider: string): readonly CatalogModel[];
}

export function createCatalog(source: CatalogSource): Catalog {
  const providers = [...source.providers].sort();
  const read = new Map<string, readonly CatalogModel[]>();
  const isKnownProvider = (provider: string) => providers.includes(provider);
  const nameOf = (asked: string) =>
    [asked, ...otherNames(asked)].find((name) => isKnownProvider(name)) ?? null;
  const models = (provider: string) => {
    const seen = read.get(provider);
    if (seen !== undefined) return seen;
    if (!isKnownProvider(provider)) throw new Error(unknownProvider(provider, providers));
    const list = source.read(provider);
    read.set(provider, list);
    return list;
  };
  return {
    providers,
    isKnownProvider,
    nameOf,
    models,
    defaultModel: (provider) => preferred(provider, models(provider)),
    find(asked, id) {
      const provider = nameOf(asked);
      if (provider === null) {
        return { kind: "unknown-provider", near: nearNames(asked, providers) };
      }
      const model = models(provider).find((candidate) => candidate.id === id);
      if (model !== undefined) return { kind: "known", model };
      const names = models(provider).map((candidate) => candidate.id);
      return { kind: "unknown-model", near: nearNames(id, names) };
    },
  };
}

/** Names that one provider has had in the releases of pi. */
const renamed: readonly (readonly string[])[] = [["azure", "azure-openai-responses"]];

const otherNames = (provider: string) => renamed.find((names) => names.includes(provider)) ?? [];

/** Every provider that some release has had a model of. */
export const knownProviders = (): readonly string[] => Object.keys(typicalModels);

/** A typical model of each provider; for the others the first of the most common wire API is taken. */
const typicalModels: Readonly<Record<string, string>> = {
  "amazon-bedrock": "zai.glm-5",
  "ant-ling": "Ring-2.6-1T",
  anthropic: "claude-sonnet-5",
  azure: "gpt-5.4",
  "azure-openai-responses": "gpt-5.4",
  baseten: "zai-org/GLM-5.2",
  cerebras: "gpt-oss-120b",
  "cloudflare-ai-gateway": "workers-ai/@cf/moonshotai/kimi-k2.6",
  "cloudflare-workers-ai": "@cf/moonshotai/kimi-k2.6",
  deepseek: "deepseek-v4-pro",
  fireworks: "accounts/fireworks/models/minimax-m3",
  "github-copilot": "gpt-5.3-codex",
  google: "gemini-3.5-flash",
  "google-vertex": "gemini-2.5-flash",
  groq: "openai/gpt-oss-120b",
  huggingface: "moonshotai/Kimi-K2.6",
  "kimi-coding": "k3",
  meta: "muse-spark-1.3",
  minimax: "MiniMax-M3",
  "minimax-cn": "MiniMax-M3",
  mistral: "codestral-latest",
  moonshotai: "kimi-k2.6",
  "moonshotai-cn": "kimi-k2.6",
  nvidia: "openai/gpt-oss-20b",
  openai: "gpt-5.4",
  "openai-codex": "gpt-5.6-sol",
  opencode: "kimi-k2.6",
  "opencode-go": "glm-5.2",
  openrouter: "moonshotai/kimi-k2.6",
  "qwen-token-plan": "qwen3.7-max",
  "qwen-token-plan-cn": "qwen3.7-max",
  "qwen-token-plan-individual": "qwen3.8-max",
  "qwen-token-plan-individual-cn": "qwen3.8-max",
  radius: "balanced",
  together: "MiniMaxAI/MiniMax-M3",
  "vercel-ai-gateway": "zai/glm-5.1",
  xai: "grok-4.7",
  xiaomi: "mimo-v2.6-pro",
  "xiaomi-token-plan-ams": "mimo-v2.6-pro",
  "xiaomi-token-plan-cn": "mimo-v2.6-pro",
  "xiaomi-token-plan-sgp": "mimo-v2.6-pro",
  zai: "glm-5.3",
  "zai-coding-cn": "glm-5.3",
};

function preferred(provider: string, models: readonly CatalogModel[]): CatalogModel {
  const typical = models.find(({ id }) => id === typicalModels[provider]);
  if (typical !== undefined) return typical;
  const counts = Map.groupBy(models, ({ api }) => api);
  const [largest] = [...counts.values()].sort((a, b) => b.length - a.length);
  const [first] = largest ?? [];
  if (first === undefined) throw new Error(`pi lists no model for provider "${provider}".`);
  return first;
}

function unknownProvider(provider: string, providers: readonly string[]): string {
  const near = nearNames(provider, providers);
  const hint =
    near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "See the list of providers.";
  return `pi has no built-in provider "${provider}". ${hint}`;
}
