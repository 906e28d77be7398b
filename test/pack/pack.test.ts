// Runs in one archive: the same bytes for the same run, identical when verified, and each way in which
// an archive can be damaged or hostile told by its place.
import { generateKeyPairSync } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { pack as createPack, extract, type Headers } from "tar-stream";
import { describe, expect, test } from "vitest";
import { canaryLanes } from "../../src/lanes/canaries/index.ts";
import { v1 } from "../../src/lanes/v1.ts";
import { v2 } from "../../src/lanes/v2.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { inProcess } from "../commands/in-process.ts";
import { fakeParts } from "../matrix/fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";

interface Place {
  readonly place: string;
  readonly run: string;
  readonly archive: string;
}

/** A recorded run with one cell that passes and one that fails, packed. */
async function packed(...options: readonly string[]): Promise<Place> {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good", "two/bad"], lanes: ["v2", "v1"] });
  await inProcess(place, []);
  mkdirSync(join(place, "out", ".cache"), { recursive: true });
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  writeFileSync(join(place, "key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
  writeFileSync(join(place, "key.pub"), publicKey.export({ type: "spki", format: "pem" }));
  const run = readdirSync(join(place, "out")).find((name) => /^\d/.test(name)) ?? "";
  const { code, stderr } = await inProcess(place, ["pack", "--to", "a.tar.gz", ...options]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return { place, run, archive: join(place, "a.tar.gz") };
}

const verify = (place: string, ...words: readonly string[]) =>
  inProcess(place, ["verify", "a.tar.gz", ...words]);

type Files = Map<string, { readonly header: Headers; readonly bytes: Buffer }>;

async function filesIn(archive: string): Promise<Files> {
  const tar = extract();
  const files: Files = new Map();
  tar.end(gunzipSync(readFileSync(archive)));
  for await (const entry of tar) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry) chunks.push(chunk);
    files.set(entry.header.name, { header: entry.header, bytes: Buffer.concat(chunks) });
  }
  return files;
}

/** Packed by hand, as somebody else could. */
async function repack(
  archive: string,
  list: readonly { readonly header: Headers; readonly bytes: Buffer }[],
): Promise<void> {
  const tar = createPack();
  for (const { header, bytes } of list) tar.entry(header, bytes);
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar) chunks.push(chunk);
  writeFileSync(archive, gzipSync(Buffer.concat(chunks)));
}

