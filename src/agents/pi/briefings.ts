// Seeds whose model is told otherwise than a later launch tells it: by options, or by an extension.
import { fileURLToPath } from "node:url";
import { type Briefing, instructionsGiven, promptGiven } from "../../formats/briefing.ts";

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
const extraTool = fileURLToPath(new URL(`./briefings/extra-tool.${ending}`, import.meta.url));

const options: Readonly<Record<Briefing, readonly string[]>> = {
  "few-tools": ["--tools", "read,bash"],
  "more-instructions": ["--append-system-prompt", instructionsGiven],
  "own-prompt": ["--system-prompt", promptGiven],
  "extra-tool": ["--extension", extraTool],
};

/** The prompt stands last, and stays there. */
export function seeded(given: readonly string[], briefing: Briefing): readonly string[] {
  return given.toSpliced(given.indexOf("--name"), 0, ...options[briefing]);
}

/** pi reads it in the directory that it is started in. */
export const directoryFile = "AGENTS.md";
