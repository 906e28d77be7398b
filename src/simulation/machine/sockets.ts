// Simulated Unix sockets: who listens at which file, and what becomes of a connection to it.
import type { Connection, ConnectResult } from "../../world/world.ts";
import type { Disk, Inode } from "./files.ts";
import type { SimulatedProcess } from "./processes.ts";
import type { Scheduler } from "./scheduler.ts";

/**
 * `stalled`: its queue is full and nobody takes from it. `silent`: it accepts and says nothing.
 * `resets`: it accepts and hangs up.
 */
export type ListenerMode =
  | "answers"
  | "stalled"
  | "silent"
  | "resets"
  | "denies"
  | "busy"
  | "refuses";

interface Listener {
  readonly process: SimulatedProcess;
  /** Asked at each attempt to connect. */
  mode(): ListenerMode;
  /** One line in, one line out. */
  answer(line: string): string;
}

export interface SocketTable {
  /** @throws EEXIST when the name is taken. The file appears listening. */
  bind(path: string, listener: Listener): Inode;
  listenerAt(path: string): Listener | null;
  connect(actor: string, path: string, timeoutMs: number): Promise<ConnectResult>;
}

interface Accepted {
  readonly listener: Listener;
  readonly mode: ListenerMode;
}

const failures: Partial<Record<ListenerMode, string>> = {
  denies: "EACCES",
  busy: "EAGAIN",
  stalled: "ETIMEDOUT",
  refuses: "ECONNREFUSED",
};

const failed = (code: string): ConnectResult => ({ kind: "failed", code });

export function createSocketTable(scheduler: Scheduler, disk: Disk): SocketTable {
  const listeners = new WeakMap<Inode, Listener>();

  const listenerAt = (path: string): Listener | null => {
    const inode = disk.find(path);
    const listener = inode ? listeners.get(inode) : undefined;
    return listener?.process.alive ? listener : null;
  };

  const outcome = (path: string): Accepted | string => {
    if (!disk.find(path)) return "ENOENT";
    const listener = listenerAt(path);
    if (!listener) return "ECONNREFUSED";
    const mode = listener.mode();
    return failures[mode] ?? { listener, mode };
  };

  return {
    bind(path, listener) {
      const inode = disk.create(path, "socket", 0o600);
      listeners.set(inode, listener);
      return inode;
    },
    listenerAt,
    connect: (actor, path, timeoutMs) =>
      new Promise((resolve) => {
        const found = outcome(path);
        if (found === "ETIMEDOUT") {
          const end = () => resolve(failed(found));
          return void scheduler.after(timeoutMs, actor, `gives up connecting to ${path}`, end);
        }
        if (typeof found === "string") return resolve(failed(found));
        resolve({ kind: "connected", connection: connectionTo(scheduler, actor, found) });
      }),
  };
}

function connectionTo(
  scheduler: Scheduler,
  actor: string,
  { listener, mode }: Accepted,
): Connection {
  const heard = { lines: [] as string[], ended: false, wake: null as (() => void) | null };
  const peer = `process ${listener.process.pid}`;
  const connection: Connection = {
    async send(text) {
      for (const line of text.split("\n")) {
        if (line === "") continue;
        scheduler.post(peer, `answers ${line}`, () => {
          if (heard.ended || !listener.process.alive || mode !== "answers") return;
          heard.lines.push(listener.answer(line).trimEnd());
          heard.wake?.();
        });
      }
    },
    readLine: (timeoutMs) =>
      new Promise((resolve) => {
        const { lines } = heard;
        if (lines.length > 0 || heard.ended) return resolve(lines.shift() ?? null);
        const wake = () => {
          heard.wake = null;
          cancel();
          resolve(lines.shift() ?? null);
        };
        heard.wake = wake;
        const cancel = scheduler.after(timeoutMs, actor, "stops waiting for an answer", wake);
      }),
    close() {
      heard.ended = true;
      heard.wake?.();
    },
  };
  listener.process.onExit.push(connection.close);
  if (mode === "resets") scheduler.post(peer, "hangs up", connection.close);
  return connection;
}