describe("pack", () => {
  test("names the archive after the run, so that two runs never share one", async () => {
    const { place, run } = await packed();
    const moved = join(place, "a-directory-of-any-name");
    cpSync(join(place, "out", run), moved, { recursive: true });
    const { code, stdout } = await inProcess(place, ["pack", moved]);
    expect([code, stdout.split(":")[0]]).toEqual([0, `${run}.tar.gz`]);
    expect(existsSync(join(place, `${run}.tar.gz`))).toBe(true);
  });

  test("makes the same bytes of the same run, wherever it lies", async () => {
    const { place, run, archive } = await packed("--sign", "key.pem");
    const elsewhere = join(place, "elsewhere");
    cpSync(join(place, "out"), elsewhere, { recursive: true });
    const words = ["pack", join(elsewhere, run), "--to", "b.tar.gz", "--sign", "key.pem"];
    expect(await inProcess(place, words)).toMatchObject({ code: 0 });
    expect(readFileSync(join(place, "b.tar.gz")).equals(readFileSync(archive))).toBe(true);
  });

  test("names its files in order, of nobody and of no time, and says of all how they hash", async () => {
    const { run, archive } = await packed();
    const files = await filesIn(archive);
    const names = [...files.keys()];
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(
      expect.arrayContaining([`runs/${run}/run.json`, `runs/${run}/journal.jsonl`]),
    );
    for (const { header } of files.values()) {
      expect(header).toMatchObject({ mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) });
    }
    const manifest = JSON.parse(String(files.get("MANIFEST.json")?.bytes));
    const listed = manifest.files.map(({ name }: { name: string }) => name);
    expect(["MANIFEST.json", ...listed, "statement.json"]).toEqual(names);
  });

  test("brings an in-toto statement of the test result, about the manifest", async () => {
    const { run, archive } = await packed();
    const statement = JSON.parse(String((await filesIn(archive)).get("statement.json")?.bytes));
    expect(statement).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "MANIFEST.json" }],
      predicateType: "https://in-toto.io/attestation/test-result/v0.1",
      predicate: {
        result: "FAILED",
        configuration: [{ name: `runs/${run}/run.json` }],
        passedTests: [`${run}: pi:one/good v2 plain #1`, `${run}: pi:one/good v1 plain #1`],
        failedTests: [`${run}: pi:two/bad v2 plain #1`, `${run}: pi:two/bad v1 plain #1`],
      },
    });
  });

  test("takes several runs, each once", async () => {
    const { place, run } = await packed();
    await inProcess(place, []);
    const words = ["pack", run, "latest", "--to", "a.tar.gz"];
    expect((await inProcess(place, words)).stdout).toContain(`${run}, `);
    expect(await verify(place)).toMatchObject({ code: 0 });
    const twice = await inProcess(place, ["pack", run, run]);
    expect(twice).toMatchObject({
      code: 254,
      stderr: `The run ${run} is named twice. Name each run once.\n`,
    });
  });

  test("refuses a run that goes on, and leaves no archive", async () => {
    const { place, run } = await packed();
    const path = join(place, "out", run, "run.json");
    const record = JSON.parse(readFileSync(path, "utf8"));
    const runner = await nodeWorld().processes.identify(process.pid);
    writeFileSync(path, JSON.stringify({ ...record, runner, endedAt: null }));
    const { code, stderr } = await inProcess(place, ["pack", "--to", "b.tar.gz"]);
    expect({ code, stderr }).toMatchObject({
      code: 254,
      stderr: expect.stringContaining("still running"),
    });
    expect(existsSync(join(place, "b.tar.gz"))).toBe(false);
  });

  test.each([
    ["a.tar.gz/b.tar.gz", "ENOTDIR"],
    ["out", "a directory"],
  ])("refuses to be written to %s, and leaves nothing", async (to, why) => {
    const { place } = await packed();
    const before = readdirSync(place).sort();
    const { code, stderr } = await inProcess(place, ["pack", "--to", to]);
    expect(code).toBe(254);
    expect(stderr).toContain(`--to ${join(place, to)}: ${why}`);
    expect(stderr).toContain("Name a file in a directory that can be written");
    expect(readdirSync(place).sort()).toEqual(before);
  });

  test("makes the directory that it is to be written to, as reports do", async () => {
    const { place } = await packed();
    expect(await inProcess(place, ["pack", "--to", "new/one/b.tar.gz"])).toMatchObject({ code: 0 });
    expect(readdirSync(join(place, "new", "one"))).toEqual(["b.tar.gz"]);
  });

  test("refuses what is no key in words", async () => {
    const { place } = await packed();
    const { code, stderr } = await inProcess(place, ["pack", "--sign", "key.pub"]);
    expect({ code, stderr }).toMatchObject({
      code: 254,
      stderr: expect.stringContaining("Ed25519"),
    });
  });
});

describe("counterexamples", () => {
  const kept = join(import.meta.dirname, "../../counterexamples");
  const ofV2 = readdirSync(kept)
    .filter((name) => readFileSync(join(kept, name), "utf8").includes('"lane": "v2"'))
    .sort();
  const runAgain = `${ofV2.length} counterexamples run again (0 still show)\n`;
  const real: Parts = { ...fakeParts(nodeWorld()), lanes: [v2, v1] };
  const explore = (place: string) =>
    inProcess(
      place,
      ["explore", "--runs", "10", "--seed", "1", "-j", "1", "--kept", kept, "--no-keep"],
      real,
    );

  async function explored(): Promise<string> {
    const { place } = await packed();
    expect(await explore(place)).toMatchObject({ code: 0 });
    const { code, stdout } = await inProcess(place, ["pack", "--to", "a.tar.gz"], real);
    expect(stdout).toContain(`; 11 files, ${runAgain}`);
    expect(code).toBe(0);
    return place;
  }

  test("of this build's exploration are packed with it, and run again when verified", async () => {
    const place = await explored();
    const files = await filesIn(join(place, "a.tar.gz"));
    const lines = String(files.get("results/counterexamples.jsonl")?.bytes).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject(
      ofV2.map((name) => ({ name, lane: "v2", outcome: "not shown" })),
    );
    const { code, stdout } = await inProcess(place, ["verify", "a.tar.gz"], real);
    expect(stdout).toMatch(/^identical: /);
    expect(stdout).toContain(` ${runAgain}`);
    expect(code).toBe(0);
  });

  test("that show something again, or cannot be run, are named", async () => {
    const place = await explored();
    const flawed = canaryLanes.find(({ name }) => name === "canary:lock-never-written");
    for (const lanes of [[v1], flawed ? [{ ...flawed, name: "v2" }] : []]) {
      const { code, stdout } = await inProcess(place, ["verify", "a.tar.gz"], { ...real, lanes });
      expect(code).toBe(1);
      expect(stdout).toContain("results/counterexamples.jsonl, line 1: is another now");
    }
  });
});

