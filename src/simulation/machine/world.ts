// The simulated world as one actor sees it. Every call is a scheduling point: it happens when the
// schedule picks it, and the actor may fail, wait or die there. It knows nothing of who calls.
import type { StopSignal } from "../../world/stop.ts";
import type { Child, Files, NewFile, SpawnRequest, World } from "../../world/world.ts";
import { type Actor, isDeath } from "./actor.ts";
import { type Inode, systemError } from "./files.ts";
import type { Machine } from "./machine.ts";
import { pointOf } from "./point.ts";
import type { Scheduler } from "./scheduler.ts";

export type Spawn = (actor: Actor, request: SpawnRequest) => Child;

/** Its own promises each time: a process that waits for one hangs on it for as long as it lives. */
function silentChild(): Child {
  return { started: new Promise(() => undefined), exited: new Promise(() => undefined) };
}

export function createWorld(machine: Machine, actor: Actor, spawn: Spawn): World {
  const { scheduler, processes, sockets } = machine;
  const perform = performer(machine, actor);
  const atOnce = immediate(actor);
  return {
    clock: {
      monotonicMs: scheduler.instantMs,
      wallMs: machine.wallMs,
      sleep: (durationMs, signal) => sleep(machine, actor, durationMs, signal),
    },
    randomBytes: machine.randomBytes,
    files: simulatedFiles(machine, perform, atOnce),
    processes: {
      spawn: (request) => atOnce("child.spawn", () => spawn(actor, request), silentChild),
      signal: (pid, signal) => {
        const point = signal === 0 ? "holder.ask" : "child.signal";
        return atOnce(point, () => processes.signal(pid, signal), gone);
      },
      signalGroup: (pid, signal) =>
        atOnce("child.signal", () => processes.signal(pid, signal), gone),
      identify: (pid) =>
        perform("identify", `process ${pid}`, () => {
          const found = processes.get(pid);
          return found && { pid, startTime: found.startTime };
        }),
      withMarker: (name, value) =>
        perform("list", "processes", () =>
          processes
            .all()
            .filter(({ environment }) => environment[name] === value)
            .map(({ pid, startTime, arguments: text }) => ({ pid, startTime, arguments: text })),
        ),
    },
    sockets: {
      connect: (path, timeoutMs) =>
        perform("connect", path, () => sockets.connect(actor.name, path, timeoutMs)),
    },
    host: {
      hostname: actor.hostname,
      socketPathLimit: 107,
      pid: actor.process.pid,
      startTime: actor.process.startTime,
    },
  };
}

const gone = () => "gone" as const;

/** `torn`: only the first half of what is to be written gets to the disk. */
type Perform = <T>(
  call: string,
  path: string,
  work: (torn: boolean) => T | Promise<T>,
) => Promise<T>;

function performer(machine: Machine, actor: Actor): Perform {
  const { scheduler } = machine;
  return (call, path, work) => {
    if (machine.gateIsAlone && actor.befalls === null && scheduler.isQuiet()) return done(work);
    return new Promise((resolve, reject) => {
      if (actor.isDead()) return;
      const fate = actor.befalls?.(pointOf(call, path)) ?? null;
      const post = fate?.kind === "is-late" ? postLate(scheduler, fate.delayMs) : scheduler.post;
      post(actor.name, `${call} ${path}`, () => {
        if (actor.isDead()) return;
        if (fate?.kind === "dies-before") return actor.die();
        if (fate?.kind === "fails") return reject(systemError(fate.code, call, path));
        try {
          const torn = fate?.kind === "tears" || fate?.kind === "dies-within";
          const value = work(torn);
          if (fate?.kind === "tears") return reject(systemError(fate.code, call, path));
          if (fate?.kind === "dies-after" || fate?.kind === "dies-within") return actor.die();
          resolve(value);
        } catch (error) {
          if (isDeath(fate?.kind)) return actor.die();
          reject(error);
        }
      });
    });
  };
}

function postLate({ after }: Scheduler, delayMs: number): Scheduler["post"] {
  return (actor, label, run) => void after(delayMs, actor, label, run);
}

async function done<T>(work: (torn: boolean) => T | Promise<T>): Promise<T> {
  return work(false);
}

type AtOnce = <T>(point: string, work: () => T, whenDead: () => T) => T;

/** For calls that the platform answers at once: no other actor comes in between. */
function immediate(actor: Actor): AtOnce {
  return (point, work, whenDead) => {
    if (actor.isDead()) return whenDead();
    const fate = actor.befalls?.(point);
    if (fate?.kind === "dies-before") {
      actor.die();
      return whenDead();
    }
    const value = work();
    if (fate?.kind === "dies-after") actor.die();
    return value;
  };
}

function sleep(
  { scheduler }: Machine,
  actor: Actor,
  durationMs: number,
  signal?: StopSignal,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = scheduler.after(durationMs, actor.name, `waited ${durationMs} ms`, resolve);
    signal?.addEventListener(
      "abort",
      () => {
        cancel();
        resolve();
      },
      { once: true },
    );
  });
}

function simulatedFiles({ disk }: Machine, perform: Perform, atOnce: AtOnce): Files {
  const newFile = (path: string, inode: Inode): NewFile => ({
    write: (text) =>
      perform("write", path, (torn) =>
        disk.write(path, inode, torn ? text.slice(0, text.length >> 1) : text),
      ),
    sync: () => perform("sync", path, () => undefined),
    close: () => perform("close", path, () => undefined),
  });
  return {
    makeDirectory: (path, mode) =>
      perform("make-directory", path, () => disk.makeDirectory(path, mode)),
    createExclusive: (path, mode) =>
      perform("create", path, () => newFile(path, disk.create(path, "file", mode))),
    readText: (path) => perform("read", path, () => disk.read(path).text),
    readBytes: (path, offset, length) =>
      perform("read", path, () => disk.readBytes(path, offset, length)),
    inspect: (path) => perform("inspect", path, () => disk.inspect(path)),
    list: (directory) => perform("list", directory, () => disk.list(directory)),
    tree: (directory) => perform("list", directory, () => disk.tree(directory)),
    writeText: (path, text, mode) =>
      perform("write", path, (torn) =>
        disk.writeText(path, torn ? text.slice(0, text.length >> 1) : text, mode),
      ),
    rename: (from, to) => perform("rename", to, () => disk.rename(from, to)),
    unlink: (path) => perform("unlink", path, () => disk.unlink(path)),
    watch: (directory, onChange) =>
      atOnce(
        "sockets.watch",
        () => disk.watch(directory, onChange),
        () => ({ close() {} }),
      ),
  };
}
