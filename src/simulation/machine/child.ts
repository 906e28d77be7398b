// Starting a simulated child: a process that is there with the call, a program that begins some time
// after it, a spawn event apart from both, and an exit that is heard from the same instant on.
import type { Child, ExitResult, SpawnRequest, StartResult } from "../../world/world.ts";
import type { Actor } from "./actor.ts";
import type { Machine } from "./machine.ts";
import type { SimulatedProcess } from "./processes.ts";

/** A program's life, as far as it depends on nobody else. */
export interface Running {
  readonly process: SimulatedProcess;
  readonly request: SpawnRequest;
  /** Does one thing at a moment of the schedule's choosing; never comes back to the dead. */
  step<T>(label: string, work: () => T): Promise<T>;
  sleep(durationMs: number): Promise<void>;
  exit(exitCode: number): void;
}

export interface StartOptions {
  readonly startMs: number;
  /** Why it cannot be started, or null. */
  readonly failure: string | null;
  readonly pid?: number;
}

export function startChild(
  machine: Machine,
  parent: Actor,
  request: SpawnRequest,
  { startMs, failure, pid }: StartOptions,
  program: (running: Running) => Promise<void>,
): Child {
  const { scheduler, processes, disk } = machine;
  const started = Promise.withResolvers<StartResult>();
  const exited = Promise.withResolvers<ExitResult>();
  const command = `${request.command} ${request.arguments.join(" ")}`;
  const tell = (label: string, work: () => void) =>
    scheduler.post(parent.name, label, () => {
      if (!parent.isDead()) work();
    });
  if (failure) {
    scheduler.after(startMs, "kernel", "fails to start a child", () => {
      const result: StartResult = { kind: "failed", code: failure, message: `spawn ${failure}` };
      tell(`hears that the start failed with ${failure}`, () => started.resolve(result));
    });
    return { started: started.promise, exited: exited.promise };
  }
  // Forked within the call: it is there from now on, whatever becomes of its parent.
  disk.writeText(request.outputPath, "");
  const { environment } = request;
  const process = processes.add({
    arguments: command,
    environment,
    ...(pid === undefined ? {} : { pid }),
  });
  const identity = { pid: process.pid, startTime: process.startTime };
  const life = { begun: false, end: null as ExitResult | null };
  const tellEnd = (exit: ExitResult) =>
    tell(`hears that process ${process.pid} has exited`, () => exited.resolve(exit));
  process.onExit.push((exit) => {
    life.end = exit;
    if (life.begun) tellEnd(exit);
  });
  scheduler.after(startMs, "kernel", "starts a child", () => {
    life.begun = true;
    tell(`hears that process ${process.pid} has started`, () =>
      started.resolve({ kind: "started", identity }),
    );
    if (life.end) tellEnd(life.end);
    else void program(runningOf(machine, process, request));
  });
  return { started: started.promise, exited: exited.promise };
}

function runningOf(machine: Machine, process: SimulatedProcess, request: SpawnRequest): Running {
  const { scheduler, processes } = machine;
  const name = `child ${process.pid}`;
  return {
    process,
    request,
    step: (label, work) =>
      new Promise((resolve) => {
        scheduler.post(name, label, () => {
          if (process.alive) resolve(work());
        });
      }),
    sleep: (durationMs) =>
      new Promise((resolve) => {
        scheduler.after(durationMs, name, `waited ${durationMs} ms`, () => {
          if (process.alive) resolve();
        });
      }),
    exit: (exitCode) => processes.end(process, { exitCode, signal: null }),
  };
}
