// Points pi's own providers at a model provider on loopback, by configuration alone.
// Pure: it says which files and variables a child needs; it reads and writes none of them.
import { offline } from "./names.ts";

/** A provider to redirect; `model` is only there so that a target can be passed as it is. */
export interface RedirectTarget {
  readonly provider: string;
  readonly model?: string;
}

export interface Redirect {
  /** Content of `models.json` in pi's agent directory. */
  readonly modelsJson: { readonly providers: Readonly<Record<string, ProviderOverride>> };
  /** Variables the child needs on top of a scrubbed environment. */
  readonly environment: Readonly<Record<string, string>>;
}

interface ProviderOverride {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/**
 * Redirects each target's provider to `{baseUrl}/{provider}`, so that the path of a request says
 * which provider pi believed it was calling. Built-in models, wire APIs and headers stay pi's own.
 */
export function redirect(targets: readonly RedirectTarget[], baseUrl: string): Redirect {
  const names = [...new Set(targets.map(({ provider }) => provider))];
  const root = baseUrl.replace(/\/+$/, "");
  const overrides = names.map((name) => [
    name,
    { baseUrl: `${root}/${encodeURIComponent(name)}`, apiKey: keyOf(name) },
  ]);
  return {
    modelsJson: { providers: Object.fromEntries(overrides) },
    environment: Object.assign({}, quiet, ...names.map((name) => extra[name] ?? {})),
  };
}

/** No proxy may take calls to loopback, and nothing may look for the network on its own. */
const quiet: Readonly<Record<string, string>> = {
  NO_PROXY: "127.0.0.1",
  no_proxy: "127.0.0.1",
  ...offline,
};

const fakeKey = "loopback-key";

const cloudflare = { CLOUDFLARE_ACCOUNT_ID: "loopback", CLOUDFLARE_GATEWAY_ID: "loopback" };

/** What a provider needs besides its address and a key. */
const extra: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "amazon-bedrock": {
    AWS_REGION: "us-east-1",
    AWS_BEARER_TOKEN_BEDROCK: fakeKey,
    // Its client retries on its own, below pi's retries and invisible to them.
    AWS_MAX_ATTEMPTS: "1",
    AWS_EC2_METADATA_DISABLED: "true",
  },
  "cloudflare-ai-gateway": cloudflare,
  "cloudflare-workers-ai": cloudflare,
};

function keyOf(provider: string): string {
  return provider === "openai-codex" ? jwtShapedKey() : fakeKey;
}

/** pi reads an account id out of the key for this provider; nobody checks the signature. */
function jwtShapedKey(): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { "https://api.openai.com/auth": { chatgpt_account_id: "loopback" } };
  return `${encode({ alg: "none" })}.${encode(claims)}.loopback`;
}

const passed = new Set(
  "PATH USER LOGNAME SHELL LANG LANGUAGE TZ TERM TMPDIR TMP TEMP NODE_COMPILE_CACHE".split(" "),
);

/**
 * The part of a user's environment that may reach a child on loopback. An allow-list: keys, base
 * URLs, proxies, cloud profiles and loader options come under too many names to list them all.
 * HOME is left out: it leads to credential files, so a child must be given one of its own.
 */
export function scrubbedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (passed.has(entry[0]) || entry[0].startsWith("LC_")),
  );
  return Object.fromEntries(kept);
}
