// It looks right with every plain message: the agent takes the last word of its command line for
// what it is to be told, and this one for a command of its own.
import { join } from "node:path";
import type { ResumeLaunch } from "../../agents/agent.ts";
import { readHolder } from "../../resume/lock-file.ts";
import type { Child } from "../../world/world.ts";
import type { Seams } from "../lane.ts";
import { defineCanary } from "./canary.ts";

export const messageOnCommandLine = defineCanary({
  name: "message-on-command-line",
  breaks: "the message is put on the agent's command line, which reads it as it likes",
  claim: "message-kept",
  alone: true,
  source: "bug",
  scenario: "text-slash",
  seams: (seams, fire) => ({
    start(launch, directory) {
      fire("the message is the last argument");
      return startWithWords(seams, launch, directory);
    },
  }),
});

async function startWithWords(
  { agent, cell, world, announce }: Seams,
  launch: ResumeLaunch,
  workingDirectory: string,
): Promise<Child> {
  const { gardenId, sessionPath = null } = launch;
  const lockPath = join(cell.paths.lockDirectory, `${gardenId}.lock`);
  const lock = await readHolder(world, lockPath, gardenId);
  const { launch: request, attach } = announce(
    {
      arguments: [...agent.commandArguments, ...wordsOf(agent.resumeArguments(launch), launch)],
      workingDirectory,
      environment: {
        ...agent.environment(cell.paths),
        ...agent.residentMarker(gardenId, sessionPath),
      },
      marker: gardenId,
    },
    lock.kind === "held" ? lock.holder.nonce : null,
  );
  const child = world.processes.spawn(request);
  attach(child);
  return child;
}

/** The same words, with the message where the agent is told that it comes over a pipe. */
function wordsOf(words: readonly string[], { prompt }: ResumeLaunch): readonly string[] {
  const flag = words.indexOf("--launch-message");
  return [...words.slice(0, flag), ...words.slice(flag + 2, -1), prompt];
}
