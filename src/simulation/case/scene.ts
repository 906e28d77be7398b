// Sets the scene that a case names, between the dormant session and the dispatch, and takes away
// afterwards what is its own. All of it happens in one instant, before anybody acts.

import type { Cell } from "../../evidence/cell.ts";
import type { Stage } from "../../gate/stage.ts";
import { formatResponse, parseRequest } from "../../resume/control/protocol.ts";
import type { Scene } from "../../scene/scene.ts";
import type { Machine } from "../machine/machine.ts";
import type { SimulatedProcess } from "../machine/processes.ts";
import type { ListenerMode } from "../machine/sockets.ts";
import { placeStrangers } from "./strangers.ts";

export interface SetScene {
  /** A pid that the next resume child may be given, because its last owner is dead. */
  readonly freedPid: number | undefined;
  /** A dispatcher was killed. */
  killed(pid: number): void;
  clear(): void;
}

export function setScene(machine: Machine, stage: Stage, scene: Scene): SetScene {
  const { cell, record } = stage;
  const bystanders: SimulatedProcess[] = [];
  const bystander = (foreign = false, pid?: number) => {
    const number = pid === undefined ? {} : { pid };
    const process = machine.processes.add({ arguments: "bystander", foreign, ...number });
    bystanders.push(process);
    return process;
  };
  const freedPid = setLock(machine, stage, scene.lock, bystander);
  const socketPath = `${cell.paths.socketDirectory}/${cell.gardenId}.sock`;
  setSocket(machine, socketPath, scene.socket, bystander, (pid, text) =>
    record({ type: "bystander-heard", pid, what: "message", text }),
  );
  const ours = machine.disk.find(socketPath);
  setRecord(machine, cell, scene.record, bystander);
  if (scene.session === "unnamed") rename(machine, cell);
  const strangers = scene.session === "strangers" ? placeStrangers(machine, stage) : null;
  return {
    freedPid,
    killed(pid) {
      if (scene.lock === "numbers-given-on") bystander(false, pid);
    },
    clear() {
      strangers?.lookAgain();
      for (const process of bystanders) {
        machine.processes.end(process, { exitCode: 0, signal: null });
      }
      if (ours && machine.disk.find(socketPath) === ours) machine.disk.unlink(socketPath);
    },
  };
}

type Bystander = (foreign?: boolean, pid?: number) => SimulatedProcess;

function setLock(
  machine: Machine,
  { cell: { gardenId, paths }, record }: Stage,
  scene: Scene["lock"],
  bystander: Bystander,
): number | undefined {
  const path = `${paths.lockDirectory}/${gardenId}.lock`;
  if (scene === "cleared-by-hand" || scene === "replaced-by-hand") {
    tamper(machine, path, scene === "replaced-by-hand");
  }
  if (untouched.has(scene)) return undefined;
  const holder = bystander(["foreign-holder", "number-of-another-user"].includes(scene));
  const isAlive = alive.has(scene);
  if (!isAlive) machine.processes.end(holder, { exitCode: 0, signal: null });
  const content = {
    gardenId: scene === "wrong-id" ? "20300101T000000-ffffff" : gardenId,
    pid: holder.pid,
    hostname: scene === "other-host" ? "elsewhere" : machine.hostname,
    createdAt: new Date(machine.wallMs()).toISOString(),
    nonce: "5ce4e00000000000",
    owner: "bystander",
    lockPath: path,
    ...startOf(scene, holder),
  };
  if (scene.endsWith("-holder")) {
    record({
      type: "lock-placed",
      path,
      holder: content,
      process: isAlive ? "lives" : "gone",
    });
  } else if (scene.startsWith("number-")) {
    record({ type: "lock-placed", path, holder: content, process: "another" });
  }
  const text = scene === "empty" ? "" : `${JSON.stringify(content)}\n`;
  const half = text.slice(0, text.length >> 1);
  machine.disk.create(path, "file", 0o600, scene === "corrupt" ? half : text);
  if (scene === "marker-left") machine.disk.create(`${path}.reclaim`, "file", 0o600);
  return isAlive ? undefined : holder.pid;
}

/** Scenes in which a process bears the number that the lock names. */
const alive: ReadonlySet<Scene["lock"]> = new Set([
  "live-holder",
  "foreign-holder",
  "reused-pid",
  "number-given-away",
  "number-of-another-user",
]);

