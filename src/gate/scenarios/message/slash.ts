import { join } from "node:path";
import { resumePrompt } from "../../prompts.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";

const fault = "prompt-template";
const name = "repeat-after-me";

export const slash = defineScenario({
  name: "text-slash",
  summary: "a message that begins like a command, with a template of that name, is a message",
  explained: {
    why: "A path or a quoted command in a message must not run a template.",
    causes: "The message goes through the same input line as a person's commands.",
  },
  faults: [fault],
  notLive: "it adds a prompt template, and at live fidelity the agent's directory is yours",
  covers: ["owned-outcome×dormant"],
  message: (plain) => `/${name} ${plain}`,
  simulated: {},
  expect: () => ({ kind: "resumed" }),
  async act(stage, session) {
    const { files } = stage.world;
    const directory = join(stage.cell.paths.agentDirectory, "prompts");
    const path = join(directory, `${name}.md`);
    // Taken for a command, the message gets the very reply that it asks for: only its text is another.
    const template = `Taken for a command.\n${resumePrompt(stage.cell.nonces)}\n`;
    await files.makeDirectory(directory, 0o700);
    await files.writeText(path, template, 0o600);
    stage.record({ type: "fault-armed", fault, detail: path });
    await resumeAndObserve(stage, session);
    const text = await files.readText(path);
    const proof = `${path} says ${JSON.stringify(text)}`;
    if (text === template) stage.record({ type: "fault-fired", fault, proof });
  },
});
