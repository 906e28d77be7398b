// Lanes and scenarios that exist only for the tests of the dispatcher; a dispatcher finds them
// here by name, as it finds those of a user.
import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { DispatchOutcome } from "../../src/evidence/event.ts";
import { openDispatchers } from "../../src/gate/dispatcher/dispatcher.ts";
import { defineScenario } from "../../src/gate/scenario.ts";
import { race } from "../../src/gate/toolbox/racing.ts";
import { defineLane, type Lane } from "../../src/lanes/lane.ts";
import { reject } from "../../src/resume/decide.ts";
import { rejected } from "../../src/resume/rejected.ts";

const module = import.meta.filename;

const lane = (name: string, resume: Lane["resume"]): Lane =>
  defineLane({
    name,
    module,
    summary: name,
    resume,
    traits: { resident: false, locking: true },
  });

const refusal = (message: string): DispatchOutcome => rejected(reject("bad-target"), message);

export const lanes = {
  refuses: lane("refuses", async (request, { lock }) => {
    const result = await lock.acquire(request.gardenId);
    if (result.kind === "acquired") await lock.release(result.lock);
    return refusal(`from process ${process.pid}`);
  }),
  throws: lane("throws", async () => {
    throw new Error("thrown on purpose");
  }),
  killsItself: lane("kills-itself", async (request, { lock }) => {
    await lock.acquire(request.gardenId);
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => undefined);
  }),
  endsItsProcess: lane("ends-its-process", async () => {
    process.exit(0);
  }),
  throwsNothingLate: lane("throws-nothing-late", async () => {
    setTimeout(() => {
      throw null;
    });
    return new Promise(() => undefined);
  }),
  writesBetweenItsEvents: lane("writes-between-its-events", async (_request, { cell }) => {
    const names = readdirSync(cell.paths.root).filter((name) => name.endsWith(".events"));
    for (const name of names) appendFileSync(join(cell.paths.root, name), '{"event":{}}\n');
    return refusal("and wrote between");
  }),
  leavesItsChild: lane("leaves-its-child", async (request, { start, cell }) => {
    const { provider, model } = cell.target;
    const launch = { kind: "one-shot", gardenId: request.gardenId, provider, model } as const;
    await start(
      { ...launch, approve: false, prompt: request.message },
      cell.paths.workingDirectory,
    );
    return refusal("and left it");
  }),
};

/** What a dispatcher looks through: a module's exports, and what stands in its lists. */
export const listed = Object.values(lanes);

/** Two dispatchers of the cell's lane, to their end. */
export const twoOfThem = defineScenario({
  name: "two-of-them",
  module,
  summary: "two dispatchers of one lane",
  faults: [],
  expect: () => ({ kind: "resumed" }),
  async act(stage) {
    await race(stage, [{ dispatch: 1 }, { dispatch: 2 }]);
    const orphan = stage.children.find(({ role }) => role === "resume");
    if (orphan) await orphan.handle.exited;
  },
});

/** Dispatchers that come up and are never let go. */
export const neverLetGo = defineScenario({
  name: "never-let-go",
  module,
  summary: "a dispatcher waits for a start signal that does not come",
  faults: [],
  expect: () => ({ kind: "resumed" }),
  async act(stage) {
    await openDispatchers(stage, [{ dispatch: 1 }]);
    stage.record({ type: "fault-armed", fault: "up", detail: "waiting" });
    await stage.until(() => false, 60_000);
  },
});
