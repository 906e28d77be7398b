// How pi's own session code is called: in a process of its own, with the package of the pi under test.
import { fileURLToPath } from "node:url";
import type { AppendCommand, AppendRequest } from "../agent.ts";

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
const script = fileURLToPath(new URL(`./session-code/main.${ending}`, import.meta.url));

/** What the script is given to read. */
export interface AppendInput extends AppendRequest {
  readonly packageJson: string;
}

/** @throws Error for a pi whose package was not found. */
export function appendToSession(request: AppendRequest, packageJson: string | null): AppendCommand {
  if (packageJson === null) throw new Error("the package of this pi was not found");
  const input: AppendInput = { ...request, packageJson };
  return { command: process.execPath, arguments: [script], input: JSON.stringify(input) };
}
