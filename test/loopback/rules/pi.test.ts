// The real pi on each wire format, with a provider that refuses what the real one would refuse.

import { once } from "node:events";
import { describe, it } from "vitest";
import { bundledCatalog } from "../../../src/agents/pi/installed.ts";
import { stepsLine } from "../../../src/loopback/steps.ts";
import { testPrefix, until } from "../client.ts";
import { realPi, type Target } from "../real-pi.ts";

const joining = "Reply with one line, made by joining these parts with nothing between them:";
const bash = (command: string) => ({ call: "bash", with: { command } });

/** Named otherwise by newer versions of pi. */
const azure = (await bundledCatalog()).isKnownProvider("azure")
  ? "azure"
  : "azure-openai-responses";

const targets = [
  { provider: "anthropic", model: "claude-sonnet-5" },
  { provider: "anthropic", model: "claude-opus-5-5" },
  { provider: "openai", model: "gpt-5.4" },
  { provider: azure, model: "gpt-5.4" },
  { provider: "openai-codex", model: "gpt-5.5" },
  { provider: "deepseek", model: "deepseek-v4-pro" },
  { provider: "mistral", model: "mistral-medium-latest" },
  { provider: "google", model: "gemini-3.5-flash" },
  { provider: "google-vertex", model: "gemini-2.5-flash" },
  { provider: "amazon-bedrock", model: "us.anthropic.claude-sonnet-4-6" },
  { provider: "radius", model: "balanced" },
];

const seed = `${stepsLine([
  [{ think: "Let me look." }, bash("echo one")],
  [{ say: "Now both." }, bash("echo two"), bash("echo three")],
  [{ think: "That is all." }, { answer: true }],
])}
Please remember this token for later: cedar-1
${joining} "SEED" and "ED"`;
const resumed = `${stepsLine([[{ redacted: true }, bash("echo four")]])}
${joining} "OK-" and the token I asked you to remember`;

describe("a strict provider", { timeout: 120_000 }, () => {
  it.for(targets)(
    "takes tools, parallel calls and thinking of a resumed session: $provider/$model",
    async (target, { expect, onTestFinished }) => {
      const { prefix, records } = await testPrefix(
        { providerRules: "strict" },
        { atEnd: onTestFinished },
      );
      const pi = realPi(target, prefix.baseUrl);
      onTestFinished(pi.remove);
      expect(await pi.turn(seed, "--thinking", "medium")).toBe(0);
      expect(await pi.turn(resumed, "--thinking", "medium")).toBe(0);
      expect(records.flatMap(({ breaches }) => breaches)).toEqual([]);
      expect(records.map(({ outcome }) => outcome)).toEqual(Array(5).fill("replied"));
      expect(records.map(({ replyText }) => replyText)).toEqual([
        ...["", "Now both.", "SEEDED", "", "OK-cedar-1"],
      ]);
      // What the provider says of its cache is what pi writes down.
      const counted = pi.entries().flatMap(({ message }) => message?.usage?.cacheRead ?? []);
      expect(counted).toEqual(records.map(({ usage }) => usage?.cachedInput));
      const results = pi.entries().filter(({ message }) => message?.role === "toolResult");
      expect(results.map(({ message }) => message.content[0].text.trim())).toEqual([
        ...["one", "two", "three", "four"],
      ]);
      const lost = pi.entries().flatMap(({ message }) => message?.diagnostics ?? []);
      expect(lost).toEqual([]);
    },
  );

  it.for([targets[0], targets[1], targets[7], targets[9]] as Target[])(
    "takes reasoning without text or signature, and a call that was cut: $provider/$model",
    async (target, { expect, onTestFinished }) => {
      const { prefix, records } = await testPrefix(
        { providerRules: "strict" },
        { atEnd: onTestFinished },
      );
      const pi = realPi(target, prefix.baseUrl);
      onTestFinished(pi.remove);
      const busy = { kind: "status", status: 503, message: "overloaded" } as const;
      const steps = stepsLine([
        [{ think: "" }, bash("echo one")],
        [
          { redacted: true },
          { think: "Unsigned.", signed: false },
          { say: "Go." },
          bash("echo two"),
        ],
        { blocks: [{ say: "Cut." }, bash("echo cut")], stop: "length" },
        { blocks: [{ say: "End." }], first: [busy] },
      ]);
      await pi.turn(steps, "--thinking", "medium");
      await pi.turn("And now?", "--thinking", "medium");
      expect(records.map(({ outcome }) => outcome)).toContain("replied");
      expect(records.map(({ refusedBy }) => refusedBy)).toEqual(records.map(() => null));
      expect(records.flatMap(({ breaches }) => breaches)).toEqual([]);
      expect(records.at(-1)?.outcome).toBe("replied");
    },
  );

  it("of the newest Claude says which reasoning is lost after a changed history", async ({
    expect,
    onTestFinished,
  }) => {
    const { prefix } = await testPrefix({ providerRules: "strict" }, { atEnd: onTestFinished });
    const pi = realPi({ provider: "anthropic", model: "claude-opus-5-5" }, prefix.baseUrl);
    onTestFinished(pi.remove);
    await pi.turn(`${stepsLine([[{ think: "Hm." }, { say: "Hello." }]])}\nGo on.`);
    pi.edit("Go on.", "Go off.");
    await pi.turn("And now?");
    const told = pi.entries().flatMap(({ message }) => message?.diagnostics ?? []);
    expect(told).toMatchObject([
      {
        type: "anthropic_input_transformations",
        details: { transformations: [{ reason: "prefix_mismatch" }] },
      },
    ]);
  });

  it("of Mistral refuses, on each resume, a session whose tool was killed", async ({
    expect,
    onTestFinished,
  }) => {
    const { prefix, records } = await testPrefix(
      { providerRules: "strict" },
      { atEnd: onTestFinished },
    );
    const pi = realPi({ provider: "mistral", model: "mistral-medium-latest" }, prefix.baseUrl);
    onTestFinished(pi.remove);
    const child = await pi.start(`${stepsLine([[bash("touch begun; sleep 30")]])}\nGo on.`);
    const called = () => pi.entries().some(({ message }) => message?.stopReason === "toolUse");
    await until(() => records.length === 1 && called());
    const ended = once(child, "exit");
    process.kill(-(child.pid as number), "SIGKILL");
    await ended;
    for (const expected of [2, 3]) {
      await pi.turn("And now?");
      expect(records).toHaveLength(expected);
      expect(records.at(-1)).toMatchObject({
        status: 400,
        outcome: "refused",
        refusedBy: { rule: "M2" },
        refusal: expect.stringContaining("'user' after role 'tool'"),
      });
    }
  });
});
