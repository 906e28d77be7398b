// A dispatcher of its own in a simulated run: own pid, own world, own fate, and the very seams and
// lane of the gate. What it records goes into the cell's evidence until it is dead.
import type { EvidenceEvent } from "../../evidence/event.ts";
import { createStage } from "../../gate/create-stage.ts";
import { resumePrompt } from "../../gate/prompts.ts";
import { createSeams } from "../../gate/seams.ts";
import type { Stage, StageContext } from "../../gate/stage.ts";
import { type ExitResult, messageOf, type World } from "../../world/world.ts";
import type { Actor } from "../machine/actor.ts";

export interface DispatcherRequest {
  readonly dispatch: number;
  readonly intent: "fire-and-forget" | "owned-outcome";
  readonly delayMs: number;
  readonly actor: Actor;
  readonly world: World;
  /** Told of an end that nobody is left to tell of. */
  whenGone(pid: number, tell: (exit: ExitResult) => void): void;
}

const noModel: StageContext["models"] = {
  observable: false,
  open: () => ({ environment: {}, agentFiles: {}, behave() {}, close() {} }),
};

/** Resolves when it has returned, thrown or died. */
export async function runDispatcher(main: Stage, request: DispatcherRequest): Promise<void> {
  const { dispatch, intent, delayMs, actor, world } = request;
  const { onEvent: _, ...shared } = main.context;
  const died = new Promise<void>((resolve) => actor.process.onExit.push(() => resolve()));
  const identity = { pid: actor.process.pid, startTime: actor.process.startTime };
  const child = dispatch * 100;
  const requested = { child, role: "dispatcher", dispatch, arguments: [] } as const;
  const workingDirectory = main.cell.paths.root;
  main.record({
    type: "child-requested",
    ...requested,
    workingDirectory,
    marker: null,
    lockOnDisk: null,
  });
  main.record({ type: "child-started", child, role: "dispatcher", ...identity });
  actor.process.onExit.push((exit) =>
    main.record({ type: "child-exited", child, role: "dispatcher", ...identity, ...exit }),
  );
  const stage: Stage = createStage(
    main.cell,
    {
      ...shared,
      world,
      models: noModel,
      onEvent: (event) => {
        if (!actor.isDead()) adopt(main, stage, request, event);
      },
    },
    child + 1,
  );
  const work = async () => {
    await world.clock.sleep(delayMs);
    const { gardenId, nonces } = main.cell;
    const message = resumePrompt(nonces);
    stage.record({ type: "dispatch-started", dispatch, intent, message });
    try {
      const addressee = { dispatch, gardenId, intent, message };
      const outcome = await main.context.lane.resume(addressee, createSeams(stage, dispatch));
      stage.record({ type: "dispatch-returned", dispatch, outcome });
    } catch (error) {
      const words = messageOf(error);
      stage.record({ type: "dispatch-threw", dispatch, message: words });
    }
  };
  await Promise.race([work(), died]);
}

/** Each event keeps its own time: a release bears the last one at which its lock was held. */
function adopt(
  main: Stage,
  stage: Stage,
  { actor, whenGone }: DispatcherRequest,
  event: EvidenceEvent,
): void {
  const { seq: _seq, atMs, wallMs: _wallMs, ...body } = event;
  main.record(body, stage.beganMs + atMs);
  if (event.type !== "child-started") return;
  const started = stage.children.find(({ child }) => child === event.child);
  if (!started) return;
  main.children.push(started);
  const { child, role, pid, startTime } = event;
  whenGone(pid, (exit) => {
    if (!actor.isDead()) return;
    started.exited = true;
    main.record({ type: "child-exited", child, role, pid, startTime, ...exit });
  });
}
