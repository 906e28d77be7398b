// A fault in a child, as an extension of pi: once a turn has ended it gives the session a title that
// pleases a person, as many extensions do.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import { titleGiven } from "../../../formats/fault.ts";

export default function fault(pi: ExtensionAPI): void {
  pi.on("agent_end", () => pi.setSessionName(titleGiven));
}
