// Starts a bystander for a scenario and waits until its scene is set.

import { dirname } from "node:path";
import { childName } from "../../evidence/child.ts";
import { timedOut, within } from "../../world/within.ts";
import type { ExitResult } from "../../world/world.ts";
import { followFile } from "../observe/follower.ts";
import { scriptPath } from "../script.ts";
import type { Stage, StartedChild } from "../stage.ts";

export type ActorRole = "wait" | "exit" | "listen" | "stall" | "forge" | "link" | "litter";

/** How long a bystander may take to set its scene, and to leave it, in milliseconds. */
const readyTimeoutMs = 15_000;

export interface Actor {
  readonly child: StartedChild;
  /** What it has printed, line by line, "ready" first. */
  readonly lines: readonly string[];
}

/** @throws Error when the bystander does not come up: the scene cannot be set. */
export async function startActor(stage: Stage, role: ActorRole, path?: string): Promise<Actor> {
  const { cell, context } = stage;
  const child = await stage.spawn({
    role: "actor",
    dispatch: null,
    command: process.execPath,
    arguments: [scriptPath("toolbox/actors/main"), role, ...(path === undefined ? [] : [path])],
    workingDirectory: dirname(cell.paths.workingDirectory),
    environment: context.baseEnvironment,
    marker: null,
  });
  const lines: string[] = [];
  const follower = followFile(stage.world, {
    path: child.outputPath,
    fromOffset: 0,
    pollMs: cell.timeouts.pollMs,
    onLine({ text }) {
      lines.push(text);
      if (child.identity) recordHeard(stage, child.identity.pid, text);
      stage.wake();
    },
  });
  stage.afterReap.push(follower.stop);
  const result = await stage.until(() => lines.includes("ready"), readyTimeoutMs);
  if (result !== "met") throw new Error(`the ${role} bystander did not come up (${result})`);
  return { child, lines };
}

/**
 * The exit of a bystander that was killed, or leaves by itself.
 * @throws Error when it does not come: the scene cannot be set.
 */
export async function exitOf(stage: Stage, { child, handle }: StartedChild): Promise<ExitResult> {
  const { clock } = stage.world;
  const exit = await within(clock, readyTimeoutMs, handle.exited, stage.context.signal);
  if (exit === timedOut) throw new Error(`bystander ${childName(child)} did not leave`);
  return exit;
}

/** `connection`, or `message "…"`: what reached the socket that the bystander stands behind. */
function recordHeard(stage: Stage, pid: number, line: string): void {
  if (line === "connection") {
    stage.record({ type: "bystander-heard", pid, what: "connection", text: "" });
  } else if (line.startsWith("message ")) {
    const text: string = JSON.parse(line.slice("message ".length));
    stage.record({ type: "bystander-heard", pid, what: "message", text });
  }
}
