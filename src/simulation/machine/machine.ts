// All that the actors of one simulated run share. Made afresh for each run and never reset.
import { createDisk, type Disk } from "./files.ts";
import { createProcessTable, type ProcessTable } from "./processes.ts";
import { type Choices, createScheduler, type Scheduler, type Step } from "./scheduler.ts";
import { createSocketTable, type SocketTable } from "./sockets.ts";

export interface Machine {
  /**
   * Before the dispatch and after the reaping the gate is alone with the machine: then its effects
   * need no order, and while nothing else is ready they happen at once.
   */
  gateIsAlone: boolean;
  readonly hostname: string;
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  readonly processes: ProcessTable;
  readonly sockets: SocketTable;
  /** Deterministic: the same calls in the same order give the same bytes. */
  randomBytes(count: number): Uint8Array;
  wallMs(): number;
}

/** Noon of a day that no clock change is near, in milliseconds since the epoch. */
const epochMs = Date.UTC(2030, 0, 15, 12, 0, 0);

export function createMachine(
  choices: Choices,
  onStep: ((step: Step) => void) | null,
  onChange: ((path: string) => void) | null = null,
): Machine {
  const scheduler = createScheduler(choices, onStep);
  const disk = createDisk(scheduler, onChange);
  let drawn = 0;
  return {
    gateIsAlone: true,
    hostname: "simulated",
    scheduler,
    disk,
    processes: createProcessTable(scheduler),
    sockets: createSocketTable(scheduler, disk),
    randomBytes(count) {
      // Distinct rather than unpredictable: two nonces must never be equal by accident.
      const bytes = new Uint8Array(count);
      let value = ++drawn;
      for (let index = count - 1; index >= 0; index--) {
        bytes[index] = value & 255;
        value >>>= 8;
      }
      return bytes;
    },
    wallMs: () => epochMs + scheduler.nowMs(),
  };
}
