import { describe, expect, test } from "vitest";
import { missingCredential } from "../../../src/agents/pi/credentials.ts";
import type { Overrides } from "../../../src/matrix/run/overlaid.ts";
import { prepare, prepareAgain } from "../../../src/matrix/run/prepare.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { fakeParts } from "../fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../place.ts";

const config = { targets: ["one/good", "two/good"], lanes: ["v2"], scenarios: ["plain"] };

async function prepared(
  overrides: Overrides,
  environment: Record<string, string> = {},
  changes = {},
) {
  const place = temporaryDirectory();
  writeConfig(place, { ...config, ...changes });
  const at = { workingDirectory: place, environment: { HOME: place, ...environment } };
  return prepare(overrides, at, fakeParts(nodeWorld()));
}

const targetsOf = async (...given: Parameters<typeof prepared>) =>
  (await prepared(...given)).dimensions.targets.map(
    ({ provider, model }) => `${provider}/${model}`,
  );

describe("a command line", () => {
  test("narrows by pattern, with or without the agent's name", async () => {
    expect(await targetsOf({ target: ["t*"] })).toEqual(["two/good"]);
    expect(await targetsOf({ target: ["pi:one/*", "two/good"] })).toEqual(["one/good", "two/good"]);
  });

  test("may name a pi that has not all that the config lists: that is skipped", async () => {
    const lacking = { targets: ["one/good", "four/good"] };
    await expect(prepared({}, {}, lacking)).rejects.toThrow('unknown provider "four"');
    const { dimensions, found } = await prepared({ pi: "/some/pi" }, {}, lacking);
    expect(found.named).toBe(true);
    expect(dimensions.targets.map((target) => dimensions.lacks(target))).toEqual([
      null,
      "pi 9.9.9 has no provider four; it has one, three, two",
    ]);
  });

  test("runs every scenario on the first target that the pi named has", async () => {
    const lacking = { targets: ["four/good", "one/good"] };
    const { config: effective, dimensions } = await prepared({ pi: "/some/pi" }, {}, lacking);
    expect(effective.showcase).toMatchObject({ provider: "one" });
    expect(dimensions.showcase?.targets[0]).toMatchObject({ provider: "one" });
  });

  test("may name a target that the config does not list", async () => {
    expect(await targetsOf({ target: ["three/bad"] })).toEqual(["three/bad"]);
  });

  test("takes one model of each provider when asked for all", async () => {
    expect(await targetsOf({ allTargets: true })).toHaveLength(3);
    expect(await targetsOf({ allTargets: true, target: ["three/*"] })).toEqual(["three/good"]);
  });

  test.each([
    [{ target: ["x*"] }, "matches none of one/good, two/good"],
    [{ target: ["ones/good"] }, 'unknown provider "ones"; did you mean one'],
    [{ target: ["one/god"] }, 'has no model "god"; did you mean good'],
    [{ lane: ["v9"] }, "--lane v9: matches nothing"],
    [{ scenario: ["plane"] }, 'did you mean "plain"'],
    [{ grep: ["("] }, "--grep"],
    [{ workers: 0 }, "workers: must be at least 1"],
    [{ config: "none.ts" }, "there is no file none.ts"],
  ])("%j is refused in words that help", async (overrides, message) => {
    await expect(prepared(overrides)).rejects.toThrow(message);
  });

  test("beats the config, and what results is what a continued run starts from", async () => {
    const { config: effective } = await prepared({ lane: ["v*"], repeatEach: 7, workers: 2 });
    expect(effective).toMatchObject({ lanes: ["v2", "v1"], repeat: 7, workers: 2 });
  });
});

