// The extension that pi loads into a one-shot worker: it says to the session what the worker was
// launched for, as it is, and lets the worker end with that turn.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import { type Conversation, createConversation } from "../../../resume/resident/conversation.ts";
import { note } from "../../../resume/resident/note.ts";
import { listenTo } from "./events.ts";
import { agentHost } from "./host.ts";
import { registerLaunch } from "./launch.ts";

export default function extension(pi: ExtensionAPI): void {
  let conversation: Conversation | undefined;

  const launch = registerLaunch(pi, () => conversation);
  pi.on("session_start", async (_event, context) => {
    try {
      await launch.receive();
      conversation = createConversation(agentHost(pi, context), false);
    } catch (error) {
      note(error instanceof Error ? error.message : String(error));
      process.exit(1);
    }
  });
  listenTo(pi, () => conversation);
}
