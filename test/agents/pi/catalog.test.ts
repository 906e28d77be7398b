import { describe, expect, it } from "vitest";
import { createCatalog } from "../../../src/agents/pi/catalog.ts";
import { bundledCatalog } from "../../../src/agents/pi/installed.ts";
import { wireApis } from "../../../src/loopback/reply.ts";
import { nearNames } from "../../../src/world/near-names.ts";

describe("the bundled catalogue", async () => {
  const catalog = await bundledCatalog();

  it("has the providers of pi 1.5.2, and every wire API that the loopback speaks", () => {
    expect(catalog.providers).toHaveLength(43);
    const apis = catalog.providers.flatMap((name) => catalog.models(name).map(({ api }) => api));
    expect([...new Set(apis)].sort()).toEqual([...wireApis].sort());
  });

  const talking = catalog.providers.filter((name) => catalog.models(name).length > 0);

  it("leaves out what one cannot talk to", () => {
    expect(catalog.models("typesafe")).toEqual([]);
    expect(catalog.models("openai").map(({ api }) => api)).not.toContain("openai-decisions");
  });

  it("finds a provider by the name it had before", () => {
    const model = { provider: "azure", id: "gpt-5.4", api: "azure-openai-responses" };
    const found = catalog.find("azure-openai-responses", "gpt-5.4");
    expect(found).toMatchObject({ kind: "known", model });
  });

  it("knows the price of a model, and takes zeros for no price", () => {
    const found = catalog.find("openai", "gpt-5.4");
    const price = { input: 2.5, output: 15, cacheRead: 0.25, cacheWrite: 0 };
    expect(found).toMatchObject({ kind: "known", model: { price } });
    const priced = catalog.providers
      .flatMap((name) => catalog.models(name))
      .filter((model) => model.price);
    expect(priced.length).toBeGreaterThan(100);
    expect(priced.every((model) => Object.values(model.price ?? {}).some((each) => each > 0))).toBe(
      true,
    );
  });

  it("has a default model for each provider that can be found again", () => {
    for (const provider of talking) {
      const model = catalog.defaultModel(provider);
      expect(catalog.find(provider, model.id)).toEqual({ kind: "known", model });
    }
  });

  it("covers every wire API with the default models", () => {
    const apis = talking.map((provider) => catalog.defaultModel(provider).api);
    expect([...new Set(apis)].sort()).toEqual([...wireApis].sort());
  });

  it.each([
    ["groq", "openai/gpt-oss-120b", "openai-completions"],
    ["openai", "gpt-5.4", "openai-responses"],
    ["opencode", "gemini-3-flash", "google-generative-ai"],
    ["github-copilot", "claude-sonnet-5", "anthropic-messages"],
    ["radius", "balanced", "pi-messages"],
  ])("knows that %s/%s speaks %s", (provider, id, api) => {
    expect(catalog.find(provider, id)).toMatchObject({ kind: "known", model: { api } });
  });

  it("suggests what a wrong name was probably meant to be", () => {
    expect(catalog.find("gogle", "x")).toEqual({ kind: "unknown-provider", near: ["google"] });
    const lookup = catalog.find("openai", "gpt-54");
    expect(lookup).toMatchObject({ kind: "unknown-model" });
    expect(lookup).toHaveProperty("near", expect.arrayContaining(["gpt-5.4"]));
    expect(() => catalog.models("antropic")).toThrow("Did you mean anthropic?");
  });
});

describe("createCatalog", () => {
  it("reads a provider only when it is asked for, and only once", () => {
    const read: string[] = [];
    const catalog = createCatalog({
      providers: ["b", "a"],
      read(provider) {
        read.push(provider);
        const model = (id: string, api: string) => ({ provider, id, api });
        return [model("one", "some"), model("two", "other"), model("three", "other")];
      },
    });
    expect(catalog.providers).toEqual(["a", "b"]);
    expect(read).toEqual([]);
    // Without a typical model of its own, the first of the largest group is taken.
    expect(catalog.defaultModel("a").id).toBe("two");
    expect(catalog.models("a")).toHaveLength(3);
    expect(read).toEqual(["a"]);
  });
});

describe("nearNames", () => {
  it("suggests nothing for a name that is like none", () => {
    expect(nearNames("zzzzzzzz", ["openai", "groq"])).toEqual([]);
  });

  it("prefers the closest and stops at three", () => {
    const names = ["gpt-4", "gpt-5", "gpt-5.4", "gpt-5.5", "gpt-6"];
    expect(nearNames("gpt-5.4", names)).toHaveLength(3);
    expect(nearNames("gpt-5.4", names)[0]).toBe("gpt-5.4");
  });
});
