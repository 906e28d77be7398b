import { describe, expect, test } from "vitest";
import type { Catalog } from "../../../src/agents/catalog.ts";
import { createCatalog } from "../../../src/agents/pi/catalog.ts";
import { lackedBy, selectTargets, titleFilter } from "../../../src/matrix/plan/select.ts";

/** A catalogue of `provider/model` → wire format. */
function catalogOf(models: Readonly<Record<string, string>>): Catalog {
  const list = Object.entries(models).map(([name, api]) => {
    const [provider = "", id = ""] = name.split("/");
    return { provider, id, api };
  });
  const providers = [...new Set(list.map(({ provider }) => provider)), "empty"];
  return createCatalog({
    providers,
    read: (wanted) => list.filter(({ provider }) => provider === wanted),
  });
}

const old = catalogOf({
  "azure-openai-responses/gpt": "azure-format",
  "kimi/k2": "anthropic-messages",
  "kimi/k3": "anthropic-messages",
});
const fresh = catalogOf({ "azure/gpt": "azure-format", "kimi/k3": "openai-completions" });
const pinned = fresh;
const pi = (catalog: Catalog, version: string) => ({ catalog, version, named: true });
const target = (provider: string, model: string) => ({ agent: "pi", provider, model });
const listed = [target("azure", "gpt"), target("kimi", "k3")];

const selected = (catalog: Catalog, selection = {}) =>
  selectTargets(listed, selection, { found: pi(catalog, "0.1.0"), pinned }, null).map(
    ({ provider, model, wireApi }) => `${provider}/${model} ${wireApi}`,
  );

describe("the pi under test decides", () => {
  test("which wire format a target speaks, and by which name its provider goes", () => {
    expect(selected(fresh)).toEqual(["azure/gpt azure-format", "kimi/k3 openai-completions"]);
    expect(selected(old)).toEqual([
      "azure-openai-responses/gpt azure-format",
      "kimi/k3 anthropic-messages",
    ]);
  });

  test("what one model of each provider is, without those that have none", () => {
    expect(selected(old, { allTargets: true })).toEqual([
      "azure-openai-responses/gpt azure-format",
      "kimi/k2 anthropic-messages",
    ]);
  });

  test("by either name a target may be asked for", () => {
    for (const name of ["azure/gpt", "azure-openai-responses/gpt"]) {
      expect(selected(fresh, { target: [name] })).toEqual(["azure/gpt azure-format"]);
    }
  });

  test("what only the pinned one has may be asked for, and is then lacking", () => {
    const bare = catalogOf({ "kimi/k2": "x" });
    expect(selected(bare, { target: ["kimi/k3"] })).toEqual(["kimi/k3 null"]);
    expect(() => selected(bare, { target: ["kimi/k9"] })).toThrow('has no model "k9"');
  });
});

describe("a target that the pi under test has not", () => {
  test("is named with the nearest that it has", () => {
    const bare = pi(catalogOf({ "kimi/k2": "x", "kimi/mini": "x" }), "0.1.0");
    expect(lackedBy(bare, target("kimi", "k3"), null)).toBe(
      "pi 0.1.0 has no model k3 of kimi; the nearest it has is k2",
    );
    expect(lackedBy(bare, target("kimi", "something-else"), null)).toBe(
      "pi 0.1.0 has no model something-else of kimi; it has k2, mini",
    );
    expect(lackedBy(pi(old, "0.1.0"), target("azure", "gpt-9"), null)).toBe(
      "pi 0.1.0 has no model gpt-9 of azure-openai-responses; the nearest it has is gpt",
    );
    expect(lackedBy(bare, target("radius", "balanced"), null)).toBe(
      "pi 0.1.0 has no provider radius; it has empty, kimi",
    );
  });

  test("is none that it has, under another name or by the user's own settings", () => {
    expect(lackedBy(pi(old, "1"), target("azure", "gpt"), null)).toBeNull();
    expect(lackedBy(pi(old, "1"), target("mine", "x"), { configured: ["mine"] })).toBeNull();
  });
});

test("an expression too large to compile is a mistake of who asked", () => {
  expect(() => titleFilter({ grep: ["a".repeat(100_000)] })).toThrow("Nothing was run.");
});
