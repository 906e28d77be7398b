// Starts the command line as a child, in a place of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const tsx = import.meta.resolve("tsx");

export interface Started {
  readonly child: ChildProcess;
  readonly output: () => { stdout: string; stderr: string };
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** `main` is relative to the project; the child's temporary directory is `<place>/t`. */
export function start(
  main: string,
  args: readonly string[],
  place: string,
  environment: Record<string, string> = {},
): Started {
  const temporary = join(place, "t");
  mkdirSync(temporary, { recursive: true });
  const child = spawn(process.execPath, ["--import", tsx, join(root, main), ...args], {
    cwd: place,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: place, TMPDIR: temporary, CI: "1", ...environment },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const seen = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    seen.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    seen.stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    child.once("close", (code) => done({ code, ...seen }));
  });
  return { child, output: () => seen, ended };
}

export async function until(condition: () => boolean, timeoutMs = 60_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error("the condition did not come true");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
