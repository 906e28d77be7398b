// Which pi is driven: the pinned dependency, or the one a user names. A run that cannot name the
// pi it proved has proved nothing, so version and models always come from that very pi.
import { execFile } from "node:child_process";
import { access, constants, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { FoundBuiltIn } from "../built-in.ts";
import { askModels } from "./ask-models.ts";
import { knownProviders } from "./catalog.ts";
import { bundledCatalog, installedCatalog } from "./installed.ts";
import { type Launch, launchOf } from "./launch.ts";
import { bundledPackage, packageOf, readManifest } from "./package.ts";
import { startFlaw } from "./start-flaw.ts";

export class NotPiError extends Error {
  override readonly name = "NotPiError";
}

/** How long a named executable may take to say its version, in milliseconds. */
const versionTimeoutMs = 20_000;

/**
 * The pinned pi runs on this process's own Node, without the shell wrapper of `node_modules/.bin`.
 * `providers` are names that will be asked for, besides those that releases of pi are known to have.
 * @throws NotPiError when the named file is missing, cannot be run, or is not pi.
 */
export async function findPi(
  named?: string,
  providers: readonly string[] = [],
): Promise<FoundBuiltIn> {
  return named === undefined ? findBundledPi() : findNamedPi(resolve(named), providers);
}

async function findBundledPi(): Promise<FoundBuiltIn> {
  const packageJson = bundledPackage();
  const manifest = readManifest(packageJson);
  if (manifest === null) throw new NotPiError(`${packageJson} is not pi's`);
  return {
    command: process.execPath,
    commandArguments: [manifest.script],
    version: manifest.version,
    packageJson,
    catalog: await bundledCatalog(),
    catalogFrom: "read from its package",
    named: false,
  };
}

async function findNamedPi(path: string, providers: readonly string[]): Promise<FoundBuiltIn> {
  const launch = await launchNamed(path);
  // Even `--help` makes pi write into its agent directory; the user's own is not ours to touch.
  const home = await mkdtemp(join(tmpdir(), "rm-pi-"));
  try {
    const own = { HOME: home, PI_CODING_AGENT_DIR: join(home, "agent") };
    const environment = { ...process.env, ...own, PI_OFFLINE: "1", PI_TELEMETRY: "0" };
    const version = await askVersion(path, launch, environment);
    const script = launch.commandArguments.at(-1) ?? launch.command;
    const packageJson = packageOf(script, version)?.path ?? null;
    const pi = { ...launch, version, packageJson, named: true };
    const installed = packageJson === null ? null : await installedCatalog(packageJson);
    if (installed !== null)
      return { ...pi, catalog: installed, catalogFrom: "read from its package" };
    const asked = [...new Set([...knownProviders(), ...providers])];
    const answered = await askModels(launch, asked, home, environment);
    if (answered !== null) return { ...pi, catalog: answered, catalogFrom: "as it says itself" };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  throw new NotPiError(
    `--pi ${path}: nothing tells which models it has: no package of pi was found from it, and it did not answer get_available_models in --mode rpc; name the pi command of its package`,
  );
}

/** A command, a script for Node, or the directory of pi's package. */
async function launchNamed(path: string): Promise<Launch> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) {
    const manifest = readManifest(join(path, "package.json"));
    if (manifest) return launchOf(manifest.script);
    throw new NotPiError(`--pi ${path}: a directory that is not pi's package; name the pi command`);
  }
  const missing = () => {
    throw new NotPiError(`--pi ${path}: no such executable; name the pi command itself`);
  };
  if (!found?.isFile()) return missing();
  await access(path, constants.R_OK | constants.X_OK).catch(missing);
  return launchOf(path);
}

async function askVersion(path: string, launch: Launch, env: NodeJS.ProcessEnv): Promise<string> {
  const ask = (flag: string) =>
    promisify(execFile)(launch.command, [...launch.commandArguments, flag], {
      timeout: versionTimeoutMs,
      env,
    });
  const output = await ask("--version").catch((error) => {
    const why = startFlaw(error, versionTimeoutMs);
    throw new NotPiError(`--pi ${path}: \`--version\` failed (${why}); name a pi that starts here`);
  });
  const version = /^(?:pi )?v?(\d+\.\d+\.\d+\S*)$/.exec(output.stdout.trim())?.[1];
  if (version === undefined) {
    const said = firstLine(output.stdout) || "nothing";
    throw new NotPiError(`--pi ${path} is not pi: \`--version\` said ${JSON.stringify(said)}`);
  }
  // An unrelated program that answers `--version` like pi does would fail every cell instead.
  const help = await ask("--help").catch(() => ({ stdout: "" }));
  if (!help.stdout.includes("--session-id")) {
    throw new NotPiError(`--pi ${path} is not a pi that can resume: it has no --session-id`);
  }
  return version;
}

const firstLine = (text: string) => text.trim().split("\n")[0]?.slice(0, 120) ?? "";
