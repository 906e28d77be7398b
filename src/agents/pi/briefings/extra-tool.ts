// An addition to one launch, as an extension of pi: a tool that a launch without it has not.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function extraTool(pi: ExtensionAPI): void {
  pi.registerTool({
    name: "weather",
    label: "weather",
    description: "Says what the weather is like",
    parameters: { type: "object", properties: {} },
    execute: async () => ({ content: [{ type: "text", text: "It rains." }], details: {} }),
  });
}
