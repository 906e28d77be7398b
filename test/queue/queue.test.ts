// A run and its workers over a real PostgreSQL, each within the test: who is refused, what an interruption
// leaves, what is never printed, whose result is taken.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Parts } from "../../src/matrix/parts.ts";
import { buildId } from "../../src/matrix/store/build.ts";
import { queueAddress } from "../../src/queue/address.ts";
import { affectedBy, openEngine } from "../../src/queue/engine.ts";
import { openSlots } from "../../src/queue/slots.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { until } from "../commands/start.ts";
import { files } from "../house/tree.ts";
import { fakeParts, versions } from "../matrix/fake-parts.ts";
import { machineOn } from "./machine.ts";
import { ownPostgres } from "./own-postgres.ts";
import { password } from "./postgres.ts";
import { queueRows } from "./rows.ts";

const world = nodeWorld();

const { server, describeWithPostgres } = ownPostgres();

const withVersions = (changes: { node?: string; agent?: string; commit?: string }): Parts => {
  const fakes = fakeParts(world);
  return {
    ...fakes,
    async openRunner(options) {
      return { ...(await fakes.openRunner(options)), versions: { ...versions, ...changes } };
    },
  };
};

const machine = (parts?: Parts, config?: object) => machineOn(() => server().url, parts, config);

async function changeBuild(build: string): Promise<void> {
  const { signal } = new AbortController();
  const bounds = { supervises: false, connections: 1, world, signal, onNotice: () => undefined };
  const engine = await openEngine({ address: queueAddress(server().url), ...bounds });
  await engine.sql("UPDATE resume_matrix.run SET build = $1 WHERE state = 'open'", [build]);
  await engine.close();
}

