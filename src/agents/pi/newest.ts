// Whether a newer pi is out, asked of whatever registry the package manager is set up for. Only
// somebody who asks for it causes the call; without a network it is a sentence and no failure.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Newest } from "../built-in.ts";

const askTimeoutMs = 15_000;

export async function newestPi(environment: NodeJS.ProcessEnv): Promise<Newest> {
  const words = ["view", "@earendil-works/pi-coding-agent", "version", "--json"];
  try {
    const options = { env: environment, timeout: askTimeoutMs, killSignal: "SIGKILL" } as const;
    const { stdout } = await promisify(execFile)("npm", words, options);
    const version: unknown = JSON.parse(stdout);
    if (typeof version === "string") return { kind: "found", version };
    return { kind: "unknown", because: "npm named no version" };
  } catch (error) {
    const {
      code,
      killed,
      stderr = "",
    } = error as {
      readonly code?: unknown;
      readonly killed?: boolean;
      readonly stderr?: string;
    };
    if (killed) return { kind: "unknown", because: `npm did not answer within ${askTimeoutMs} ms` };
    if (code === "ENOENT") return { kind: "unknown", because: "there is no npm to ask with" };
    const said = /^npm (?:error|ERR!) code (\S+)/m.exec(stderr)?.[1];
    return { kind: "unknown", because: `npm could not ask its registry (${said ?? code})` };
  }
}

/** By its numbers alone; what stands behind a hyphen comes before the release of the same numbers. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)];
  const differing = a.findIndex((number, index) => number !== b[index]);
  if (differing >= 0) return (a[differing] ?? 0) > (b[differing] ?? 0);
  return than.includes("-") && !version.includes("-");
}

const numbersOf = (version: string) => (version.split("-", 1)[0] ?? "").split(".").map(Number);
