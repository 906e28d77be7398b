// What pi knows out of the box: its providers, their models, and the wire API of each.
// Pure over data that is read lazily, one provider at a time; it never asks the network.

/** One model as pi names it. `api` is the wire format pi speaks to it. */
export interface CatalogModel {
  readonly provider: string;
  readonly id: string;
  readonly api: string;
}

/** A target looked up in the catalogue, or why it is not there and what was probably meant. */
type Lookup =
  | { readonly kind: "known"; readonly model: CatalogModel }
  | { readonly kind: "unknown-model"; readonly near: readonly string[] }
  | { readonly kind: "unknown-provider"; readonly near: readonly string[] };

export interface Catalog {
  /** Names of all built-in providers, sorted. */
  readonly providers: readonly string[];
  isKnownProvider(provider: string): boolean;
  /** What a provider is called here, by any name it has had; null for one that is not built in. */
  nameOf(provider: string): string | null;
  /** Throws for a provider that is not built in. */
  models(provider: string): readonly CatalogModel[];
  /** The model to take when a user names only the provider. Throws where there is none. */
  defaultModel(provider: string): CatalogModel;
  /** A provider that bears another name here is found under it; the model says which. */
  find(provider: string, model: string): Lookup;
}

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

/** Up to three names that a slip of the hand turns into the wanted one, or that contain it. */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  const want = wanted.toLowerCase();
  const limit = Math.max(2, Math.floor(want.length / 3));
  return names
    .map((name) => ({ name, distance: nearness(want, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Edits between the two; a name that contains the other, or is contained, counts as close. */
function nearness(want: string, name: string): number {
  const contained = want.length > 2 && (name.includes(want) || want.includes(name));
  const edits = editDistance(want, name);
  return contained ? Math.min(edits, 1 + Math.abs(name.length - want.length) / 100) : edits;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
