// A session of one turn, made by pi's own session code in this process: what a one-shot's turn leaves
// behind, but for what pi told the model of itself. It costs a hundredth of a turn.
import type { MadeSession } from "../../agent.ts";
import { folderFor } from "../adopt-session.ts";
import { promptOf, replyOf, sessionCode, textOf } from "./code.ts";

/** A level that every model has. */
const thinkingLevel = "off";

/** @throws Error for a pi whose package was not found, or keeps its session code elsewhere. */
export async function makeSession(made: MadeSession, packageJson: string | null): Promise<void> {
  if (packageJson === null) throw new Error("the package of this pi was not found");
  const { gardenId, paths, provider, model, wireApi, sessionName, prompt, reply } = made;
  const code = await sessionCode(packageJson);
  const session = code.create(paths.workingDirectory, folderFor(paths), { id: gardenId });
  const timestamp = Date.now();
  session.appendSessionInfo(sessionName);
  session.appendModelChange(provider, model);
  session.appendThinkingLevelChange(thinkingLevel);
  session.appendMessage(promptOf(prompt, timestamp));
  const content = [textOf(reply)];
  session.appendMessage(replyOf({ provider, model, wireApi, content, timestamp }));
}
