// Keeps what the model was told of itself through a resume: the tools when the session opens, the
// system prompt before each turn. What cannot be given back ends the child, with the difference named.
import type { ExtensionAPI, ExtensionContext } from "@earendil-works/pi-coding-agent";
import { note } from "../../../resume/resident/note.ts";
import { differences, lackingTools, loadoutOf, tellAgain } from "./loadout.ts";

export class OtherLoadoutError extends Error {
  override readonly name = "OtherLoadoutError";
}

export interface Restoring {
  /** @throws OtherLoadoutError where a tool of the session is gone, or is another by now. */
  restore(context: ExtensionContext): void;
}

export function restoring(pi: ExtensionAPI): Restoring {
  let isServing = false;
  pi.on("before_agent_start", (event, context) => {
    const loadout = isServing ? loadoutOf(context.sessionManager.getBranch()) : null;
    if (loadout === null) return;
    tellAgain(loadout, event.systemPromptOptions);
    const lacking = lackingTools(loadout, pi.getAllTools(), "required");
    const changed = [...lacking, ...differences(loadout, event.systemPrompt)];
    if (changed.length === 0) return;
    note(`the turn is not run, the session would be told otherwise: ${changed.join("; ")}`);
    context.abort();
  });
  return {
    restore({ sessionManager }) {
      isServing = true;
      const loadout = loadoutOf(sessionManager.getBranch());
      if (loadout === null) return;
      const lacking = lackingTools(loadout, pi.getAllTools(), "awaited");
      if (lacking.length > 0) {
        throw new OtherLoadoutError(`the session cannot go on as it was: ${lacking.join("; ")}`);
      }
      pi.setActiveTools([...loadout.tools.keys()]);
    },
  };
}
