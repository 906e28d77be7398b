import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ProcessIdentity } from "../../../src/evidence/event.ts";
import { lockRun } from "../../../src/matrix/store/run-lock.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import type { World } from "../../../src/world/world.ts";
import { temporaryDirectory } from "../place.ts";

/** All processes live whose start time is `now`, in an order of events that differs each time. */
function worldOf(isAlive: (pid: number) => boolean): World {
  const world = nodeWorld();
  const identify = async (pid: number) => {
    await world.clock.sleep(Math.random() * 3);
    return isAlive(pid) ? { pid, startTime: "now" } : null;
  };
  return { ...world, processes: { ...world.processes, identify } };
}

const holder = (pid: number): ProcessIdentity => ({ pid, startTime: "now" });
const everybody = worldOf(() => true);
const locks = (directory: string) => readdirSync(directory).sort();

describe("the lock of a run", () => {
  test("names its holder, keeps others out, and is gone when it is released", async () => {
    const directory = temporaryDirectory();
    const lock = await lockRun(directory, holder(1), everybody);
    expect(locks(directory)).toEqual(["runner-1.lock"]);
    expect(JSON.parse(readFileSync(join(directory, "runner-1.lock"), "utf8"))).toEqual(holder(1));
    await expect(lockRun(directory, holder(2), everybody)).rejects.toThrow(
      "being run by process 1. Wait for it.",
    );
    lock.release();
    expect(locks(directory)).toEqual([]);
    await lockRun(directory, holder(2), everybody);
  });

  test("is taken over from a dead holder, whose files are cleared", async () => {
    const directory = temporaryDirectory();
    await lockRun(directory, holder(1), everybody);
    const drafts = ["run.json.1.new", "runner-2.lock.3.new", "notes.new"];
    for (const name of drafts) writeFileSync(join(directory, name), "");
    await lockRun(
      directory,
      holder(2),
      worldOf((pid) => pid !== 1),
    );
    expect(locks(directory)).toEqual(["notes.new", "runner-2.lock"]);
  });

  test("is not its holder's any more who only bears the same pid", async () => {
    const directory = temporaryDirectory();
    await lockRun(directory, { pid: 1, startTime: "before" }, everybody);
    await lockRun(directory, holder(2), everybody);
    expect(locks(directory)).toEqual(["runner-2.lock"]);
  });

  test("that is damaged is nobody's to take", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "runner-1.lock"), "{");
    await expect(lockRun(directory, holder(2), everybody)).rejects.toThrow(
      "runner-1.lock is damaged",
    );
  });

  test.each([
    ["free", false],
    ["a dead one's", true],
  ])("is got by one of many at once where it was %s", async (_what, taken) => {
    for (let times = 0; times < 20; times += 1) {
      const directory = temporaryDirectory();
      if (taken) await lockRun(directory, holder(1), everybody);
      const world = worldOf((pid) => pid !== 1);
      const asking = [2, 3, 4, 5, 6].map((pid) => lockRun(directory, holder(pid), world));
      const outcomes = await Promise.allSettled(asking);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(locks(directory)).toHaveLength(1);
    }
  });
});
