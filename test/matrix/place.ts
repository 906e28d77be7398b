// A temporary place for runs that takes everything with it when the test ends.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { MatrixConfig } from "../../src/matrix/config/config.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { prepare } from "../../src/matrix/run/prepare.ts";
import type { RunRequest } from "../../src/matrix/run/run-request.ts";

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "rmt-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function writeConfig(directory: string, config: object): void {
  const text = `export default ${JSON.stringify(config)};\n`;
  writeFileSync(join(directory, "matrix.config.js"), text);
  writeFileSync(join(directory, "package.json"), '{"type":"module"}');
}

/** Everything `runMatrix` needs, from a config as a user would write it. */
export async function requestFor(
  directory: string,
  config: MatrixConfig,
  parts: Parts,
  environment: Record<string, string> = {},
): Promise<RunRequest> {
  writeConfig(directory, config);
  const at = { workingDirectory: directory, environment: { HOME: directory, ...environment } };
  const prepared = await prepare({}, at, parts);
  return {
    prepared,
    environment: at.environment,
    maxFailures: null,
    keep: false,
    continued: null,
    place: {
      output: prepared.config.output,
      socketDirectory: null,
      systemTemporaryDirectory: directory,
      userId: process.getuid?.() ?? 0,
      agentDirectory: null,
    },
  };
}

export const silent = {
  onPlanned: () => undefined,
  onStarted: () => undefined,
  onEvent: () => undefined,
  onAttempt: () => undefined,
  onResult: () => undefined,
  onNotice: () => undefined,
};
