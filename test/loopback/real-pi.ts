// A real pi with a directory of its own and one session, redirected to a prefix of the provider.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPi } from "../../src/agents/pi/find.ts";
import { redirect, scrubbedEnvironment } from "../../src/agents/pi/redirect.ts";

export interface Target {
  readonly provider: string;
  readonly model: string;
}

export interface RealPi {
  /** Runs one turn to its end; resolves with the exit code or the signal. */
  turn(prompt: string, ...options: string[]): Promise<number | string>;
  start(prompt: string, ...options: string[]): Promise<ChildProcess>;
  /** What the session file holds, entry by entry. */
  // biome-ignore lint/suspicious/noExplicitAny: entries are pi's own
  entries(): any[];
  /** Changes the session file behind pi's back. */
  edit(from: string, to: string): void;
  remove(): void;
}

export function realPi(target: Target, baseUrl: string): RealPi {
  const root = mkdtempSync(join(tmpdir(), "loopback-pi-"));
  const directory = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const [agent, sessions, cwd] = [directory("agent"), directory("sessions"), directory("cwd")];
  const { modelsJson, environment } = redirect([target], baseUrl);
  writeFileSync(join(agent, "models.json"), JSON.stringify(modelsJson));
  const env = {
    ...scrubbedEnvironment(process.env),
    ...environment,
    HOME: directory("home"),
    PI_CODING_AGENT_DIR: agent,
    PI_CODING_AGENT_SESSION_DIR: sessions,
  };
  const start = async (prompt: string, ...options: string[]) => {
    const pi = await findPi();
    const session = ["--mode", "json", "-p", "--no-extensions", "--session-id", "one-session"];
    const model = ["--provider", target.provider, "--model", target.model];
    const all = [...pi.commandArguments, ...session, ...options, ...model, prompt];
    return spawn(pi.command, all, { cwd, env, stdio: "ignore", detached: true });
  };
  const files = () =>
    readdirSync(sessions, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".jsonl"))
      .map((file) => join(sessions, file));
  return {
    start,
    async turn(...asked) {
      const [code, signal] = await once(await start(...asked), "exit");
      return signal ?? code;
    },
    entries: () =>
      files()
        .flatMap((file) => readFileSync(file, "utf8").trim().split("\n"))
        .map((line) => JSON.parse(line)),
    edit(from, to) {
      for (const file of files()) {
        writeFileSync(file, readFileSync(file, "utf8").replaceAll(from, to));
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
