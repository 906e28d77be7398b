// The gate looks at the lock and at the child while the subject works. What it fails to see is said
// to be unseen, and changes nothing that the subject does.
import { describe, expect, test } from "vitest";
import { eventsOf, lastOf } from "../../src/evidence/evidence.ts";
import { createStage } from "../../src/gate/create-stage.ts";
import type { GateContext } from "../../src/gate/gate.ts";
import { createSeams } from "../../src/gate/seams.ts";
import type { StartedChild } from "../../src/gate/stage.ts";
import { v2 } from "../../src/lanes/v2.ts";
import { plainCase } from "../../src/simulation/case/case.ts";
import { cellOf, gardenId } from "../../src/simulation/case/cell.ts";
import { createActor } from "../../src/simulation/machine/actor.ts";
import { listChoices } from "../../src/simulation/machine/choices.ts";
import { createMachine } from "../../src/simulation/machine/machine.ts";
import { createWorld } from "../../src/simulation/machine/world.ts";
import { simulatedAgent, simulatedVersions } from "../../src/simulation/pi/agent.ts";
import type { World } from "../../src/world/world.ts";

const plain = plainCase(v2.name);

const fails = (what: string) => async () => {
  throw Object.assign(new Error(`EIO: ${what}`), { code: "EIO" });
};

/** A stage whose own eyes are bad, and a subject whose world is as it should be, or `subjects`. */
function stageWith({
  blind = (world: World) => world,
  subjects = (world: World) => world,
}: {
  blind?(world: World): World;
  subjects?(world: World): World;
}) {
  const machine = createMachine(listChoices([]), null);
  const none = () => {
    throw new Error("nothing is spawned here");
  };
  const world = createWorld(machine, createActor(machine, { name: "gate" }), none);
  const context: GateContext = {
    world: blind(world),
    agent: simulatedAgent,
    models: {
      observable: false,
      open: () => ({ environment: {}, agentFiles: {}, behave() {}, close() {} }),
    },
    lane: v2,
    scenario: {
      name: "seams",
      summary: "",
      faults: [],
      expect: () => ({ kind: "resumed" }),
      alterWorld: () => subjects(world),
    },
    trust: () => async () => ({ kind: "trusted", approve: false }),
    baseEnvironment: {},
    versions: simulatedVersions,
    signal: new AbortController().signal,
  };
  const stage = createStage(cellOf(plain, v2, { kind: "resumed" }), context);
  const { lock } = createSeams(stage, 1);
  const taken = async () => {
    const result = await lock.acquire(gardenId);
    if (result.kind !== "acquired") throw new Error(result.because);
    return result.lock;
  };
  const blindness = () => eventsOf(stage, "gate-failed").map(({ where }) => where);
  return { machine, stage, lock, taken, blindness };
}

const cannotRead = (world: World): World => ({
  ...world,
  files: { ...world.files, readText: fails("read") },
});

describe("a lock that the gate cannot read", () => {
  test("is taken and given back all the same, and the evidence says that it was not seen", async () => {
    const { machine, stage, lock, taken, blindness } = stageWith({ blind: cannotRead });
    await machine.scheduler.drive(async () => {
      const held = await taken();
      expect(machine.disk.find(stage.lockPath)).not.toBeNull();
      expect(await lock.release(held)).toBe("released");
    });
    expect(machine.disk.find(stage.lockPath)).toBeNull();
    expect(lastOf(stage, "lock-acquired")).toMatchObject({ onDisk: "unread" });
    const release = { result: "released", onDiskBefore: "unread", onDiskAfter: "unread" };
    expect(lastOf(stage, "lock-released")).toMatchObject(release);
    expect(blindness()).toEqual(new Array(3).fill("lock-look"));
  });
});

test("what stands in a lock's place and is no file was seen all the same", async () => {
  const { machine, stage, blindness } = stageWith({});
  machine.disk.makeDirectory(stage.lockPath);
  expect(await machine.scheduler.drive(() => stage.nonceOnDisk())).toBe("unreadable");
  expect(blindness()).toEqual([]);
});

describe("a release", () => {
  test.each<readonly [at: string, blind: (world: World) => World]>([
    [
      "the child",
      (world) => ({
        ...world,
        processes: { ...world.processes, identify: fails("identify") },
      }),
    ],
    ["its socket", (world) => ({ ...world, sockets: { connect: fails("connect") } })],
  ])("comes about where the gate cannot look at %s", async (_, blind) => {
    const { machine, stage, lock, taken, blindness } = stageWith({ blind });
    const identity = { pid: 7, startTime: "1" };
    stage.children.push({
      child: { dispatch: null, n: 2 },
      role: "resume",
      identity,
      exited: false,
    } as StartedChild);
    await machine.scheduler.drive(async () => {
      expect(await lock.release(await taken())).toBe("released");
    });
    expect(machine.disk.find(stage.lockPath)).toBeNull();
    expect(blindness()).toEqual(["release-look"]);
  });

  test("that throws is told with what it threw, as of the last time the lock was surely held", async () => {
    const { machine, stage, lock, taken } = stageWith({
      subjects: (world) => ({ ...world, files: { ...world.files, unlink: fails("unlink") } }),
    });
    await machine.scheduler.drive(async () => {
      const held = await taken();
      machine.gateIsAlone = false;
      await expect(lock.release(held)).rejects.toThrow("EIO: unlink");
    });
    const { nonce } = lastOf(stage, "lock-acquired") ?? {};
    const release = lastOf(stage, "lock-released");
    expect(release).toMatchObject({ result: "threw", onDiskBefore: nonce, onDiskAfter: nonce });
    expect(release?.atMs).toBeLessThan(machine.scheduler.instantMs() - stage.beganMs);
  });
});
