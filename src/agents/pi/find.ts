// Which pi is driven: the pinned dependency, or the one a user names. A run that cannot name the
// pi it proved has proved nothing, so the version always comes from that very pi.
import { execFile } from "node:child_process";
import { access, constants, mkdtemp, readFile, rm } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

export interface FoundPi {
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly version: string;
}

export class NotPiError extends Error {
  override readonly name = "NotPiError";
}

/** How long a named executable may take to say its version, in milliseconds. */
const versionTimeoutMs = 20_000;

/**
 * The pinned pi runs on this process's own Node, without the shell wrapper of `node_modules/.bin`.
 * @throws NotPiError when the named file is missing, cannot be run, or is not pi.
 */
export async function findPi(named?: string): Promise<FoundPi> {
  return named === undefined ? findBundledPi() : findNamedPi(resolve(named));
}

async function findBundledPi(): Promise<FoundPi> {
  const manifest = findPackageJSON("@earendil-works/pi-coding-agent", import.meta.url);
  if (manifest === undefined) throw new NotPiError("the pi dependency is not installed");
  const { bin, version } = JSON.parse(await readFile(manifest, "utf8"));
  const script = join(dirname(manifest), bin.pi);
  return { command: process.execPath, commandArguments: [script], version };
}

async function findNamedPi(path: string): Promise<FoundPi> {
  await access(path, constants.X_OK).catch(() => {
    throw new NotPiError(`--pi ${path}: no such executable; name the pi command itself`);
  });
  // Even `--help` makes pi write into its agent directory; the user's own is not ours to touch.
  const home = await mkdtemp(join(tmpdir(), "rm-pi-"));
  try {
    return await askNamedPi(path, home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function askNamedPi(path: string, home: string): Promise<FoundPi> {
  const own = { HOME: home, PI_CODING_AGENT_DIR: join(home, "agent") };
  const env = { ...process.env, ...own, PI_OFFLINE: "1", PI_TELEMETRY: "0" };
  const options = { timeout: versionTimeoutMs, env };
  const output = await promisify(execFile)(path, ["--version"], options).catch((error) => {
    throw new NotPiError(`--pi ${path}: \`--version\` failed (${firstLine(error.message)})`);
  });
  const version = /^(?:pi )?v?(\d+\.\d+\.\d+\S*)$/.exec(output.stdout.trim())?.[1];
  if (version === undefined) {
    const said = firstLine(output.stdout) || "nothing";
    throw new NotPiError(`--pi ${path} is not pi: \`--version\` said ${JSON.stringify(said)}`);
  }
  // An unrelated program that answers `--version` like pi does would fail every cell instead.
  const help = await promisify(execFile)(path, ["--help"], options).catch(() => ({ stdout: "" }));
  if (!help.stdout.includes("--session-id")) {
    throw new NotPiError(`--pi ${path} is not a pi that can resume: it has no --session-id`);
  }
  return { command: path, commandArguments: [], version };
}

const firstLine = (text: string) => text.trim().split("\n")[0]?.slice(0, 120) ?? "";
