import { describe, expect, it } from "vitest";
import { redirect, scrubbedEnvironment } from "../../../src/agents/pi/redirect.ts";

const base = "http://127.0.0.1:4000/cell";

describe("redirect", () => {
  it("gives each provider a path of its own, once", () => {
    const targets = [
      { provider: "groq", model: "a" },
      { provider: "groq", model: "b" },
      { provider: "openai", model: "c" },
    ];
    const { providers } = redirect(targets, `${base}/`).modelsJson;
    expect(Object.entries(providers).map(([name, { baseUrl }]) => [name, baseUrl])).toEqual([
      ["groq", `${base}/groq`],
      ["openai", `${base}/openai`],
    ]);
  });

  it("gives every provider a key, so that none falls back to the user's", () => {
    const { providers } = redirect([{ provider: "mistral" }], base).modelsJson;
    expect(providers.mistral?.apiKey).not.toBe("");
  });

  it("gives codex a key from which an account can be read", () => {
    const { providers } = redirect([{ provider: "openai-codex" }], base).modelsJson;
    const parts = (providers["openai-codex"]?.apiKey ?? "").split(".");
    expect(parts).toHaveLength(3);
    const claims = JSON.parse(Buffer.from(parts[1] ?? "", "base64").toString());
    expect(claims["https://api.openai.com/auth"].chatgpt_account_id).toBeTruthy();
  });

  it("keeps every child off proxies and off the network", () => {
    expect(redirect([{ provider: "groq" }], base).environment).toEqual({
      NO_PROXY: "127.0.0.1",
      no_proxy: "127.0.0.1",
      PI_OFFLINE: "1",
      PI_TELEMETRY: "0",
    });
  });

  it.each([
    ["amazon-bedrock", ["AWS_REGION", "AWS_BEARER_TOKEN_BEDROCK", "AWS_MAX_ATTEMPTS"]],
    ["cloudflare-workers-ai", ["CLOUDFLARE_ACCOUNT_ID"]],
    ["cloudflare-ai-gateway", ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_GATEWAY_ID"]],
  ])("adds what %s asks for besides a key", (provider, names) => {
    const { environment } = redirect([{ provider }], base);
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(names));
    expect(redirect([{ provider: "groq" }], base).environment).not.toHaveProperty(names[0] ?? "");
  });
});

describe("scrubbedEnvironment", () => {
  it.each([
    "OPENAI_API_KEY",
    "ANTHROPIC_OAUTH_TOKEN",
    "HF_TOKEN",
    "AWS_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AZURE_OPENAI_BASE_URL",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "HTTP_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "NODE_OPTIONS",
    "NODE_EXTRA_CA_CERTS",
    "PI_CODING_AGENT_DIR",
    "PI_RADIUS_GATEWAY",
    "XDG_CONFIG_HOME",
    "HOME",
  ])("keeps %s from the child", (name) => {
    expect(scrubbedEnvironment({ [name]: "secret" })).toEqual({});
  });

  it("passes what a program needs to run and to find its caches", () => {
    const environment = { PATH: "p", TMPDIR: "t", LANG: "l", LC_ALL: "c", TZ: "z", USER: "u" };
    expect(scrubbedEnvironment({ ...environment, SHELL: undefined })).toEqual(environment);
  });
});