describe("live fidelity", () => {
  const lacking = async (environment: Record<string, string>, overrides: Overrides = {}) => {
    const { dimensions } = await prepared(overrides, environment);
    return dimensions.targets.map((target) => dimensions.lacks(target));
  };

  test.each(["yes", "on", "TRUE"])("is asked for by LIVE=%s as well", async (LIVE) => {
    const { config: effective } = await prepared({}, { LIVE });
    expect(effective.fidelity).toBe("live");
  });

  test.each(["no", "off", "False", "0", ""])("is not asked for by LIVE=%s", async (LIVE) => {
    const { config: effective } = await prepared({}, { LIVE });
    expect(effective.fidelity).toBe("loopback");
  });

  test("is refused where LIVE says neither yes nor no", async () => {
    await expect(prepared({}, { LIVE: "perhaps" })).rejects.toThrow(
      'LIVE: "perhaps" says neither yes nor no; write 1, true, yes or on',
    );
  });

  test("asked for without LIVE skips all, saying so", async () => {
    const reasons = await lacking({ ONE_API_KEY: "key" }, { fidelity: "live" });
    expect(reasons.every((reason) => reason?.startsWith("LIVE is not set"))).toBe(true);
  });

  test("skips what has no credentials, and only that", async () => {
    const [one, two] = await lacking({ LIVE: "1", ONE_API_KEY: "key" });
    expect([one, two]).toEqual([null, expect.stringContaining("TWO_API_KEY")]);
  });

  test("is narrowed to one target by the environment", async () => {
    const whole = { LIVE: "1", PI_SHELL_ACP_LIVE_TARGET: "three/bad" };
    expect(await targetsOf({}, whole)).toEqual(["three/bad"]);
    const parts = { PI_SHELL_ACP_LIVE_PROVIDER: "three", PI_SHELL_ACP_LIVE_MODEL: "bad" };
    expect(await targetsOf({}, { LIVE: "1", ...parts })).toEqual(["three/bad"]);
    expect(await targetsOf({}, parts)).toEqual(["one/good", "two/good"]);
  });

  test.each([
    ["PI_SHELL_ACP_LIVE_TARGET", "pi-shell-acp/claude", "bridge"],
    ["PI_SHELL_ACP_LIVE_TARGET", "nonsense", "not a target"],
    ["PI_SHELL_ACP_LIVE_PROVIDER", "one", "needs PI_SHELL_ACP_LIVE_MODEL"],
    ["PI_SHELL_ACP_SPAWN_RESUME_ASSISTANT_TIMEOUT_MS", "soon", "milliseconds"],
  ])("refuses %s=%s", async (name, value, message) => {
    await expect(prepared({}, { LIVE: "1", [name]: value })).rejects.toThrow(message);
  });

  test("is narrowed or slowed by the environment when it is begun, not when it goes on", async () => {
    const { config: begun, parts } = await prepared({}, { LIVE: "1" });
    const environment = {
      LIVE: "1",
      PI_SHELL_ACP_LIVE_TARGET: "three/bad",
      PI_SHELL_ACP_SPAWN_RESUME_ASSISTANT_TIMEOUT_MS: "1234",
    };
    const again = await prepareAgain(begun, { workingDirectory: "/", environment }, parts);
    expect(again.config).toEqual(begun);
    expect(again.dimensions.targets).toHaveLength(2);
  });

  test("takes the assistant's bound from the environment", async () => {
    const name = "PI_SHELL_ACP_SPAWN_RESUME_ASSISTANT_TIMEOUT_MS";
    const { dimensions } = await prepared({}, { [name]: "1234" });
    expect(dimensions.timeouts.assistantTurnMs).toBe(1234);
  });
});

describe("a credential", () => {
  const none = { environment: {}, stored: [], configured: [], printed: [] };

  test("counts wherever the agent would find it", () => {
    expect(missingCredential("openai", none)).toContain("OPENAI_API_KEY");
    expect(missingCredential("openai", { ...none, stored: ["openai"] })).toBeNull();
    expect(missingCredential("openai", { ...none, configured: ["openai"] })).toBeNull();
    expect(
      missingCredential("openai", { ...none, environment: { OPENAI_API_KEY: "k" } }),
    ).toBeNull();
  });

  test("that a command prints counts as none: nobody here knows it", () => {
    const sources = { ...none, printed: ["openai"], configured: ["openai"], stored: ["openai"] };
    expect(missingCredential("openai", sources)).toMatch(/command prints .* set OPENAI_API_KEY/);
    expect(missingCredential("groq", { ...sources, stored: ["groq"] })).toBeNull();
  });

  test("of two parts counts only whole", () => {
    const half = { AWS_ACCESS_KEY_ID: "i" };
    const whole = { ...half, AWS_SECRET_ACCESS_KEY: "s" };
    expect(missingCredential("amazon-bedrock", { ...none, environment: half })).not.toBeNull();
    expect(missingCredential("amazon-bedrock", { ...none, environment: whole })).toBeNull();
  });
});
