// Whether a run is shown as a picture or told in plain lines: the picture is for a person at a terminal. Pure.
import { isSwitchedOn } from "../world/switch-word.ts";
import type { Io } from "./command.ts";

/** As these tools name themselves to what they start. */
const agentVariables = [
  "AI_AGENT",
  "CLAUDECODE",
  "CLAUDE_CODE",
  "CODEX_SANDBOX",
  "CODEX_THREAD_ID",
  "COPILOT_AGENT",
  "COPILOT_CLI",
  "CURSOR_AGENT",
  "GEMINI_CLI",
  "OPENCODE",
  "AUGMENT_AGENT",
];

/** Below this nothing of a grid is left. A terminal that says 0 does not know. */
const leastColumns = 60;
const leastRows = 10;

/** `NO_COLOR` asks for text that holds nothing but text; `--no-color` takes the colours away and nothing else. */
export function isWatched(
  { stderr, environment }: Pick<Io, "stderr" | "environment">,
  reportsForAgent: boolean,
): boolean {
  const { columns, rows = 0 } = stderr;
  if (columns === null || (columns > 0 && columns < leastColumns)) return false;
  if (rows > 0 && rows < leastRows) return false;
  const isSet = (name: string) => Boolean(environment[name]);
  // Some services write their name there.
  const isService = isSwitchedOn(environment.CI) ?? true;
  if (environment.TERM === "dumb" || isService || isSet("NO_COLOR")) return false;
  return !reportsForAgent && !agentVariables.some(isSet);
}
