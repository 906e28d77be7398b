// An agent that nothing in src knows: brought by a config, and run by the command line as it is.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { start } from "../../commands/start.ts";
import { temporaryDirectory } from "../../matrix/place.ts";

interface Cell {
  readonly scenario: string;
  readonly agent: string;
  readonly verdict: string;
  readonly because: string;
  readonly wireApi: string;
  readonly claims: readonly { name: string; verdict: string; because: string }[];
}

const config = join(import.meta.dirname, "matrix.config.ts");

async function matrix(...words: string[]) {
  const place = temporaryDirectory();
  const own = ["--config", config, "--output", join(place, "out"), "--json"];
  const { code, stdout, stderr } = await start("src/main.ts", [...own, ...words], place).ended;
  return { code, stderr, summary: stdout.startsWith("{") ? JSON.parse(stdout) : null };
}

describe("an agent of the user's own", () => {
  test("runs plain, two at once and on a torn line, and passes", async () => {
    const scenarios = ["plain", "two-without-lock", "torn-line"];
    const chosen = scenarios.flatMap((name) => ["--scenario", name]);
    const { code, summary, stderr } = await matrix(...chosen);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    const cells: Cell[] = summary.cells;
    expect(cells.map(({ scenario }) => scenario).sort()).toEqual([...scenarios].sort());
    for (const cell of cells) {
      expect(cell).toMatchObject({ agent: "second", wireApi: "openai-completions" });
      expect(cell.verdict, cell.scenario).toBe("pass");
      const left = cell.claims.filter(({ verdict }) => verdict === "not-applicable");
      expect(left.length).toBeGreaterThan(0);
      expect(left.filter(({ because }) => because === "")).toEqual([]);
    }
    expect(summary.versions).toMatchObject({ agentName: "second", agent: "2.0" });
  });

  test("is skipped with the reason where it cannot do what lane or scenario ask", async () => {
    const lanes = ["--lane", "v1", "--lane", "v2", "--lane", "one-shot-by-record"];
    const names = ["plain", "server-error", "renamed-in-turn", "untrusted-directory"];
    const { summary } = await matrix(...lanes, ...names.flatMap((name) => ["--scenario", name]));
    const reasons = summary.cells
      .filter(({ verdict }: Cell) => verdict === "skip")
      .map(({ because }: Cell) => because);
    expect([...new Set(reasons)].sort()).toMatchInlineSnapshot(`
      [
        "agent second chooses the ids of its sessions, and lane v1 looks for the garden id",
        "agent second ends with its turn, and lane v2 wants a resident",
        "agent second keeps no record of trusted directories",
        "agent second takes no settings",
        "no fault can be put into a child of agent second",
      ]
    `);
  });

  test("says what is wrong with a target that it does not have", async () => {
    const { code, stderr } = await matrix("--target", "second:nowhere/gpt-5.4");
    expect(code).not.toBe(0);
    expect(stderr).toContain('second has no provider "nowhere"; it has openai');
  });
});
