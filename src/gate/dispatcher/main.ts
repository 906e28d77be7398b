// The other side of ../dispatcher.ts: `node main.ts <request.json>`. Runs one dispatch of a lane
// and appends each event to a file before it goes on; it judges nothing and cleans nothing up.
import { appendFileSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { loadAgent } from "../../agents/index.ts";
import { lanes } from "../../lanes/index.ts";
import { createBell } from "../../world/bell.ts";
import { placeIn, wordsOf } from "../../world/node/guard.ts";
import { nodeWorld } from "../../world/node.ts";
import { messageOf } from "../../world/world.ts";
import { createStage } from "../create-stage.ts";
import { scenarios } from "../scenarios/index.ts";
import { createSeams } from "../seams.ts";
import type { StageContext } from "../stage.ts";
import type { ForeignEvent, Reference } from "./protocol.ts";
import { readRequest } from "./read.ts";

const [, , requestPath = ""] = process.argv;
const request = readRequest(requestPath, readFileSync(requestPath, "utf8"));
const { cell, dispatch, intent, message } = request;
const world = nodeWorld();
const gate = process.ppid;

const context: StageContext = {
  world,
  agent: await loadAgent(request.agent),
  models: {
    observable: false,
    open: () => ({ environment: {}, agentFiles: {}, behave() {}, close() {} }),
  },
  lane: await load(lanes, request.lane),
  scenario: await load(scenarios, request.scenario),
  // What the gate gave this process is what a child of the cell is to find.
  baseEnvironment: process.env as Record<string, string>,
  versions: request.versions,
  onEvent(event) {
    const foreign: ForeignEvent = { monotonicMs: stage.beganMs + event.atMs, event };
    appendFileSync(request.eventsPath, `${JSON.stringify(foreign)}\n`);
  },
  signal: new AbortController().signal,
};
const stage = createStage(cell, context, dispatch);

await startSignal();
// Only looks on: a subject that has no handler of its own goes down as it would elsewhere.
let isTold = false;
const tellEnd = (message: string) => {
  if (!isTold) stage.record({ type: "dispatcher-crashed", dispatch, message });
  isTold = true;
};
process.on("uncaughtExceptionMonitor", (error) => tellEnd(wordsOf(error)));
const exit = process.exit.bind(process);
process.exit = (code) => {
  tellEnd(`process.exit(${code ?? ""}) was called${placeIn(new Error().stack)}`);
  return exit(code);
};
// A child that is waited for does not keep this process, and a lane need not know that.
const kept = setInterval(() => undefined, cell.timeouts.assistantTurnMs);
try {
  const seams = createSeams(stage, dispatch);
  const addressee = { dispatch, gardenId: request.gardenId, intent, message };
  const outcome = await context.lane.resume(addressee, seams);
  stage.record({ type: "dispatch-returned", dispatch, outcome });
} catch (error) {
  const text = messageOf(error);
  stage.record({ type: "dispatch-threw", dispatch, message: text });
}
clearInterval(kept);
// The children it started live on; only this process is done.
if (request.stays) setInterval(endWithGate, cell.timeouts.pollMs);
else {
  await context.lane.linger?.();
  exit(0);
}

function endWithGate(): void {
  if (process.ppid !== gate) exit(0);
}

async function startSignal(): Promise<void> {
  const bell = createBell(world.clock);
  const watch = world.files.watch(dirname(request.startPath), () => bell.ring());
  appendFileSync(request.eventsPath, "ready\n");
  while ((await world.files.inspect(request.startPath)).kind === "missing") {
    // Nobody is left who could give the signal.
    endWithGate();
    await bell.wait(cell.timeouts.pollMs);
  }
  watch.close();
}

/** From the built-in ones, or from whatever its module exports under any name. */
async function load<T extends { readonly name: string }>(
  builtIn: readonly T[],
  { name, module }: Reference,
): Promise<T> {
  const offered =
    module === undefined
      ? builtIn
      : Object.values(await import(pathToFileURL(module).href)).flatMap(
          (value) => value as T | T[],
        );
  const found = offered.find((item) => item?.name === name);
  if (!found) throw new Error(`${module ?? "this build"} has no lane or scenario named ${name}`);
  return found;
}
