// The real world. Nothing here decides anything: each member is one effect of the platform.
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { nodeFiles } from "./node/files.ts";
import { ownStartTime } from "./node/process-table.ts";
import { nodeProcesses } from "./node/processes.ts";
import { nodeSockets } from "./node/sockets.ts";
import { timerMs } from "./node/timer.ts";
import type { Clock, World } from "./world.ts";

const nodeClock: Clock = {
  // The machine's own clock, so that times of several processes can be put in one order.
  monotonicMs: () => Number(process.hrtime.bigint() / 1000n) / 1000,
  wallMs: () => Date.now(),
  sleep: (durationMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, timerMs(durationMs));
      signal?.addEventListener("abort", wake, { once: true });
    }),
};

/** sun_path holds 108 bytes on Linux and 104 on macOS, one of them the terminator. */
const socketPathLimit = process.platform === "linux" ? 107 : 103;

export function nodeWorld(): World {
  return {
    clock: nodeClock,
    randomBytes: (count) => new Uint8Array(randomBytes(count)),
    files: nodeFiles,
    processes: nodeProcesses,
    sockets: nodeSockets,
    host: {
      hostname: hostname(),
      pid: process.pid,
      socketPathLimit,
      get startTime() {
        return ownStartTime();
      },
    },
  };
}