describeWithPostgres("a queue", () => {
  test("runs the cells elsewhere, and what is here is an ordinary run", async () => {
    const config = { targets: ["one/good", "one/bad", "two/open"], repeat: 3 };
    const [here, there] = [machine(fakeParts(world), config), machine()];
    const working = there.run(["work", "-j", "2", "--once"]);
    expect(await here.run(["--json", "--retries", "1"])).toBe(1);
    expect(await working).toBe(0);
    // Three were never tested, and tried again.
    expect(there.printed.stdout).toContain("12 cells were run here.");
    const { counts } = JSON.parse(here.printed.stdout);
    expect(counts).toMatchObject({ pass: 3, fail: 3, unknown: 3 });
    expect(readdirSync(join(here.place, "out/latest/cells"))).toHaveLength(12);
    expect(await here.run(["check"])).toBe(1);
    expect(here.printed.stderr).not.toMatch(/was (pass|fail|unknown)/);
    expect(await queueRows(server().url)).toEqual({ job: 0, result: 0, attempt: 0 });
  });

  test.each([
    ["Node", withVersions({ node: "v99" }), "Node v24, and this is Node v99"],
    ["pi", withVersions({ agent: "1.2.3" }), "pi 9.9.9, and this is pi 1.2.3"],
    ["build", withVersions({ commit: "abc" }), "resume-matrix 0.0.0 (abc)"],
  ])("refuses a worker of another %s, and says what differs", async (_name, parts, told) => {
    const [here, other, same] = [machine(), machine(parts), machine()];
    const running = here.run(["--json"]);
    await until(() => here.printed.stderr.includes("The cells are enqueued"));
    expect(await other.run(["work"])).toBe(254);
    expect(other.printed.stderr).toContain("is not served here");
    expect(other.printed.stderr).toContain(told);
    const working = same.run(["work", "--once"]);
    expect(await running).toBe(0);
    expect(await working).toBe(0);
  });

  test("refuses a worker of other files, and names both builds", async () => {
    const [here, there] = [machine(), machine()];
    const running = here.run(["--json"]);
    await until(() => here.printed.stderr.includes("The cells are enqueued"));
    // As a machine with other files would have enqueued it.
    await changeBuild("0123456789abcdef");
    expect(await there.run(["work"])).toBe(254);
    expect(there.printed.stderr).toContain("is not served here");
    const sentence = `It was enqueued by build 0123456789abcdef, and this is build ${buildId()}: install the same one, with the same files.`;
    expect(there.printed.stderr).toContain(sentence);
    expect(there.printed.stdout).toBe("");
    await changeBuild(buildId());
    const working = there.run(["work", "--once"]);
    expect([await running, await working]).toEqual([0, 0]);
  });

  test("is left in order by Ctrl-C: what runs ends, what waits never begins; --continue runs it", async () => {
    const config = { targets: ["one/slow", "two/good"], repeat: 2, workersPerProvider: 1 };
    const [here, there] = [machine(fakeParts(world), config), machine()];
    const working = there.run(["work", "-j", "2"]);
    const running = here.run(["--json"]);
    await until(() => here.printed.stderr.includes("[2/4]"));
    here.stop.abort();
    expect(await running).toBe(130);
    const { cells } = JSON.parse(here.printed.stdout);
    const slow = cells.filter(({ target }: { target: string }) => target.includes("slow"));
    expect(slow.map(({ because }: { because: string }) => because)).toEqual([
      expect.stringContaining("interrupted"),
      expect.stringContaining("interrupted before it started"),
    ]);
    expect((await queueRows(server().url)).job).toBe(0);
    there.stop.abort();
    expect(await working).toBe(130);
  });

  test("prints its address nowhere, whatever is wrong with it", async () => {
    const { port } = new URL(server().url);
    const wrong = [
      `postgres://matrix:wrong-${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
      `postgres://matrix:${encodeURIComponent(password)}@127.0.0.1:1/postgres`,
      `postgres://matrix:${encodeURIComponent(password)}@127.0.0.1:${port}/nowhere`,
      `mysql://matrix:${encodeURIComponent(password)}@127.0.0.1/db`,
    ];
    for (const url of wrong) {
      const here = machine();
      expect([await here.run(["work"], url), await here.run([], url)]).toEqual([254, 254]);
      const told = here.printed.stdout + here.printed.stderr;
      expect(told).toMatch(/cannot be used|is no PostgreSQL URL/);
      expect(told).not.toContain(encodeURIComponent(password));
      expect(told).not.toContain(password);
    }
  });

  test("takes no result of an attempt that is not the last", async () => {
    const bounds = { supervises: false, connections: 2, world, onNotice: () => undefined };
    const address = queueAddress(server().url);
    const engine = await openEngine({ address, ...bounds, signal: new AbortController().signal });
    const { boss } = engine;
    await boss.createQueue("fenced", { policy: "singleton", retryLimit: 3 });
    await boss.send("fenced", {});
    const [first] = await boss.fetch("fenced");
    await boss.fail("fenced", { id: first?.id ?? "", retryCount: 0 });
    const [second] = await boss.fetch("fenced");
    expect(second).toMatchObject({ id: first?.id, retryCount: 1 });
    const at = (retryCount: number) => boss.complete("fenced", { id: first?.id ?? "", retryCount });
    expect(affectedBy(await at(0))).toBe(0);
    expect(affectedBy(await at(1))).toBe(1);
    await boss.deleteQueue("fenced");
    await engine.close();
  });
});

test("an address is taken out of a text as a whole, and its password alone, written either way", () => {
  const { redact } = queueAddress("postgres://me:p%40ss+word@h/db?sslmode=require");
  expect(redact("no postgres://me:p%40ss+word@h/db?sslmode=require, p%40ss+word, p@ss+word.")).toBe(
    "no [queue], [queue], [queue].",
  );
});

test("a provider has as many slots as it has cells at once, and a free one is taken again", () => {
  const slots = openSlots();
  const [first, second] = [slots.take("one"), slots.take("one")];
  expect([first.key, second.key, slots.take("two").key]).toEqual(["one#0", "one#1", "two#0"]);
  first.free();
  expect(slots.take("one").key).toBe("one#0");
});

test("the engine is loaded in one file, and only when it is asked for", () => {
  const naming = files.filter(({ text }) => /from "pg-boss"|import\("pg-boss"\)/.test(text));
  expect(naming.map(({ name }) => name)).toEqual(["queue/engine.ts"]);
  expect(naming[0]?.text).not.toMatch(/^import \{.*"pg-boss"/m);
  const queue = files.filter(({ text }) => /^import (?!type).*\.\/queue\//m.test(text));
  expect(queue.map(({ name }) => name)).toEqual([]);
});
