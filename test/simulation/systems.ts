// Two places in which the same commands are run: the simulated machine, and a real directory with
// real processes. Whoever runs them cannot tell which it got.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Actor, createActor } from "../../src/simulation/machine/actor.ts";
import { listChoices } from "../../src/simulation/machine/choices.ts";
import { createMachine } from "../../src/simulation/machine/machine.ts";
import { createWorld } from "../../src/simulation/machine/world.ts";
import { nodeWorld } from "../../src/world/node.ts";
import type { World } from "../../src/world/world.ts";

export interface System {
  readonly name: string;
  readonly directory: string;
  /** Carries out one piece of work as this actor, which is alive then. */
  as<T>(actor: number, work: (world: World) => Promise<T>): Promise<T>;
  kill(actor: number): Promise<void>;
  end(): Promise<void>;
}

/** The last actor is on another host; all others share one. */
export const actors = 3;
const hostOf = (actor: number) => (actor === actors - 1 ? "elsewhere" : "here");

export function simulatedSystem(): System {
  const machine = createMachine(listChoices([]), null);
  machine.disk.makeDirectory("/shared");
  const living = new Map<number, Actor>();
  const worldOf = (actor: number): World => {
    const known = living.get(actor);
    const hostname = hostOf(actor);
    const found = known ?? createActor(machine, { name: `actor ${actor}`, hostname });
    living.set(actor, found);
    return createWorld(machine, found, () => {
      throw new Error("nothing is spawned here");
    });
  };
  return {
    name: "simulated",
    directory: "/shared",
    as: (actor, work) => machine.scheduler.drive(() => work(worldOf(actor))),
    async kill(actor) {
      living.get(actor)?.die();
      living.delete(actor);
    },
    end: async () => undefined,
  };
}

export function realSystem(): System {
  const directory = mkdtempSync(join(tmpdir(), "agreement-"));
  const living = new Map<number, ChildProcess>();
  const kill = async (actor: number) => {
    const child = living.get(actor);
    if (!child) return;
    living.delete(actor);
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  };
  const worldOf = async (actor: number): Promise<World> => {
    const child = living.get(actor) ?? spawn("sleep", ["600"], { stdio: "ignore" });
    living.set(actor, child);
    if (child.pid === undefined) await new Promise((resolve) => child.once("spawn", resolve));
    const world = nodeWorld();
    const pid = child.pid as number;
    const startTime = (await world.processes.identify(pid))?.startTime ?? null;
    const host = { ...world.host, pid, startTime, hostname: hostOf(actor) };
    return { ...world, host };
  };
  return {
    name: "real",
    directory,
    as: async (actor, work) => work(await worldOf(actor)),
    kill,
    async end() {
      await Promise.all([...living.keys()].map(kill));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
