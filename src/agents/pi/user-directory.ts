// The user's own directory of pi: where it lies, and what it says of credentials. Reads; never writes.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import stripJsonComments from "strip-json-comments";
import type { UserDirectory } from "../built-in.ts";
import { directoryVariable, piDirectory } from "./names.ts";

export function readUserDirectory(
  environment: Readonly<Record<string, string | undefined>>,
): UserDirectory {
  const home = environment.HOME ?? homedir();
  const agentDirectory = environment[directoryVariable] ?? join(home, piDirectory, "agent");
  const auth = readObject(join(agentDirectory, "auth.json"));
  const models = readObject(join(agentDirectory, "models.json"));
  const providers = Object.entries((models.providers ?? {}) as Record<string, unknown>);
  return {
    agentDirectory,
    credentials: {
      environment,
      stored: Object.keys(auth),
      configured: providers.flatMap(([name, entry]) => (hasKey(entry) ? [name] : [])),
      printed: [...Object.entries(auth), ...providers].flatMap(([name, entry]) =>
        asksCommand(entry) ? [name] : [],
      ),
    },
    files: [
      { name: "auth.json", content: auth },
      { name: "models.json", content: models },
    ],
  };
}

const hasKey = (entry: unknown) =>
  typeof entry === "object" && entry !== null && "apiKey" in entry && Boolean(entry.apiKey);

/** pi takes what stands behind a "!" for a command, in keys and in headers. */
function asksCommand(entry: unknown): boolean {
  if (typeof entry !== "object" || entry === null) return false;
  return Object.entries(entry).some(([field, value]) => {
    if (field === "headers") return Object.values(value ?? {}).some(isCommand);
    return isCommand(value) ? field !== "name" : asksCommand(value);
  });
}

const isCommand = (value: unknown) => typeof value === "string" && value.startsWith("!");

/** As pi reads its settings: they may have comments and commas too many. */
function readObject(path: string): Record<string, unknown> {
  try {
    const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
    const value: unknown = JSON.parse(stripJsonComments(text, { trailingCommas: true }));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Missing or broken: pi itself will say so; here it only means that no key is known.
    return {};
  }
}
