// One turn of a real one-shot agent that the dormant session is made of.

import type { SeedRequest } from "../agents/agent.ts";
import type { HistoryModel } from "../evidence/cell.ts";
import { messageOf } from "../evidence/message-of.ts";
import { nameMarks, type SessionTag } from "../formats/session-name.ts";
import { answer } from "../loopback/script.ts";
import { childEnvironment } from "./seams.ts";
import type { Stage, StartedChild } from "./stage.ts";

export interface SeedTurn {
  readonly prompt: string;
  /** Default: the target's. */
  readonly model?: Pick<HistoryModel, "provider" | "model">;
  readonly attached?: readonly string[];
  /** What the same process goes on with. */
  readonly next?: string;
  /** The agent aborts the turn itself, in its first tool. */
  readonly aborts?: boolean;
}

/** @throws Error for an agent that cannot be made to abort a turn. */
export function startSeed(stage: Stage, turn: SeedTurn): Promise<StartedChild> {
  const { cell, context } = stage;
  const { seeder: agent = context.agent, lane } = context;
  const { gardenId, target, paths } = cell;
  const request: SeedRequest = {
    gardenId,
    provider: turn.model?.provider ?? target.provider,
    model: turn.model?.model ?? target.model,
    // The session stays the target's, whoever has a turn in between.
    sessionName: seedName(stage, titleOf(stage)),
    prompt: turn.prompt,
    ...(turn.attached ? { attached: turn.attached } : {}),
    ...(turn.next === undefined ? {} : { next: turn.next }),
  };
  const given = lane.surroundings?.seedArguments?.(request) ?? agent.seedArguments(request);
  if (turn.aborts && !agent.withFaults) throw new Error(`agent ${agent.name} takes no faults`);
  const seedArguments = turn.aborts ? (agent.withFaults?.(given, ["aborts-tool"]) ?? given) : given;
  return stage.spawn({
    role: "seed",
    dispatch: null,
    arguments: [...agent.commandArguments, ...seedArguments],
    workingDirectory: paths.workingDirectory,
    environment: childEnvironment(stage),
    marker: null,
  });
}

/** What the seed's turn would have left, written by the agent's own session code. Null where it is there. */
export async function makeSeed(stage: Stage, prompt: string): Promise<string | null> {
  const { cell, context } = stage;
  const { gardenId, paths, target } = cell;
  const { provider, model, wireApi } = target;
  if (!context.agent.makeSession) return `agent ${context.agent.name} has no session code`;
  const { text: reply } = answer([{ role: "user", text: prompt }]);
  const sessionName = seedName(stage, titleOf(stage));
  const words = { sessionName, prompt, reply };
  try {
    const api = wireApi ?? "unknown";
    await context.agent.makeSession({ gardenId, paths, provider, model, wireApi: api, ...words });
  } catch (error) {
    return `the session could not be made: ${messageOf(error)}; --seed real runs a turn instead`;
  }
  stage.record({ type: "session-made", reply });
  return null;
}

function titleOf({ cell: { scenario, lane } }: Stage): string {
  return (`${scenario} ${lane}`.toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-");
}

/** In the gate's own way, so that a fault in the subject's naming cannot hide behind it. */
function seedName({ cell: { gardenId, target } }: Stage, title: string): string {
  const { provider, model } = target;
  const identity = `${gardenId}${nameMarks.gardenId}${provider}${nameMarks.provider}${model}`;
  const tag: SessionTag = "entwurf";
  return `${identity}${nameMarks.model}${title}${nameMarks.title}${tag}`;
}
