// Real pi children against the embedded provider, each in directories of its own; everything
// they make lies below one temporary directory that goes when the tests are done.
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { mintGardenId } from "../../../src/formats/garden-id.ts";
import { type LoopbackServer, startLoopback } from "../../../src/loopback/server.ts";

const here = dirname(fileURLToPath(import.meta.url));
const agentIndex = fileURLToPath(import.meta.resolve("@earendil-works/pi-coding-agent"));
const cli = join(dirname(agentIndex), "bundle", "cli.js");

const residentExtension = join(here, "../../../src/agents/pi/resident/extension.ts");
export const oneShotExtension = join(here, "../../../src/agents/pi/resident/one-shot.ts");
export const closingExtension = join(here, "closing-extension.ts");
export const growingExtension = join(here, "growing-extension.ts");

export interface Lab {
  readonly provider: LoopbackServer;
  start(options?: StartOptions): PiChild;
  close(): Promise<void>;
}

interface StartOptions {
  readonly extension?: string;
  /** The marker, `own` for the session's id; null for none at all. */
  readonly marker?: string | null;
  /** The one file that the environment allows it to go on with. */
  readonly sessionFile?: string;
  readonly prompt?: string;
  /** It is told that its message comes over a pipe, which the test writes and ends. */
  readonly piped?: true;
  /** Begins with `hold()`. */
  readonly held?: boolean;
  /** Start a second process on that one's session id and control directory. */
  readonly rivalOf?: PiChild;
  /** Take up the session that one has left, in its own directories. */
  readonly resumes?: PiChild;
}

export interface PiChild {
  readonly process: ChildProcess;
  /** The end of the pipe that the test writes to; only of one that was started so. */
  readonly pipe: Socket;
  readonly pid: number;
  readonly home: string;
  readonly gardenId: string;
  readonly socketPath: string;
  readonly startedAtMs: number;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  hasExited(): boolean;
  /** From now on the model stays silent until `answer()` is called. */
  hold(): void;
  answer(): void;
  errors(): string;
  events(): { type: string }[];
  entries(): Entry[];
}

interface Entry {
  readonly role: string;
  readonly text: string;
  readonly stopReason: string | undefined;
}

export async function openLab(): Promise<Lab> {
  const root = mkdtempSync(join(tmpdir(), "rm-resident-"));
  const provider = await startLoopback();
  const children: PiChild[] = [];
  return {
    provider,
    start(options = {}) {
      const child = startPi(root, provider, children.length, options);
      children.push(child);
      return child;
    },
    async close() {
      for (const child of children) if (!child.hasExited()) child.process.kill("SIGKILL");
      await Promise.all(children.map((child) => child.exited));
      await provider.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function startPi(
  root: string,
  provider: LoopbackServer,
  index: number,
  options: StartOptions,
): PiChild {
  const home = options.resumes?.home ?? join(root, String(index));
  const earlier = options.resumes ?? options.rivalOf;
  const paths = {
    agent: join(home, "agent"),
    sessions: join(home, "sessions"),
    work: join(home, "work"),
    control: earlier ? dirname(earlier.socketPath) : join(root, `c${index}`),
    temporary: join(root, "tmp"),
  };
  for (const path of [paths.agent, paths.sessions, paths.work, paths.temporary]) {
    mkdirSync(path, { recursive: true });
  }
  const randomBytes = crypto.getRandomValues(new Uint8Array(3));
  const gardenId = earlier?.gardenId ?? mintGardenId(Date.now(), randomBytes);
  const prefix = provider.openPrefix(`pi-${index}`, { onRequest: () => undefined });
  const hold = () => prefix.behave([], { kind: "hold" });
  if (options.held) hold();
  const models = { providers: { groq: { baseUrl: prefix.baseUrl, apiKey: "fake" } } };
  writeFileSync(join(paths.agent, "models.json"), JSON.stringify(models));

  const marker = options.marker === undefined ? gardenId : options.marker;
  const output = { text: "", errors: "" };
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, piArguments(gardenId, paths.sessions, options), {
    cwd: paths.work,
    stdio: ["ignore", "pipe", "pipe", ...(options.piped ? ["pipe" as const] : [])],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: paths.temporary,
      PI_CODING_AGENT_DIR: paths.agent,
      PI_OFFLINE: "1",
      PI_TELEMETRY: "0",
      NO_PROXY: "127.0.0.1",
      RESUME_MATRIX_CONTROL_DIR: paths.control,
      ...(marker === null ? {} : { RESUME_MATRIX_RESIDENT_SESSION_ID: marker }),
      ...(options.sessionFile ? { RESUME_MATRIX_RESIDENT_SESSION_FILE: options.sessionFile } : {}),
    },
  });
  child.stdout?.on("data", (chunk) => {
    output.text += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output.errors += chunk;
  });
  let gone = false;
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once("exit", (code, signal) => {
      gone = true;
      resolve({ code, signal });
    });
  });
  return {
    process: child,
    pipe: child.stdio[3] as Socket,
    pid: child.pid ?? 0,
    home,
    gardenId,
    socketPath: join(paths.control, `${gardenId}.sock`),
    startedAtMs,
    exited,
    hasExited: () => gone,
    hold,
    answer: () => prefix.behave([]),
    errors: () => output.errors,
    events: () => wholeLines(output.text).map((line) => JSON.parse(line)),
    entries: () => sessionEntries(paths.sessions),
  };
}

function piArguments(gardenId: string, sessions: string, options: StartOptions): string[] {
  return [
    cli,
    ...["--mode", "json", "-p", "--extension", options.extension ?? residentExtension],
    ...(options.extension === oneShotExtension ? ["--no-extensions"] : ["--entwurf-control"]),
    ...["--session-dir", sessions, "--session-id", gardenId],
    ...["--provider", "groq", "--model", "qwen/qwen3.8-27b"],
    ...(options.piped
      ? ["--launch-message", "3", "/launch-message"]
      : [options.prompt ?? asking("launch", "launched")]),
  ];
}

/** A prompt to which the embedded provider replies with exactly `reply`. */
export function asking(label: string, reply: string): string {
  const half = Math.ceil(reply.length / 2);
  return `Check ${label}. Reply with one line, made by joining these parts with nothing between them: "${reply.slice(0, half)}" and "${reply.slice(half)}"`;
}

export async function until<T>(
  what: string,
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  limitMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`not seen within ${limitMs} ms: ${what}`);
    await delay(5);
  }
}

function sessionEntries(directory: string): Entry[] {
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".jsonl"))
    .flatMap((file) => wholeLines(readFileSync(join(directory, file), "utf8")))
    .map((line) => JSON.parse(line))
    .filter((entry) => entry.type === "message" && entry.message.role !== "system")
    .map(({ message }) => ({
      role: message.role,
      text: message.content.map((part: { text?: string }) => part.text ?? "").join(""),
      stopReason: message.stopReason,
    }));
}

function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean);
}
