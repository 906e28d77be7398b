// Looking processes up: /proc on Linux, `ps` elsewhere. Read-only. Gone is only what the system
// says is gone: a look that failed for any other reason is thrown, for the process may live.
import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import pLimit from "p-limit";
import type { ObservedProcess, ProcessIdentity } from "../../evidence/event.ts";
import { errorCode } from "../world.ts";

interface ProcessTable {
  identify(pid: number): Promise<ProcessIdentity | null>;
  withMarker(name: string, value: string): Promise<readonly ObservedProcess[]>;
}

const run = promisify(execFile);

/** For all searches together: each look takes a file descriptor, and processes are many. */
const few = pLimit(16);

const gone = ["ENOENT", "ESRCH"];
/** A stranger's environment is closed to us, and holds no marker of ours. */
const goneOrStrange = [...gone, "EACCES", "EPERM"];

const linuxTable: ProcessTable = {
  async identify(pid) {
    const status = await readUnless(gone, `/proc/${pid}/stat`);
    return status === null ? null : parseStat(pid, status);
  },

  async withMarker(name, value) {
    const marker = `${name}=${value}`;
    const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry)).map(Number);
    const found = await few.map(pids, (pid) => observe(pid, marker));
    return found.filter((process) => process !== null);
  },
};

async function readUnless(
  codes: readonly string[],
  path: string,
  encoding: "latin1" | "utf8" = "latin1",
): Promise<string | null> {
  return readFile(path, encoding).catch((error) => {
    if (codes.includes(errorCode(error) ?? "")) return null;
    throw error;
  });
}

async function observe(pid: number, marker: string): Promise<ObservedProcess | null> {
  const environment = await readUnless(goneOrStrange, `/proc/${pid}/environ`);
  if (!environment?.split("\0").includes(marker)) return null;
  const identity = await linuxTable.identify(pid);
  const command = await readUnless(gone, `/proc/${pid}/cmdline`, "utf8");
  if (identity === null || command === null) return null;
  return { ...identity, arguments: command.replaceAll("\0", " ").trim() };
}

/** Fields after the command name, which stands in brackets and may itself hold brackets. */
function parseStat(pid: number, status: string): ProcessIdentity | null {
  const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  const startTime = fields[19];
  if (startTime === undefined || state === "Z" || state === "X") return null;
  return { pid, startTime };
}

/** What `ps` prints of one process has to be the same text in every locale and time zone. */
const sameForAll = () => ({ env: { ...process.env, LC_ALL: "C", TZ: "UTC" } });
const psArguments = (pid: number) => ["-o", "state=,lstart=", "-p", String(pid)];

/** Exported for its tests, which can run wherever there is a `ps`. */
export const psTable: ProcessTable = {
  async identify(pid) {
    const line = await run("ps", psArguments(pid), sameForAll()).then(
      ({ stdout }) => stdout.trim(),
      (error) => {
        if (isNoSuchPid(error)) return null;
        throw error;
      },
    );
    return line === null ? null : parsePs(pid, line);
  },

  async withMarker(name, value) {
    const { stdout } = await run("ps", ["-axEww", "-o", "pid=,command="], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const pids = stdout
      .split("\n")
      .filter((line) => line.split(" ").includes(`${name}=${value}`))
      .map((line) => Number.parseInt(line, 10));
    const found = await few.map(pids, async (pid) => {
      const identity = await psTable.identify(pid);
      return identity && { ...identity, arguments: "" };
    });
    return found.filter((process) => process !== null);
  },
};

function parsePs(pid: number, line: string): ProcessIdentity | null {
  const match = /^(\S+)\s+(.+)$/.exec(line);
  if (!match || match[1]?.startsWith("Z")) return null;
  return { pid, startTime: match[2] as string };
}

let own: string | null | undefined;

/** When this process began; asked of the system once. Null where it does not say. */
export function ownStartTime(): string | null {
  own ??= askOwnStartTime()?.startTime ?? null;
  return own;
}

function askOwnStartTime(): ProcessIdentity | null {
  const { pid, platform } = process;
  try {
    if (platform === "linux") return parseStat(pid, readFileSync(`/proc/${pid}/stat`, "latin1"));
    const options = { ...sameForAll(), encoding: "utf8", stdio: "pipe" } as const;
    return parsePs(pid, execFileSync("ps", psArguments(pid), options).trim());
  } catch {
    return null;
  }
}

/** `ps` ends with 1 for its own troubles too, but then it says which. */
function isNoSuchPid({ code, stdout, stderr }: Partial<Record<string, unknown>>): boolean {
  // No process has a number above the system's highest.
  const silent = stderr === "" || /process id too large/.test(String(stderr));
  return code === 1 && stdout === "" && silent;
}

export const processTable: ProcessTable = process.platform === "linux" ? linuxTable : psTable;
