// Process effects on the real machine. A process is identified by pid and start time together.
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Socket } from "node:net";
import { type Child, errorCode, messageOf, type Processes, type SpawnRequest } from "../world.ts";
import { processTable } from "./process-table.ts";
import { processorTime } from "./processor-time.ts";

export const nodeProcesses: Processes = {
  spawn: spawnDetached,
  signal: (pid, signal) => kill(pid, signal),
  signalGroup: (pid, signal) => kill(-pid, signal),
  identify: (pid) => processTable.identify(pid),
  processorTime,
  withMarker: (name, value) => processTable.withMarker(name, value),
};

function kill(pid: number, signal: NodeJS.Signals | 0): "sent" | "gone" | "denied" {
  // 0 and -1 mean "my group" and "everybody" to kill(2).
  if (!Number.isInteger(pid) || pid === 0 || pid === -1)
    throw new RangeError(`no such pid: ${pid}`);
  try {
    process.kill(pid, signal);
    return "sent";
  } catch (error) {
    const code = errorCode(error);
    if (code === "ESRCH") return "gone";
    if (code === "EPERM") return "denied";
    throw error;
  }
}

function spawnDetached(request: SpawnRequest): Child {
  const files: number[] = [];
  try {
    files.push(openSync(request.outputPath, "a", 0o600), openSync(request.errorPath, "a", 0o600));
    return listen(request, files);
  } catch (error) {
    return failedChild(error);
  } finally {
    for (const file of files) closeSync(file);
  }
}

function listen(request: SpawnRequest, [output, errors]: readonly number[]): Child {
  const child = spawn(request.command, request.arguments, {
    cwd: request.workingDirectory,
    env: request.environment,
    detached: true,
    // The input's place is `inputDescriptor`.
    stdio: ["ignore", output, errors, ...(request.input === undefined ? [] : ["pipe" as const])],
  });
  // The runner ends when its work is done, not when a child that it forgot does.
  child.unref();
  if (request.input !== undefined) giveInput(child.stdio[3] as Socket | null, request.input);
  const exited = new Promise<{ exitCode: number | null; signal: string | null }>((resolve) => {
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const started = new Promise<Awaited<Child["started"]>>((resolve) => {
    child.once("error", (error) => resolve(startFailure(error)));
    child.once("spawn", async () => {
      const pid = child.pid as number;
      try {
        const identity = await processTable.identify(pid);
        resolve({ kind: "started", identity: identity ?? { pid, startTime: "gone" } });
      } catch (error) {
        // Nobody could tell it from another process later, so it must not live on.
        child.ref();
        kill(-pid, "SIGKILL");
        await exited;
        resolve(startFailure(error));
      }
    });
  });
  return { started, exited };
}

/** A child that ends before it has read all leaves a broken pipe, which its exit says better. */
function giveInput(pipe: Socket | null | undefined, input: string): void {
  // There is none where the child could not be started.
  if (!pipe) return;
  pipe.on("error", () => pipe.destroy());
  pipe.unref();
  pipe.end(input, () => pipe.destroy());
}

function failedChild(error: unknown): Child {
  return { started: Promise.resolve(startFailure(error)), exited: new Promise(() => undefined) };
}

function startFailure(error: unknown): { kind: "failed"; code: string; message: string } {
  const message = messageOf(error);
  return { kind: "failed", code: errorCode(error) ?? "UNKNOWN", message };
}