describe("verify", () => {
  test("of a packed run prints identical, without the run and without its config", async () => {
    const { place, run } = await packed();
    renameSync(join(place, "out"), join(place, "gone"));
    writeConfig(place, { targets: ["three/open"] });
    const { code, stdout } = await verify(place);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `identical: ${run}; 9 files\n` });
    expect(readdirSync(place).filter((name) => name.startsWith("rm-verify"))).toEqual([]);
  });

  test("holds the signature against the key", async () => {
    const { place } = await packed("--sign", "key.pem");
    expect(await verify(place, "--key", "key.pub")).toMatchObject({ code: 0 });
    const other = generateKeyPairSync("ed25519").publicKey;
    writeFileSync(join(place, "other"), other.export({ type: "spki", format: "pem" }));
    const { code, stdout } = await verify(place, "--key", "other");
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("no signature of this key"),
    });
  });

  test("misses the signature that a key asks for", async () => {
    const { place } = await packed();
    const { code, stdout } = await verify(place, "--key", "key.pub");
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("is not there"),
    });
  });

  test("names what is judged differently, cell by cell", async () => {
    const { place } = await packed();
    const parts: Parts = {
      ...fakeParts(nodeWorld()),
      judge: () => ({ verdict: "pass", claims: [] }),
    };
    const { code, stdout } = await inProcess(place, ["verify", "a.tar.gz"], parts);
    expect(code).toBe(1);
    expect(stdout).toMatch(/verdicts\.jsonl: pi:two\/bad v2 plain #1 \S+: is another now/);
    expect(stdout).toMatch(/table\.txt, line \d+: is another now/);
  });

  test("names every flipped byte", async () => {
    const { place, archive } = await packed();
    const sound = readFileSync(archive);
    const step = Math.max(1, Math.floor(sound.length / 24));
    const places = [...Array(12).keys(), ...Array.from({ length: 24 }, (_, index) => index * step)];
    for (const at of [
      ...places,
      ...Array.from({ length: 10 }, (_, back) => sound.length - 1 - back),
    ]) {
      const bytes = Buffer.from(sound);
      bytes[at] = (bytes[at] ?? 0) ^ 0x04;
      writeFileSync(archive, bytes);
      const { code, stdout, stderr } = await verify(place);
      expect({ at, code: code === 0 || code === 255 }).toEqual({ at, code: false });
      expect(stdout + stderr).toMatch(
        /MANIFEST|statement|runs\/|results\/|gzip|container|end of the archive/,
      );
    }
  });

  test("names each file of which one byte is another, packed again", async () => {
    const { place, archive } = await packed("--sign", "key.pem");
    const files = [...(await filesIn(archive)).values()];
    expect(files.length).toBeGreaterThan(10);
    for (const [index, { header }] of files.entries()) {
      const changed = files.map(({ header: own, bytes }, at) => {
        const copy = Buffer.from(bytes);
        const middle = Math.floor(copy.length / 2);
        if (at === index) copy[middle] = (copy[middle] ?? 0) ^ 0x01;
        return { header: own, bytes: copy };
      });
      await repack(archive, changed);
      const { code, stdout, stderr } = await verify(place, "--key", "key.pub");
      expect({ name: header.name, code: code === 1 || code === 254 }).toEqual({
        name: header.name,
        code: true,
      });
      // A manifest that cannot be relied on names files that are not there.
      const named = header.name === "MANIFEST.json" ? /MANIFEST|SHA-256|manifest/ : header.name;
      expect(stdout + stderr).toMatch(named);
    }
  }, 180_000);

  test("names a byte of the tar that no content depends on, compressed again as it was", async () => {
    const { place, archive } = await packed();
    const tar = gunzipSync(readFileSync(archive));
    // The last byte of a header, of a file's end or of the end of all: nothing but padding.
    const ends = Array.from({ length: tar.length / 512 }, (_, index) => index * 512 + 511);
    const padding = ends.filter((at) => tar[at] === 0);
    const step = Math.ceil(padding.length / 12);
    for (const at of padding.filter((_, index) => index % step === 0)) {
      const bytes = Buffer.from(tar);
      bytes[at] = (bytes[at] ?? 0) ^ 0x20;
      writeFileSync(archive, gzipSync(bytes, { level: 6 }));
      const { code } = await verify(place);
      expect({ at, code: code === 1 || code === 254 }).toEqual({ at, code: true });
    }
  }, 120_000);

  test("names a file whose content was changed and packed again", async () => {
    const { place, run, archive } = await packed();
    const files = [...(await filesIn(archive)).values()];
    const changed = files.map(({ header, bytes }) => {
      const isJournal = header.name.endsWith("journal.jsonl");
      const text = isJournal
        ? String(bytes).replace('"verdict":"fail"', '"verdict":"pass"')
        : bytes;
      return { header, bytes: Buffer.from(text) };
    });
    await repack(archive, changed);
    const { code, stdout } = await verify(place);
    expect(code).toBe(1);
    expect(stdout).toContain(`runs/${run}/journal.jsonl: its SHA-256 is not the manifest's`);
  });

  test("names what follows the archive", async () => {
    const { place, archive } = await packed();
    appendFileSync(archive, "\0\0\0more");
    const { code, stdout } = await verify(place);
    expect(code).toBe(1);
    expect(stdout).toContain("the container, after byte");
  });

  test("names where an archive was cut off", async () => {
    const { place, archive } = await packed();
    const whole = readFileSync(archive);
    writeFileSync(archive, whole.subarray(0, whole.length / 2));
    expect(await verify(place)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("unexpected end"),
    });
  });

  const hostile: readonly (readonly [string, Partial<Headers>, RegExp])[] = [
    [
      "a path that leaves the directory",
      { name: "../out" },
      /"\.\.\/out": the manifest does not name/,
    ],
    ["an absolute path", { name: "/tmp/rm-out" }, /the manifest does not name/],
    [
      "a link",
      { name: "link", type: "symlink", linkname: "/etc/passwd", size: 0 },
      /it is a symlink/,
    ],
    ["a file that nobody listed", { name: "runs/more" }, /the manifest does not name/],
  ];

  test.each(hostile)("unpacks nothing of %s", async (_what, header, says) => {
    const { place, archive } = await packed();
    const files = [...(await filesIn(archive)).values()];
    const bytes = header.type === "symlink" ? Buffer.alloc(0) : Buffer.from("x");
    await repack(archive, [...files, { header: header as Headers, bytes }]);
    const { code, stderr } = await verify(place);
    expect({ code, stderr }).toMatchObject({ code: 254, stderr: expect.stringMatching(says) });
    expect(existsSync(join(place, "out", "..", "..", "out"))).toBe(false);
  });

  test("refuses a manifest that names a path outside, and one that is too large", async () => {
    const { place, archive } = await packed();
    const files = [...(await filesIn(archive)).values()];
    const [manifest, ...others] = files;
    const named = String(manifest?.bytes).replace("results/", "../../x/");
    await repack(archive, [
      { header: { name: "MANIFEST.json" }, bytes: Buffer.from(named) },
      ...others,
    ]);
    expect(await verify(place)).toMatchObject({
      code: 254,
      stderr: expect.stringContaining("no name that may lie"),
    });
    await repack(archive, files);
    const small = await verify(place, "--max-bytes", "1000");
    expect(small).toMatchObject({ code: 254, stderr: expect.stringContaining("--max-bytes") });
  });

  test("says of what is no archive, or is not there, that it is none", async () => {
    const { place, archive } = await packed();
    writeFileSync(archive, "hello");
    expect(await verify(place)).toMatchObject({
      code: 254,
      stderr: expect.stringContaining(`${archive} is no archive`),
    });
    for (const [name, why] of [
      ["nothing.tar.gz", "ENOENT"],
      ["a.tar.gz/below-a-file", "ENOTDIR"],
      ["out", "EISDIR"],
    ] as const) {
      const { code, stderr } = await inProcess(place, ["verify", name]);
      expect({ code, stderr }).toMatchObject({
        code: 254,
        stderr: expect.stringContaining(`${join(place, name)} cannot be read: ${why}`),
      });
    }
  });
});
