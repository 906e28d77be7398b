// What lies among sessions, records and mail and is none of them, on a real disk: links, directories,
// pipes. A pipe that were opened would hang its test.
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseLine } from "../../src/agents/pi/transcript.ts";
import type { SkippedFile } from "../../src/evidence/event.ts";
import { recordPath } from "../../src/formats/places.ts";
import { resolveAddressee } from "../../src/resume/addressee.ts";
import { createMailbox, readInbox } from "../../src/resume/mailbox.ts";
import { assertSoleRecord, readRecord, upsertRecord } from "../../src/resume/record.ts";
import { findSessions } from "../../src/resume/session-file.ts";
import type { Files, World } from "../../src/world/world.ts";
import { createScene, gardenId, otherId, type Scene } from "./scene.ts";

const litter: Readonly<Record<string, (path: string) => void>> = {
  "a link that leads nowhere": (path) => symlinkSync(`${path}.nowhere`, path),
  "a link in a circle": (path) => symlinkSync(path, path),
  "a directory": (path) => mkdirSync(path),
  "a pipe": (path) => execFileSync("mkfifo", [path]),
  "a device": (path) => symlinkSync("/dev/zero", path),
  noise: (path) => writeFileSync(path, Buffer.from([0, 255, 254, 10, 0])),
  "an empty file": (path) => writeFileSync(path, ""),
  "a cut-off line": (path) => writeFileSync(path, '{"type":"session","id":"2026'),
};
const kinds = Object.entries(litter);
/** What cannot be read at all, and not only as a session. */
const closed = kinds.slice(0, 5);

function noting() {
  const skipped: SkippedFile[] = [];
  return { skipped, note: (file: SkippedFile) => void skipped.push(file) };
}

const failing = (world: World, changes: Partial<Files>): World => ({
  ...world,
  files: { ...world.files, ...changes },
});
const failure = (code: string) => Object.assign(new Error(`${code}: made up`), { code });

describe("among the sessions", () => {
  test.each(kinds)("%s hides no session beside it or below it", async (_what, place) => {
    const scene = createScene();
    const { world, directories } = scene;
    const path = scene.writeSession({ file: "b.jsonl" });
    mkdirSync(join(directories.sessions, "below"));
    for (const name of ["a.jsonl", "below/a.jsonl", "a"]) place(join(directories.sessions, name));
    const found = await findSessions(world.files, directories.sessions, gardenId, parseLine);
    expect(found.map((session) => session.path)).toEqual([path]);
  });

  test.each(closed)("%s is told of, with what it is", async (_what, place) => {
    const { world, directories } = createScene();
    const path = join(directories.sessions, "a.jsonl");
    place(path);
    const { skipped, note } = noting();
    await findSessions(world.files, directories.sessions, gardenId, parseLine, note);
    expect(skipped).toEqual([{ path, because: expect.stringMatching(/\w/) }]);
  });

  test("a link to a session is that session, as it is to the agent", async () => {
    const { world, directories, writeSession, root } = createScene();
    const real = writeSession({ file: "../kept-elsewhere.jsonl" });
    const path = join(directories.sessions, "a.jsonl");
    symlinkSync(real, path);
    const found = await findSessions(world.files, directories.sessions, gardenId, parseLine);
    expect(found).toMatchObject([{ path, header: { id: gardenId, cwd: root } }]);
  });

  test.each(["EACCES", "EIO", "ENOTCONN", "ENOENT"])(
    "a directory that gives %s hides no session beside it",
    async (code) => {
      const scene = createScene();
      const { world, directories } = scene;
      const path = scene.writeSession({ file: "z.jsonl" });
      const below = join(directories.sessions, "below");
      mkdirSync(below);
      const list = (directory: string) =>
        directory === below ? Promise.reject(failure(code)) : world.files.list(directory);
      const { files } = failing(world, { list });
      const { skipped, note } = noting();
      const found = await findSessions(files, directories.sessions, gardenId, parseLine, note);
      expect(found.map((session) => session.path)).toEqual([path]);
      expect(skipped.map((each) => each.path)).toEqual([below]);
    },
  );

  test("a machine out of descriptors is no reason to call a session missing", async () => {
    const { world, directories, writeSession } = createScene();
    writeSession();
    const { files } = failing(world, { readBytes: () => Promise.reject(failure("EMFILE")) });
    const finding = findSessions(files, directories.sessions, gardenId, parseLine);
    await expect(finding).rejects.toMatchObject({ code: "EMFILE" });
  });

  test("a store that cannot be listed is named, with what to do", async () => {
    const { world, directories } = createScene();
    const { files } = failing(world, { list: () => Promise.reject(failure("EACCES")) });
    const finding = findSessions(files, directories.sessions, gardenId, parseLine);
    await expect(finding).rejects.toMatchObject({
      code: "EACCES",
      message: expect.stringMatching(/s cannot be listed .*which sessions there are: make it/),
    });
  });

  test("who finds no session is told what was passed over", async () => {
    const { world, directories, writeRecord } = createScene();
    writeRecord();
    for (const name of ["a.jsonl", "b.jsonl"]) mkdirSync(join(directories.sessions, name));
    const target = await resolveAddressee(world, directories, gardenId, parseLine);
    expect(target).toMatchObject({
      kind: "citizen",
      session: null,
      flaw: expect.stringMatching(/passed over: .*a\.jsonl \(a directory\), and 1 more$/),
    });
  });
});

