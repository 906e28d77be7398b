// What a provider sees of a run on three machines: never more requests at once than the run allows it, counted
// by the embedded provider that all of them ask.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Clock } from "../../src/loopback/clock.ts";
import type { RequestRecord } from "../../src/loopback/record.ts";
import { type Started, start, until } from "../commands/start.ts";
import { testPrefix } from "../loopback/client.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { ownPostgres } from "./own-postgres.ts";

const main = "test/queue/main.ts";
const targets = ["one/good", "two/good"];
const repeat = 8;
/** A busy machine takes long to start a process. */
const patienceMs = 240_000;

const { server, describeWithPostgres } = ownPostgres();

/** The most requests of one provider that were open at one time, on the provider's own clock. */
function mostAtOnce(records: readonly RequestRecord[], provider: string): number {
  const own = records.filter((record) => record.provider === provider);
  const besideAt = ({ atMs }: RequestRecord) =>
    own.filter((other) => other.atMs <= atMs && atMs < other.atMs + other.durationMs).length;
  return Math.max(...own.map(besideAt));
}

/** A provider that thinks until it is let, and then for a moment. */
function holdingClock() {
  let gate = Promise.withResolvers<void>();
  let held = 0;
  const clock: Clock = {
    monotonicMs: () => performance.now(),
    async sleep(durationMs) {
      held += 1;
      await gate.promise;
      held -= 1;
      await new Promise((resolve) => setTimeout(resolve, durationMs));
    },
  };
  const letGo = () => gate.resolve();
  const hold = () => {
    gate = Promise.withResolvers<void>();
  };
  return { clock, letGo, hold, held: () => held };
}

describeWithPostgres("the provider of a run in the queue", () => {
  test("is never asked by more cells at once than its limit, on all machines together", {
    timeout: 2 * patienceMs,
  }, async () => {
    const { clock, letGo, hold, held } = holdingClock();
    const { prefix, records } = await testPrefix({ latencyMs: 100 }, { clock });
    const place = temporaryDirectory();
    const environment = { MATRIX_QUEUE: server().url, MODEL_URL: prefix.baseUrl };
    const at = (name: string, args: readonly string[], workersPerProvider: number): Started => {
      const own = join(place, name);
      mkdirSync(own);
      writeConfig(own, { targets, repeat, workersPerProvider });
      return start(main, args, own, environment);
    };
    const workers = ["w1", "w2", "w3"].map((name) => at(name, ["work", "-j", "4"], 1));
    const areServing = () => workers.every(({ output }) => output().stderr.includes("Serving run"));
    const seenUnder = async (limit: number) => {
      const before = records.length;
      const run = at(`under-${limit}`, ["--quiet"], limit);
      // As many as may be asked are, and every machine is ready for more.
      await until(() => held() === limit * targets.length && areServing(), patienceMs);
      letGo();
      expect((await run.ended).code).toBe(0);
      hold();
      return records.slice(before);
    };
    const [two, six] = [await seenUnder(2), await seenUnder(6)];
    for (const provider of ["one", "two"]) {
      expect(two.filter((record) => record.provider === provider)).toHaveLength(repeat);
      expect(mostAtOnce(two, provider)).toBe(2);
      // The count can tell: where more are allowed, the three of them ask more.
      expect(mostAtOnce(six, provider)).toBe(6);
    }
    for (const { child, ended } of workers) {
      child.kill("SIGINT");
      await ended;
    }
  });
});
