// The simulated process table. A pid is free again as soon as its process is gone and may be given
// to another one; only pid and start time together name a process.
import type { ExitResult, SignalResult } from "../../world/world.ts";
import type { Scheduler } from "./scheduler.ts";

export interface SimulatedProcess {
  readonly pid: number;
  readonly startTime: string;
  readonly arguments: string;
  readonly environment: Readonly<Record<string, string>>;
  alive: boolean;
  /** Belongs to another user: it cannot be signalled, only seen. */
  readonly foreign: boolean;
  /** What it does with a signal that it can catch; without one it dies of it. */
  onTerminate: (() => void) | null;
  /** Told once, when it is gone. */
  readonly onExit: ((exit: ExitResult) => void)[];
}

interface ProcessRequest {
  readonly arguments: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly foreign?: boolean;
  /** A pid that was somebody else's before (default: the next free one). */
  readonly pid?: number;
}

export interface ProcessTable {
  add(request: ProcessRequest): SimulatedProcess;
  get(pid: number): SimulatedProcess | null;
  all(): readonly SimulatedProcess[];
  end(process: SimulatedProcess, exit: ExitResult): void;
  signal(pid: number, signal: string | number): SignalResult;
}

export function createProcessTable(scheduler: Scheduler): ProcessTable {
  const running = new Map<number, SimulatedProcess>();
  let nextPid = 100;
  let started = 0;
  const table: ProcessTable = {
    add({ arguments: text, environment = {}, foreign = false, pid }) {
      const free = pid !== undefined && !running.has(pid) ? pid : nextPid++;
      const process: SimulatedProcess = {
        pid: free,
        startTime: String(++started),
        arguments: text,
        environment,
        foreign,
        alive: true,
        onTerminate: null,
        onExit: [],
      };
      running.set(free, process);
      return process;
    },
    get: (pid) => running.get(pid) ?? null,
    all: () => [...running.values()],
    end(process, exit) {
      if (!process.alive) return;
      process.alive = false;
      running.delete(process.pid);
      for (const tell of process.onExit) tell(exit);
    },
    signal(pid, signal) {
      const process = running.get(pid);
      if (!process) return "gone";
      if (process.foreign) return "denied";
      if (signal === 0) return "sent";
      scheduler.post(`process ${pid}`, `gets ${signal}`, () => {
        if (!process.alive) return;
        if (signal === "SIGKILL") table.end(process, { exitCode: null, signal: "SIGKILL" });
        else if (signal !== "SIGTERM") return;
        else if (process.onTerminate) process.onTerminate();
        else table.end(process, { exitCode: null, signal: "SIGTERM" });
      });
      return "sent";
    },
  };
  return table;
}