/** As a dispatcher writes it; where the number is only said to be reused, nothing tells of it. */
function startOf(scene: Scene["lock"], { startTime }: SimulatedProcess): { startTime?: string } {
  if (scene.startsWith("number-")) return { startTime: "0" };
  return scene === "live-holder" || scene === "foreign-holder" ? { startTime } : {};
}

/** Scenes in which no lock is there at the start. */
const untouched: ReadonlySet<Scene["lock"]> = new Set([
  "none",
  "numbers-given-on",
  "cleared-by-hand",
  "replaced-by-hand",
]);

/** From the scene to the hand that comes in, in milliseconds: while a child is being awaited. */
const tamperMs = 8;

/** Somebody takes a lock away that is not theirs, and maybe puts their own there. */
function tamper({ scheduler, disk }: Machine, path: string, replaces: boolean): void {
  scheduler.after(tamperMs, "somebody", "takes the lock away by hand", () => {
    const inode = disk.find(path);
    if (!inode) return;
    disk.unlink(path);
    const text = inode.text.replace(/"nonce":"[^"]*"/, '"nonce":"5ce4e00000000000"');
    if (replaces) disk.create(path, "file", 0o600, text);
  });
}

/** What becomes of each attempt to connect, counted from 0. */
const modes: Partial<Record<Scene["socket"], (attempt: number) => ListenerMode>> = {
  live: () => "answers",
  "dies-once-seen": (attempt) => (attempt === 0 ? "answers" : "refuses"),
  "comes-back": (attempt) => (attempt === 1 ? "refuses" : "answers"),
  stalled: () => "stalled",
  silent: () => "silent",
  resets: () => "resets",
  denies: () => "denies",
  busy: () => "busy",
};

function setSocket(
  { disk, sockets }: Machine,
  path: string,
  scene: Scene["socket"],
  bystander: Bystander,
  hear: (pid: number, text: string) => void,
): void {
  if (scene === "symlink" || scene === "file") disk.create(path, scene, 0o600);
  if (scene === "stale") disk.create(path, "socket", 0o600);
  const mode = modes[scene];
  if (mode === undefined) return;
  const process = bystander();
  const answer = (line: string) => {
    const parsed = parseRequest(line);
    if (parsed.kind === "invalid") {
      return formatResponse({ type: "response", command: parsed.command, success: false });
    }
    const { request } = parsed;
    if (request.command === "send") hear(process.pid, request.message);
    return formatResponse({ type: "response", command: request.command, success: true });
  };
  let attempts = 0;
  sockets.bind(path, { process, mode: () => mode(attempts++), answer });
}

function setRecord(
  { disk, wallMs }: Machine,
  { gardenId, paths }: Cell,
  scene: Scene["record"],
  bystander: Bystander,
): void {
  if (scene === "pi") return;
  const path = `${paths.recordDirectory}/${gardenId}.meta.json`;
  const { text } = disk.read(path);
  if (scene === "missing") return void disk.unlink(path);
  if (scene === "corrupt") return void disk.writeText(path, text.slice(0, text.length >> 1));
  const record = { ...JSON.parse(text), backend: "claude-code" };
  disk.writeText(path, JSON.stringify(record));
  if (scene === "mail-unarmed") return;
  const { pid, startTime } = bystander();
  const presence = {
    gardenId,
    backend: "claude-code",
    nativeSessionId: record.nativeSessionId,
    ownerPid: pid,
    ownerStartKey: startTime,
    ownerKind: "bystander",
    armProvenance: "scene",
    updatedAt: new Date(wallMs()).toISOString(),
  };
  disk.writeText(`${paths.receiverDirectory}/${gardenId}.json`, JSON.stringify(presence));
}

/** The session's last name is no longer that of a resumable one. */
function rename({ disk, wallMs }: Machine, { paths }: Cell): void {
  const [name] = disk.list(paths.sessionDirectory);
  const path = `${paths.sessionDirectory}/${name}`;
  const { text } = disk.read(path);
  const last = JSON.parse(text.trimEnd().split("\n").at(-1) ?? "{}");
  const timestamp = new Date(wallMs()).toISOString();
  const entry = { type: "session_info", id: "5ce4e000", parentId: last.id, timestamp, name: "own" };
  const inode = disk.find(path);
  if (inode) disk.write(path, inode, `${JSON.stringify(entry)}\n`);
}
