// The other side of ../dispatcher.ts: `node main.ts <request.json>`. Runs one dispatch of a lane
// and appends each event to a file before it goes on; it judges nothing and cleans nothing up.
import { appendFileSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { createAgent } from "../../agents/index.ts";
import { createPiTrust } from "../../agents/pi/trust.ts";
import { lanes } from "../../lanes/index.ts";
import { createBell } from "../../world/bell.ts";
import { nodeWorld } from "../../world/node.ts";
import type { DispatcherRequest, ForeignEvent } from "../dispatcher.ts";
import { scenarios } from "../scenarios/index.ts";
import { createSeams } from "../seams.ts";
import { createStage, type GateContext } from "../stage.ts";

const request: DispatcherRequest = JSON.parse(readFileSync(process.argv[2] as string, "utf8"));
const { cell, dispatch, intent, message } = request;
const world = nodeWorld();

const context: GateContext = {
  world,
  agent: createAgent(request.agent),
  models: {
    observable: false,
    open: () => ({ environment: {}, agentFiles: {}, behave() {}, close() {} }),
  },
  lane: named(lanes, request.lane),
  scenario: named(scenarios, request.scenario),
  trust: ({ paths }) =>
    createPiTrust({
      agentDirectory: request.agent.agentDirectory ?? paths.agentDirectory,
      prefixRoots: [],
    }),
  baseEnvironment: request.environment,
  versions: request.versions,
  onEvent(event) {
    const foreign: ForeignEvent = { monotonicMs: world.clock.monotonicMs(), event };
    appendFileSync(request.eventsPath, `${JSON.stringify(foreign)}\n`);
  },
  signal: new AbortController().signal,
};

await startSignal();
const stage = createStage(cell, context, request.firstChild);
stage.record({ type: "dispatch-started", dispatch, intent, message });
try {
  const seams = createSeams(stage, dispatch);
  const addressee = { dispatch, gardenId: cell.gardenId, intent, message };
  const outcome = await context.lane.resume(addressee, seams);
  stage.record({ type: "dispatch-returned", dispatch, outcome });
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  stage.record({ type: "dispatch-threw", dispatch, message: text });
}
// The children it started live on; only this process is done.
process.exit(0);

async function startSignal(): Promise<void> {
  const bell = createBell(world.clock);
  const watch = world.files.watch(dirname(request.startPath), () => bell.ring());
  appendFileSync(request.eventsPath, "ready\n");
  while ((await world.files.inspect(request.startPath)).kind === "missing") {
    await bell.wait(cell.timeouts.pollMs);
  }
  watch.close();
}

function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((item) => item.name === name);
  if (!found) throw new Error(`no such lane or scenario: ${name}`);
  return found;
}
