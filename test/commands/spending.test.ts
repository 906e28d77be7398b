// What a run may spend, from the command line: the budget, the forecast, and the run that goes on.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Cell } from "../../src/evidence/cell.ts";
import { createRecorder } from "../../src/evidence/recorder.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { runMatrix } from "../../src/matrix/run/run.ts";
import { forecast } from "../../src/matrix/run/spending.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts, versions } from "../matrix/fake-parts.ts";
import { requestFor, silent, temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { result } from "../matrix/results.ts";
import { inProcess } from "./in-process.ts";

const world = nodeWorld();
const cents = { input: 0.1, output: 0.1, cacheRead: 0.1, cacheWrite: 0.1 };
const prices = { "one/good": cents };

/** Each cell takes 30,000 tokens, as its agent records: at the prices above 0.3 cents. */
function paying(): Parts {
  const openRunner: Parts["openRunner"] = async () => ({
    versions,
    close: async () => undefined,
    async runCell(cell, { onEvent }) {
      const { record, events } = createRecorder(world.clock, onEvent);
      record({ type: "phase-started", phase: "seed", timeoutMs: 10 });
      record({
        type: "session-entry",
        path: "session.jsonl",
        index: 0,
        offset: 0,
        bytes: 1,
        entryId: "1",
        parentId: null,
        kind: "message",
        role: "assistant",
        text: "",
        reasoning: "",
        toolCalls: [],
        provider: null,
        model: null,
        stopReason: "stop",
        errorMessage: null,
        usage: {
          inputTokens: 20_000,
          outputTokens: 10_000,
          cacheReadTokens: 0,
          cacheWriteTokens: 0,
          costUsd: 0,
        },
      });
      record({ type: "phase-ended", phase: "seed", outcome: "done", because: "" });
      record({ type: "cell-ended", interrupted: false });
      return { cell, versions, events };
    },
  });
  return { ...fakeParts(world), openRunner };
}

function placed(config: object = { prices }) {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good"], repeat: 10, workers: 4, ...config });
  return place;
}

/** As if another process had run it, and not this one. */
function ownerIsGone(place: string) {
  const path = join(place, "out", "latest", "run.json");
  const record = JSON.parse(readFileSync(path, "utf8"));
  const runner = { pid: 1, startTime: "another process" };
  writeFileSync(path, JSON.stringify({ ...record, runner }));
}

describe("--budget-usd", () => {
  test("stops before it would be exceeded; --continue with a larger one finishes the run", async () => {
    const place = placed();
    const small = await inProcess(place, ["--json", "--budget-usd", "0.01"], paying());
    const before = JSON.parse(small.stdout);
    expect([small.code, before.counts.run, before.counts.planned]).toEqual([2, 3, 10]);
    const [skipped] = before.cells.filter(({ verdict }: { verdict: string }) => verdict === "skip");
    expect(skipped.because).toBe("it may cost $0.0030, and $0.0010 of the budget is left");

    const goOn = (budgetUsd: string) => {
      ownerIsGone(place);
      const again = ["--json", "--continue", "latest", "--budget-usd", budgetUsd];
      return inProcess(place, again, paying());
    };
    const more = await goOn("0.02");
    expect([more.code, JSON.parse(more.stdout).counts.run]).toEqual([2, 6]);
    const enough = await goOn("0.03");
    expect([enough.code, JSON.parse(enough.stdout).counts.run]).toEqual([0, 10]);
  });

  test("of nothing begins nothing", async () => {
    const { code, stdout } = await inProcess(placed(), ["--json", "--budget-usd", "0"], paying());
    expect([code, JSON.parse(stdout).counts.run]).toEqual([2, 0]);
  });

  test("refuses a model without a known price, by name, and runs nothing", async () => {
    const place = placed({});
    const { code, stderr } = await inProcess(place, ["--budget-usd", "5"], paying());
    expect(code).toBe(254);
    expect(stderr).toContain('prices["one/good"]');
    expect(existsSync(join(place, "out"))).toBe(false);
  });
});

describe("--dry-run", () => {
  test("says what a run would cost at most, and starts nothing", async () => {
    const place = placed();
    const { code, stdout } = await inProcess(place, ["--dry-run", "--retries", "1"], paying());
    expect(code).toBe(0);
    expect(stdout).toContain("10 cells to run, each up to 2 times: at most 1260000 tokens, $0.13");
    expect(stdout).toContain("the embedded provider costs nothing");
    expect(existsSync(join(place, "out"))).toBe(false);
  });
});

test("what a run would cost names each reason for which cells would be skipped, once", () => {
  const cell = { target: result().target } as unknown as Cell;
  const plan = ["no account", null, "no account", "no model"].map((skip, place) => ({
    cell,
    place,
    skip,
  }));
  const purse = { need: () => ({ tokens: 10, usd: 0 }), spentUsd: () => 0 };
  const [first, ...others] = forecast({ spending: {} } as never, plan, purse).split("\n");
  expect(first).toContain("1 cell to run: at most 10 tokens");
  const paid = plan.map((each) => ({ ...each, cell: { ...cell, fidelity: "live" as const } }));
  expect(first).toMatch(/costs nothing\.$/);
  expect(forecast({ spending: {} } as never, paid, purse)).not.toContain("costs nothing");
  expect(others).toEqual(["2 would be skipped: no account.", "1 would be skipped: no model."]);
});

describe("--token-limit", () => {
  test("begins no more cells of a target whose cells take more", async () => {
    const place = placed({ workers: 1 });
    const { code, stdout } = await inProcess(
      place,
      ["--json", "--workers", "1", "--token-limit", "29999"],
      paying(),
    );
    const [first] = JSON.parse(stdout).cells;
    expect([code, first.because]).toEqual([2, "it may take 63000 tokens, and the limit is 29999"]);
  });
});

describe("--max-unknown", () => {
  test("stops a run whose provider is down", async () => {
    const place = placed({ targets: ["one/open"] });
    const { code, stdout } = await inProcess(
      place,
      ["--json", "--workers", "1", "--max-unknown", "2"],
      fakeParts(world),
    );
    const { cells } = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(cells.map(({ because }: { because: string }) => because).slice(2)).toEqual(
      Array(8).fill("stopped after 2 unknown results"),
    );
  });
});

describe("a live run", () => {
  test("says what it will cost at most before its first cell", async () => {
    const seen: string[] = [];
    const parts = fakeParts(world, () => seen.push("a cell"));
    const place = temporaryDirectory();
    const config = { targets: ["one/good", "two/good"], fidelity: "live" as const, prices };
    const keys = { LIVE: "1", ONE_API_KEY: "k", TWO_API_KEY: "k" };
    const request = await requestFor(place, config, parts, keys);
    const observer = { ...silent, onNotice: (text: string) => seen.push(text) };
    await runMatrix(request, parts, world, observer, new AbortController().signal);
    expect(seen).toHaveLength(3);
    expect(seen[0]).toContain("2 cells to run: at most 126000 tokens, $0.0063");
    expect(seen[0]).toContain("not among the dollars: two/good");
  });
});
