// A real temporary directory with records, sessions and sockets, for tests of what reads them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { recordPath } from "../../src/formats/places.ts";
import type { RecordFields } from "../../src/formats/record.ts";
import type { SessionTag } from "../../src/formats/session-name.ts";
import { formatSessionName } from "../../src/resume/session-name.ts";
import { nodeWorld } from "../../src/world/node.ts";
import type { Connection, ConnectResult, World } from "../../src/world/world.ts";

export const gardenId = "20260102T030405-abcdef";
export const otherId = "20260102T030405-fedcba";

export interface Scene {
  readonly world: World;
  readonly root: string;
  readonly directories: {
    readonly records: string;
    readonly sessions: string;
    readonly sockets: string;
    readonly mailboxes: string;
    readonly receivers: string;
  };
  writeRecord(changes?: Partial<RecordFields>): RecordFields;
  writeSession(options?: SessionOptions): string;
}

interface SessionOptions {
  readonly id?: string;
  readonly file?: string;
  readonly cwd?: string;
  readonly tags?: readonly SessionTag[];
  readonly models?: readonly string[];
  readonly name?: string;
  readonly tail?: string;
}

/** Removed after the test that made it. */
export function createScene(): Scene {
  const root = mkdtempSync(join(tmpdir(), "rm-"));
  roots.push(root);
  const directory = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const directories = {
    records: directory("r"),
    sessions: directory("s"),
    sockets: directory("c"),
    mailboxes: directory("m"),
    receivers: directory("v"),
  };
  return {
    world: nodeWorld(),
    root,
    directories,
    writeRecord(changes = {}) {
      const record = { ...sampleRecord(root), ...changes };
      writeFileSync(recordPath(directories.records, record.gardenId), JSON.stringify(record));
      return record;
    },
    writeSession(options = {}) {
      const path = join(directories.sessions, options.file ?? `${options.id ?? gardenId}.jsonl`);
      writeFileSync(path, sessionText(root, options));
      return path;
    },
  };
}

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

export const sampleRecord = (cwd: string): RecordFields => ({
  schemaVersion: 2,
  gardenId,
  backend: "pi",
  nativeSessionId: gardenId,
  cwd,
  model: "openai/gpt-5.4",
  transcriptPath: null,
  parentGardenId: null,
  isEntwurf: true,
  createdAt: "2026-01-02T03:04:05.000Z",
  recordUpdatedAt: "2026-01-02T03:04:05.000Z",
});

function sessionText(root: string, options: SessionOptions): string {
  const { id = gardenId, cwd = root, tags = ["entwurf"], models = ["openai/gpt-5.4"] } = options;
  const title = "a title";
  const [provider = "", model = ""] = (models[0] ?? "openai/gpt-5.4").split("/");
  const name = options.name ?? formatSessionName({ gardenId: id, provider, model, title, tags });
  const lines: object[] = [
    { type: "session", version: 3, id, timestamp: "2026-01-02T03:04:05.000Z", cwd },
    { type: "session_info", id: "1", parentId: null, name },
    ...models.map((pair, index) => {
      const [of, modelId] = pair.split("/");
      return { type: "model_change", id: `m${index}`, parentId: "1", provider: of, modelId };
    }),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("") + (options.tail ?? "");
}

/** A world whose sockets give these results one after the other, the last one for ever. */
export function withConnects(world: World, ...results: readonly (string | Connection)[]) {
  const paths: string[] = [];
  const connect = async (path: string): Promise<ConnectResult> => {
    const result = results[Math.min(paths.length, results.length - 1)] ?? "ENOENT";
    paths.push(path);
    return typeof result === "string"
      ? { kind: "failed", code: result }
      : { kind: "connected", connection: result };
  };
  const faked: World = { ...world, sockets: { connect } };
  return { world: faked, paths };
}

/** A peer that answers each request with this line, or with silence. */
export function peer(answer: string | null) {
  const sent: string[] = [];
  const connection: Connection = {
    send: async (text) => void sent.push(text),
    readLine: async () => answer,
    close() {},
  };
  return { connection, sent };
}

export const readJson = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, "utf8"));
