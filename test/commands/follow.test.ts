// What those who follow a run are told while it goes on.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Io, Output } from "../../src/commands/command.ts";
import { followInLines } from "../../src/commands/follow.ts";
import { followLive } from "../../src/commands/follow-live.ts";
import type { Cell } from "../../src/evidence/cell.ts";
import type { RunLayout } from "../../src/matrix/plan/layout.ts";
import type { PlannedCell } from "../../src/matrix/plan/plan.ts";
import { sequences } from "../../src/world/printable.ts";
import { result } from "../matrix/results.ts";

const layout = {} as RunLayout;
const planned: PlannedCell = { cell: result() as unknown as Cell, place: 0, skip: null };
const failed = result({
  verdict: "fail",
  claims: [
    {
      name: "lock-released",
      claim: "",
      verdict: "violated",
      because: "it \u001b[2Jstood",
      events: [],
    },
    { name: "one-turn", claim: "", verdict: "violated", because: "two were seen", events: [] },
  ],
});

function output() {
  const written: string[] = [];
  let take: ((text: string) => void) | null = null;
  const stderr: Output = {
    columns: 80,
    rows: 24,
    write: (text) => void written.push(text),
    divert(to) {
      take = to;
      return () => {
        take = null;
      };
    },
  };
  const io = { stderr, environment: { NO_COLOR: "1" } } as unknown as Io;
  return { io, written, text: () => written.join(""), others: (text: string) => take?.(text) };
}

test("in lines, a cell that failed is a line with the reason and the other claims", () => {
  const { io, text } = output();
  const follower = followInLines(io);
  follower.onPlanned([planned], layout);
  follower.onResult(result());
  follower.onResult(failed);
  expect(text()).toBe(
    "[1/1] pass pi:openai/gpt-5.4 v2 plain #1 (1.2 s)\n" +
      "[2/1] fail pi:openai/gpt-5.4 v2 plain #1 (1.2 s): lock-released: it stood (and one-turn)\n",
  );
});

describe("live", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("nothing is drawn for a cell that is over, only for time that has passed", () => {
    const { io, written } = output();
    const follower = followLive(io, () => 0);
    follower.onPlanned([planned], layout);
    for (let n = 0; n < 1_000; n += 1) follower.onResult(n % 2 === 0 ? result() : failed);
    expect(written).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(written.length).toBeLessThan(4);
    follower.close();
  });

  test("a failure is a sentence above the picture, and stays when that is taken away", () => {
    const { io, text } = output();
    const follower = followLive(io, () => 0);
    follower.onPlanned([planned], layout);
    follower.onStarted(planned.cell);
    vi.advanceTimersByTime(200);
    expect(text()).toContain("openai/gpt-5.4 ▸");
    follower.onResult(failed);
    follower.close();
    const sentence =
      "✗ openai/gpt-5.4 v2 plain #1 (1.2 s): lock-released: it stood (and one-turn)\n";
    expect(text().endsWith(sentence)).toBe(true);
    const after = text();
    vi.advanceTimersByTime(1_000);
    expect(text()).toBe(after);
  });

  test("a sentence that is wider than the terminal is broken between its words", () => {
    const { io, text } = output();
    const narrow = { ...io, stderr: { ...io.stderr, columns: 60 } };
    const follower = followLive(narrow, () => 0);
    follower.onPlanned([planned], layout);
    follower.onResult(failed);
    follower.close();
    expect(
      text().endsWith(
        "✗ openai/gpt-5.4 v2 plain #1 (1.2 s): lock-released: it\n  stood (and one-turn)\n",
      ),
    ).toBe(true);
  });

  test("what others write stands above the picture, at once, and theirs is theirs again afterwards", () => {
    const { io, text, others } = output();
    const follower = followLive(io, () => 0);
    follower.onPlanned([planned], layout);
    vi.advanceTimersByTime(200);
    others("a lane said this");
    expect(text().replace(sequences, "").endsWith("a lane said this\n")).toBe(true);
    follower.close();
    const after = text();
    others("nobody listens");
    expect(text()).toBe(after);
  });
});
