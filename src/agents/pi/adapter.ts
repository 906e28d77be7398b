// How pi is called. Argument order matters: a boolean flag right before the prompt would swallow
// it, so an option that takes a value always stands between.
import { join } from "node:path";
import type { CellPaths } from "../../evidence/cell.ts";
import type { Agent, ResumeLaunch, SeedRequest } from "../agent.ts";
import type { PiOptions } from "./options.ts";
import { isSettledLine, parseLine } from "./transcript.ts";

export function createPiAgent(options: PiOptions): Agent {
  return {
    name: "pi",
    description: { agent: "pi", ...options },
    version: options.version,
    command: options.command,
    commandArguments: options.commandArguments,
    seedArguments,
    resumeArguments: (launch) => resumeArguments(launch, options.residentExtension),
    environment: (paths) => environment(paths, options.agentDirectory),
    residentMarker: (gardenId) => ({ RESUME_MATRIX_RESIDENT_SESSION_ID: gardenId }),
    parseLine,
    isSettledLine,
  };
}

function seedArguments(request: SeedRequest): readonly string[] {
  return [
    "--mode",
    "json",
    "-p",
    "--no-extensions",
    "--name",
    request.sessionName,
    "--session-id",
    request.gardenId,
    "--provider",
    request.provider,
    "--model",
    request.model,
    request.prompt,
  ];
}

function resumeArguments(launch: ResumeLaunch, extension: string): readonly string[] {
  const target = ["--provider", launch.provider, "--model", launch.model, launch.prompt];
  if (launch.kind === "one-shot") {
    const approve = launch.approve ? ["--approve"] : [];
    const identity = ["--session-id", launch.gardenId];
    return ["--mode", "json", "-p", "--no-extensions", ...approve, ...identity, ...target];
  }
  return [
    "--mode",
    "json",
    "-p",
    "--entwurf-control",
    ...(launch.approve ? ["--approve"] : []),
    "--extension",
    extension,
    "--session-id",
    launch.gardenId,
    ...target,
  ];
}

function environment(paths: CellPaths, agentDirectory: string | null): Record<string, string> {
  const home: Record<string, string> =
    agentDirectory === null
      ? { HOME: paths.homeDirectory ?? paths.root, PI_CODING_AGENT_DIR: paths.agentDirectory }
      : { PI_CODING_AGENT_DIR: agentDirectory };
  // In its default place pi gives each working directory a subdirectory, which the variable ends.
  const isDefault = paths.sessionDirectory === join(paths.agentDirectory, "sessions");
  return {
    ...home,
    ...(isDefault ? {} : { PI_CODING_AGENT_SESSION_DIR: paths.sessionDirectory }),
    TMPDIR: paths.temporaryDirectory,
    PI_OFFLINE: "1",
    PI_TELEMETRY: "0",
    RESUME_MATRIX_CONTROL_DIR: paths.socketDirectory,
  };
}
