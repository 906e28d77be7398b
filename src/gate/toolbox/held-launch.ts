// Holds a child back between its start and its first instruction, so that what a scenario does in
// between is certain and no matter of speed. The process, its pid and its arguments stay the same.
import { join } from "node:path";
import type { SpawnOptions, Stage } from "../stage.ts";

/** Waits for its first argument to exist, then becomes the command in the others. */
const waitThenBecome = 'go=$1; shift; until [ -e "$go" ]; do sleep 0.05; done; exec "$@"';

/** For `alterLaunch`: every resume child of the cell waits for `letLaunch`. */
export function holdLaunch(options: SpawnOptions, stage: Stage): SpawnOptions {
  if (options.role !== "resume") return options;
  const command = options.command ?? stage.context.agent.command;
  const script = ["-c", waitThenBecome, "held-launch", launchPath(stage), command];
  return { ...options, command: "/bin/sh", arguments: [...script, ...options.arguments] };
}

/** Lets every held child go, and those that come later. */
export async function letLaunch(stage: Stage): Promise<void> {
  await stage.world.files.writeText(launchPath(stage), "", 0o600);
}

const launchPath = ({ cell }: Stage): string => join(cell.paths.root, "launch.go");
