// Whether a provider could be called at all at live fidelity: where pi would find its key.
// Pure, and it never holds a key's value: only that there is one, and where.
import type { CredentialSources } from "../built-in.ts";
import { directoryVariable } from "./names.ts";

/** Variables that releases of pi read a provider's key from; each inner list is needed whole. */
const variables: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "amazon-bedrock": [
    ["AWS_PROFILE"],
    ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_BEARER_TOKEN_BEDROCK"],
    ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"],
    ["AWS_CONTAINER_CREDENTIALS_FULL_URI"],
    ["AWS_WEB_IDENTITY_TOKEN_FILE"],
  ],
  anthropic: [["ANTHROPIC_AUTH_TOKEN"], ["ANTHROPIC_OAUTH_TOKEN"], ["ANTHROPIC_API_KEY"]],
  azure: [["AZURE_OPENAI_API_KEY"]],
  "azure-openai-responses": [["AZURE_OPENAI_API_KEY"]],
  "cloudflare-ai-gateway": [["CLOUDFLARE_API_KEY"]],
  "cloudflare-workers-ai": [["CLOUDFLARE_API_KEY"]],
  "github-copilot": [["COPILOT_GITHUB_TOKEN"]],
  google: [["GEMINI_API_KEY"]],
  "google-vertex": [
    ["GOOGLE_CLOUD_API_KEY"],
    ["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"],
  ],
  huggingface: [["HF_TOKEN"]],
  "kimi-coding": [["KIMI_API_KEY"]],
  moonshotai: [["MOONSHOT_API_KEY"]],
  "moonshotai-cn": [["MOONSHOT_API_KEY"]],
  // An account, not a key: it is signed in to from within pi.
  "openai-codex": [],
  "opencode-go": [["OPENCODE_API_KEY"]],
  "qwen-token-plan-individual": [["QWEN_TOKEN_PLAN_API_KEY"]],
  "qwen-token-plan-individual-cn": [["QWEN_TOKEN_PLAN_CN_API_KEY"]],
  "vercel-ai-gateway": [["AI_GATEWAY_API_KEY"]],
};

/** What a credential goes with: names that people also use elsewhere, and that open nothing. */
const settings = ["AWS_PROFILE", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"];

/** Variables of which the value is a credential, or says where one lies. */
export const credentialVariables: ReadonlySet<string> = new Set(
  Object.values(variables)
    .flat(2)
    .filter((name) => !settings.includes(name)),
);

/** Most providers read `<NAME>_API_KEY`. */
const variablesOf = (provider: string) =>
  variables[provider] ?? [[`${provider.toUpperCase().replaceAll("-", "_")}_API_KEY`]];

/**
 * Null when there is a credential for the provider; otherwise what is missing, as a skip's reason.
 * What a command prints is known to the agent alone, and what is not known cannot be kept out of
 * what is written.
 */
export function missingCredential(provider: string, sources: CredentialSources): string | null {
  if (sources.printed.includes(provider)) {
    return `a credential of ${provider} is what a command prints ("!…"), and could not be kept secret: name an agent directory whose auth.json and models.json ask no command (${directoryVariable}), and ${remedyFor(provider)}`;
  }
  if (sources.stored.includes(provider) || sources.configured.includes(provider)) return null;
  const groups = variablesOf(provider);
  const given = groups.some((group) => group.every((name) => sources.environment[name]));
  return given ? null : `no credentials for ${provider}: ${remedyFor(provider)}`;
}

/** What to do to give one. */
function remedyFor(provider: string): string {
  const names = variablesOf(provider).map((group) => group.join(" and "));
  const orVariable = names.length === 0 ? "" : `set ${names.join(" or ")}, or `;
  return `${orVariable}sign in from within pi`;
}
