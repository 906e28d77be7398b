import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { type FollowedLine, followFile } from "../../../src/gate/observe/follower.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { virtualClock } from "../../virtual-clock.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** A file in memory that grows by pieces; it counts the bytes that were handed out. */
function growingFile(startMissing = false) {
  let content = startMissing ? null : new Uint8Array();
  let changed: () => void = () => undefined;
  let watches = 0;
  const readOffsets: number[] = [];
  const files = {
    async readBytes(_path: string, offset: number) {
      if (content === null) throw new Error("ENOENT");
      const bytes = content.slice(offset);
      for (let byte = 0; byte < bytes.length; byte++) readOffsets.push(offset + byte);
      return bytes;
    },
    watch(_directory: string, onChange: () => void) {
      watches += 1;
      changed = onChange;
      return { close: () => watches-- };
    },
  };
  return {
    files,
    readOffsets,
    watches: () => watches,
    append(bytes: Uint8Array) {
      content = new Uint8Array([...(content ?? []), ...bytes]);
    },
    tell: () => changed(),
  };
}

function follower(file: ReturnType<typeof growingFile>, fromOffset = 0) {
  const time = virtualClock();
  const lines: FollowedLine[] = [];
  const world = { clock: time.clock, files: file.files } as unknown as Parameters<
    typeof followFile
  >[0];
  const options = { path: "/d/f", fromOffset, pollMs: 250 };
  const following = followFile(world, { ...options, onLine: (line) => lines.push(line) });
  return { ...time, following, lines };
}

const texts = (lines: readonly FollowedLine[]) => lines.map(({ text }) => text);

describe("what is handed on", () => {
  test("is whole lines only; the rest of a cut-off one is waited for", async () => {
    const file = growingFile();
    const { following, lines } = follower(file);
    file.append(encode("one\ntw"));
    await following.drain();
    expect(texts(lines)).toEqual(["one"]);
    file.append(encode("o\n"));
    await following.drain();
    expect(texts(lines)).toEqual(["one", "two"]);
    expect(await following.stop()).toBe(0);
  });

  test("has its place and length in bytes, not in characters", async () => {
    const file = growingFile();
    const { following, lines } = follower(file);
    file.append(encode("grün\n✓\n"));
    await following.stop();
    expect(lines).toEqual([
      { text: "grün", offset: 0, bytes: 6 },
      { text: "✓", offset: 6, bytes: 4 },
    ]);
  });

  test("begins at the offset that was asked for", async () => {
    const file = growingFile();
    file.append(encode("old\nnew\n"));
    const { following, lines } = follower(file, 4);
    await following.stop();
    expect(lines).toEqual([{ text: "new", offset: 4, bytes: 4 }]);
    expect(Math.min(...file.readOffsets)).toBe(4);
  });

  test("leaves a last line that was never ended, and says how long it is", async () => {
    const file = growingFile();
    const { following, lines } = follower(file);
    file.append(encode("one\nto"));
    expect(await following.stop()).toBe(2);
    expect(texts(lines)).toEqual(["one"]);
  });

  test("comes from a file that appears later, too", async () => {
    const file = growingFile(true);
    const { following, lines } = follower(file);
    await following.drain();
    file.append(encode("late\n"));
    await following.stop();
    expect(texts(lines)).toEqual(["late"]);
  });

  test.prop([
    fc.array(fc.string({ unit: "grapheme" })),
    fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
  ])(
    "is the same however the writer cuts it up, and no byte is read twice",
    async (drawn, sizes) => {
      const written = drawn.map((text) => text.replaceAll("\n", " "));
      const bytes = encode(written.map((text) => `${text}\n`).join(""));
      const file = growingFile();
      const { following, lines } = follower(file);
      for (let start = 0; start < bytes.length; ) {
        const end = start + (sizes.next().value as number);
        file.append(bytes.subarray(start, end));
        await following.drain();
        start = end;
      }
      expect(await following.stop()).toBe(0);
      expect(texts(lines)).toEqual(written);
      expect(lines.reduce((sum, line) => sum + line.bytes, 0)).toBe(bytes.length);
      expect(file.readOffsets).toEqual(Array.from({ length: bytes.length }, (_, index) => index));
    },
  );
});

describe("when it looks", () => {
  test("is at once when the directory tells of a change", async () => {
    const file = growingFile();
    const { clock, at, run, following, lines } = follower(file);
    at(40, () => {
      file.append(encode("told\n"));
      file.tell();
    });
    await run(clock.sleep(41));
    expect(texts(lines)).toEqual(["told"]);
    await run(following.stop());
  });

  test("is at the next poll when the directory says nothing", async () => {
    const file = growingFile();
    const { clock, at, run, following, lines } = follower(file);
    at(40, () => file.append(encode("untold\n")));
    await run(clock.sleep(240));
    expect(lines).toEqual([]);
    await run(clock.sleep(20));
    expect(texts(lines)).toEqual(["untold"]);
    await run(following.stop());
  });

  test("is never again after it was stopped, and nothing is left watching", async () => {
    const file = growingFile();
    const { clock, run, following, lines } = follower(file);
    await run(following.stop());
    file.append(encode("too late\n"));
    file.tell();
    await run(clock.sleep(1_000));
    expect(lines).toEqual([]);
    expect(file.watches()).toBe(0);
  });
});

describe("a file on the disk", () => {
  let directory = "";
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "follower-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  test("is followed through many appends, each line once and in order", async () => {
    const path = join(directory, "log");
    await writeFile(path, "");
    const lines: string[] = [];
    const following = followFile(nodeWorld(), {
      path,
      fromOffset: 0,
      pollMs: 20,
      onLine: ({ text }) => lines.push(text),
    });
    const wanted = Array.from({ length: 200 }, (_, index) => `line ${index}`);
    for (const line of wanted) {
      await appendFile(path, line.slice(0, 3));
      await appendFile(path, `${line.slice(3)}\n`);
    }
    expect(await following.stop()).toBe(0);
    expect(lines).toEqual(wanted);
  });
});
