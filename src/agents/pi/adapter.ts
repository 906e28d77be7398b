// How pi is called. Argument order matters: a boolean flag right before the prompt would swallow
// it, so an option that takes a value always stands between. A resumed child gets its message over
// a pipe: on the command line pi would take `--help`, `@file` or `/name` for its own words.
import { join } from "node:path";
import type { CellPaths } from "../../evidence/cell.ts";
import { formatLaunchMessage } from "../../formats/message.ts";
import { inputDescriptor } from "../../world/world.ts";
import type { Agent, ResumeLaunch, SeedRequest } from "../agent.ts";
import type { PiOptions } from "../description.ts";
import { adoptSession } from "./adopt-session.ts";
import { appendToSession } from "./append.ts";
import { directoryFile, seeded } from "./briefings.ts";
import { withFaults } from "./faults.ts";
import { heldParts } from "./held.ts";
import { readInvocation } from "./invocation.ts";
import { directoryVariable, offline, piDirectory, sessionsVariable } from "./names.ts";
import { redirect } from "./redirect.ts";
import { makeSession } from "./session-code/make.ts";
import { isSettledLine, isTurnEndLine, parseLine } from "./transcript.ts";
import { createPiTrust } from "./trust.ts";

export function createPiAgent(options: PiOptions): Agent {
  return {
    name: "pi",
    description: { ...options, agent: "pi" },
    version: options.version,
    command: options.command,
    commandArguments: options.commandArguments,
    seedArguments,
    resumeArguments: (launch) => resumeArguments(launch, options),
    resumeInput: ({ prompt }) => formatLaunchMessage(prompt),
    environment: (paths) => environment(paths, options.agentDirectory),
    residentMarker: (gardenId, sessionPath) => ({
      RESUME_MATRIX_RESIDENT_SESSION_ID: gardenId,
      ...(sessionPath === null ? {} : { RESUME_MATRIX_RESIDENT_SESSION_FILE: sessionPath }),
    }),
    parseLine,
    adoptSession,
    heldParts,
    readInvocation,
    withFaults,
    briefings: { seeded, directoryFile },
    isSettledLine,
    ...(saysSettled(options.version) ? {} : { isTurnEndLine }),
    staysResident: true,
    choosesSessionId: false,
    usualDirectory: piDirectory,
    redirect(provider, baseUrl, others = []) {
      const providers = [provider, ...others].map((name) => ({ provider: name }));
      const { modelsJson, environment: variables } = redirect(providers, baseUrl);
      return {
        environment: variables,
        agentFiles: { "models.json": JSON.stringify(modelsJson) },
      };
    },
    makeSession: (made) => makeSession(made, options.packageJson ?? null),
    appendToSession: (request) => appendToSession(request, options.packageJson ?? null),
    settingsFile: (settings) => ({ name: "settings.json", text: JSON.stringify(settings) }),
    trust: (paths) =>
      createPiTrust({
        agentDirectory: options.agentDirectory ?? paths.agentDirectory,
        prefixRoots: [],
        packageJson: options.packageJson ?? null,
      }),
  };
}

/** The first version with an event for it. What is no version is one that nobody has numbered yet. */
function saysSettled(version: string): boolean {
  const first = [0, 80, 4];
  const numbers = version.split(/[.-]/).slice(0, 3).map(Number);
  const at = first.findIndex((number, index) => numbers[index] !== number);
  return at === -1 || !((numbers[at] ?? 0) < (first[at] ?? 0));
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
    ...filesOf(request.attached),
    request.prompt,
    ...(request.next === undefined ? [] : [request.next]),
  ];
}

const filesOf = (attached: SeedRequest["attached"] = []) => attached.map((path) => `@${path}`);
/** For a session whose id is left to pi; it gets no name either. */
export function seedArgumentsWithoutId({
  provider,
  model,
  prompt,
  attached,
}: SeedRequest): readonly string[] {
  const target = ["--provider", provider, "--model", model, ...filesOf(attached), prompt];
  return ["--mode", "json", "-p", "--no-extensions", ...target];
}

/** As ./resident/launch.ts knows them: where the message is, and the word that runs it. */
const messageFlag = ["--launch-message", String(inputDescriptor)];
const runMessage = "/launch-message";

function resumeArguments(launch: ResumeLaunch, options: PiOptions): readonly string[] {
  const { residentExtension, oneShotExtension } = options;
  const approve = launch.approve ? ["--approve"] : [];
  const target = ["--provider", launch.provider, "--model", launch.model, runMessage];
  if (launch.kind === "one-shot") {
    const extension = ["--no-extensions", "--extension", oneShotExtension, ...messageFlag];
    return ["--mode", "json", "-p", ...extension, ...approve, ...session(launch), ...target];
  }
  return [
    "--mode",
    "json",
    "-p",
    "--entwurf-control",
    ...approve,
    "--extension",
    residentExtension,
    ...messageFlag,
    ...session(launch),
    ...target,
  ];
}

/** By its path: an id is looked up among the sessions of one spelling of one directory. */
function session({ sessionPath, gardenId }: ResumeLaunch): readonly string[] {
  return sessionPath ? ["--session", sessionPath] : ["--session-id", gardenId];
}

function environment(paths: CellPaths, agentDirectory: string | null): Record<string, string> {
  const home: Record<string, string> =
    agentDirectory === null
      ? { HOME: paths.homeDirectory ?? paths.root, [directoryVariable]: paths.agentDirectory }
      : { [directoryVariable]: agentDirectory };
  // In its default place pi gives each working directory a subdirectory, which the variable ends.
  const isDefault = paths.sessionDirectory === join(paths.agentDirectory, "sessions");
  return {
    ...home,
    ...(isDefault ? {} : { [sessionsVariable]: paths.sessionDirectory }),
    TMPDIR: paths.temporaryDirectory,
    ...offline,
    RESUME_MATRIX_CONTROL_DIR: paths.socketDirectory,
  };
}
