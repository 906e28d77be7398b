// Looking processes up: /proc on Linux, `ps` elsewhere. Read-only.
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { ObservedProcess, ProcessIdentity } from "../../evidence/event.ts";

interface ProcessTable {
  identify(pid: number): Promise<ProcessIdentity | null>;
  withMarker(name: string, value: string): Promise<readonly ObservedProcess[]>;
}

const run = promisify(execFile);

const linuxTable: ProcessTable = {
  async identify(pid) {
    const status = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => null);
    return status === null ? null : parseStat(pid, status);
  },

  async withMarker(name, value) {
    const marker = `${name}=${value}`;
    const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry)).map(Number);
    const found = await Promise.all(pids.map((pid) => observe(pid, marker)));
    return found.filter((process) => process !== null);
  },
};

async function observe(pid: number, marker: string): Promise<ObservedProcess | null> {
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
  if (!environment.split("\0").includes(marker)) return null;
  const identity = await linuxTable.identify(pid);
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return identity && { ...identity, arguments: command.replaceAll("\0", " ").trim() };
}

/** Fields after the command name, which stands in brackets and may itself hold brackets. */
export function parseStat(pid: number, status: string): ProcessIdentity | null {
  const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  const startTime = fields[19];
  if (startTime === undefined || state === "Z" || state === "X") return null;
  return { pid, startTime };
}

const psTable: ProcessTable = {
  async identify(pid) {
    const { stdout } = await run("ps", ["-o", "state=,lstart=", "-p", String(pid)]).catch(() => ({
      stdout: "",
    }));
    const match = /^(\S+)\s+(.+)$/.exec(stdout.trim());
    if (!match || match[1]?.startsWith("Z")) return null;
    return { pid, startTime: match[2] as string };
  },

  async withMarker(name, value) {
    const { stdout } = await run("ps", ["-axEww", "-o", "pid=,command="], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const pids = stdout
      .split("\n")
      .filter((line) => line.split(" ").includes(`${name}=${value}`))
      .map((line) => Number.parseInt(line, 10));
    const found = await Promise.all(
      pids.map(async (pid) => {
        const identity = await psTable.identify(pid);
        return identity && { ...identity, arguments: "" };
      }),
    );
    return found.filter((process) => process !== null);
  },
};

export const processTable: ProcessTable = process.platform === "linux" ? linuxTable : psTable;