describe("among the records", () => {
  const strange = (scene: Scene, place: (path: string) => void) =>
    place(recordPath(scene.directories.records, otherId));

  test.each(kinds)("%s of another id stops no dispatch and no minting", async (_what, place) => {
    const scene = createScene();
    const { world, directories } = scene;
    strange(scene, place);
    const input = { backend: "pi", nativeSessionId: gardenId, cwd: "/w", model: null } as const;
    const whole = { ...input, isEntwurf: true };
    const record = await upsertRecord(world, directories.records, whole, () => gardenId);
    const { skipped, note } = noting();
    await assertSoleRecord(world, directories.records, record, note);
    // A link that leads nowhere is there all the same.
    expect(skipped.map((each) => each.path)).toEqual([recordPath(directories.records, otherId)]);
  });

  test.each(kinds)("%s of the id itself refuses it, naming the file", async (_what, place) => {
    const { world, directories } = createScene();
    const path = recordPath(directories.records, gardenId);
    place(path);
    const reading = readRecord(world, directories.records, gardenId);
    await expect(reading).rejects.toThrow(path);
    await expect(reading).rejects.toMatchObject({ name: "CorruptRecordError" });
  });

  test("what bears a minted id already is never written over", async () => {
    const { world, directories, writeRecord } = createScene();
    writeRecord({ nativeSessionId: "first" });
    const input = { backend: "pi", nativeSessionId: "second", cwd: "/w", model: null } as const;
    const whole = { ...input, isEntwurf: true };
    const minting = upsertRecord(world, directories.records, whole, () => gardenId);
    await expect(minting).rejects.toThrow(/is the record of first; mint another id/);
  });

  test("a store that cannot be listed refuses, for another may claim the same session", async () => {
    const { world, directories, writeRecord } = createScene();
    const record = writeRecord();
    const altered = failing(world, { list: () => Promise.reject(failure("EACCES")) });
    const checking = assertSoleRecord(altered, directories.records, record);
    await expect(checking).rejects.toThrow(/cannot be listed .*two records claim one session/);
  });
});

describe("in an inbox", () => {
  test("what is no mail keeps nobody from the mail, and stays", async () => {
    const { world, root } = createScene();
    const sender = { sessionId: gardenId, agentId: "test", cwd: root };
    const places = { mailboxDirectory: join(root, "mail"), receiverDirectory: join(root, "r") };
    const mailbox = createMailbox(world, { ...places, sender, replyable: false });
    const inbox = join(places.mailboxDirectory, gardenId);
    mkdirSync(inbox, { recursive: true });
    for (const [index, [, place]] of kinds.entries()) place(join(inbox, `0${index}.msg`));
    writeFileSync(join(inbox, "receipts.json"), '{"lastRe');
    await mailbox.deliver(gardenId, "hello");
    const { skipped, note } = noting();
    const mail = await readInbox(world, places.mailboxDirectory, gardenId, note);
    expect(mail.map(({ message }) => message)).toEqual(["hello"]);
    expect(skipped).toHaveLength(kinds.length);
  });
});
