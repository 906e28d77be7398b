import { readdirSync, writeFileSync } from "node:fs";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { recordPath } from "../../src/formats/places.ts";
import { backends } from "../../src/formats/record.ts";
import {
  assertSoleRecord,
  CorruptRecordError,
  findByNativeSession,
  type RecordInput,
  readRecord,
  upsertRecord,
} from "../../src/resume/record.ts";
import type { World } from "../../src/world/world.ts";
import { createScene, gardenId, otherId, readJson, sampleRecord } from "./scene.ts";

const input: RecordInput = {
  backend: "pi",
  nativeSessionId: "native-1",
  cwd: "/project/here",
  model: "openai/gpt-5.4",
  isEntwurf: true,
};

describe("a record", () => {
  test("that is missing means: no such citizen", async () => {
    const { world, directories } = createScene();
    expect(await readRecord(world, directories.records, gardenId)).toBeNull();
  });

  const sample = sampleRecord("/");
  test.each([
    ["cut off", JSON.stringify(sample).slice(0, -9), /is not JSON/],
    ["empty", "", /is not JSON/],
    ["a list", "[]", /is not a record/],
    ["of another schema", JSON.stringify({ ...sample, schemaVersion: 1 }), /schemaVersion/],
    ["with a key nobody knows", JSON.stringify({ ...sample, note: "x" }), /note/],
    ["without a key", JSON.stringify({ ...sample, cwd: undefined }), /cwd/],
    ["of an unknown backend", JSON.stringify({ ...sample, backend: "gemini" }), /backend/],
    ["of another id", JSON.stringify({ ...sample, gardenId: otherId }), new RegExp(otherId)],
  ])("that is %s throws, naming its file", async (_what, text, words) => {
    const { world, directories } = createScene();
    const path = recordPath(directories.records, gardenId);
    writeFileSync(path, text);
    const reading = readRecord(world, directories.records, gardenId);
    await expect(reading).rejects.toThrow(CorruptRecordError);
    await expect(reading).rejects.toThrow(words);
    await expect(reading).rejects.toThrow(path);
  });

  test("is never looked for under what is no garden id", () => {
    expect(() => recordPath("/records", "../../etc/passwd")).toThrow(RangeError);
  });
});

describe("upsert", () => {
  property.prop(
    [
      fc.record({
        backend: fc.constantFrom(...backends),
        nativeSessionId: fc.string({ minLength: 1 }),
        cwd: fc.string({ minLength: 1 }),
        model: fc.option(fc.string()),
        isEntwurf: fc.boolean(),
      }),
    ],
    { numRuns: 25 },
  )("is read back as it was written", async (made) => {
    const { world, directories } = createScene();
    const written = await upsertRecord(world, directories.records, made, () => gardenId);
    expect(written).toMatchObject(made);
    expect(await readRecord(world, directories.records, gardenId)).toEqual(written);
  });

  test("re-attaches by what the record says, whatever id it was given", async () => {
    const { world, directories } = createScene();
    const first = await upsertRecord(world, directories.records, input, () => gardenId);
    const again = { ...input, cwd: "/project/there", transcriptPath: "/t.jsonl" };
    const second = await upsertRecord(world, directories.records, again, () => otherId);
    expect(second).toMatchObject({ gardenId, cwd: "/project/there", createdAt: first.createdAt });
    expect(readdirSync(directories.records)).toHaveLength(1);
  });

  test("keeps what it is not told about", async () => {
    const { world, directories } = createScene();
    const parent = { ...input, transcriptPath: "/t.jsonl", parentGardenId: otherId };
    await upsertRecord(world, directories.records, parent, () => gardenId);
    const again = await upsertRecord(world, directories.records, input, () => otherId);
    expect(again).toMatchObject({ transcriptPath: "/t.jsonl", parentGardenId: otherId });
  });

  test.each(["write", "sync", "close", "rename"] as const)(
    "leaves the old record and no litter when %s fails",
    async (step) => {
      const { world, directories } = createScene();
      await upsertRecord(world, directories.records, input, () => gardenId);
      const changed = { ...input, cwd: "/elsewhere" };
      const writing = upsertRecord(failing(world, step), directories.records, changed, () => "");
      await expect(writing).rejects.toThrow("ENOSPC");
      const path = recordPath(directories.records, gardenId);
      expect(readdirSync(directories.records)).toHaveLength(1);
      expect(readJson(path).cwd).toBe(input.cwd);
    },
  );
});

describe("one session under two ids", () => {
  test("throws when it is looked up by its own id", async () => {
    const { world, directories, writeRecord } = createScene();
    writeRecord();
    writeRecord({ gardenId: otherId });
    const finding = findByNativeSession(world, directories.records, gardenId);
    await expect(finding).rejects.toThrow(`${gardenId} and ${otherId} both claim`);
  });

  test("throws for either record", async () => {
    const { world, directories, writeRecord } = createScene();
    for (const record of [writeRecord(), writeRecord({ gardenId: otherId })]) {
      const checking = assertSoleRecord(world, directories.records, record);
      await expect(checking).rejects.toThrow(CorruptRecordError);
    }
  });

  test("is not seen in a session of another backend, or in a stranger's corrupt record", async () => {
    const { world, directories, writeRecord } = createScene();
    const record = writeRecord();
    writeRecord({ gardenId: otherId, backend: "codex" });
    writeFileSync(recordPath(directories.records, "20260102T030405-000000"), "{");
    await expect(assertSoleRecord(world, directories.records, record)).resolves.toBeUndefined();
  });
});

type Step = "write" | "sync" | "close" | "rename";

function failing(world: World, step: Step): World {
  const fail = async () => {
    throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  };
  const files = { ...world.files };
  if (step === "rename") files.rename = fail;
  else {
    files.createExclusive = async (path, mode) => {
      const file = await world.files.createExclusive(path, mode);
      let failed = false;
      const once = async () => {
        // A second close is the clean-up's, and works.
        if (failed) return file.close();
        failed = true;
        return fail();
      };
      return { ...file, [step]: once };
    };
  }
  return { ...world, files };
}
