// Brings every process of a cell down and verifies each death by pid and start time together. It
// signals nothing whose start time does not match: by now the pid may be somebody else's.
import type { ProcessIdentity } from "../../evidence/event.ts";
import { within } from "../../world/within.ts";
import type { World } from "../../world/world.ts";
import { cellMarker, type Stage } from "../stage.ts";
import { recordToolsLeft } from "./tools-left.ts";

/** How often a process that is not our child is looked at; nothing tells us of its death. */
const deathPollMs = 10;

/** After SIGKILL the kernel needs a moment, on a loaded machine a long one. */
const killVerificationMs = 10_000;

/** How long a parent may take to hear of a death that the process table already shows. */
const exitReportMs = 2_000;

const mostLooks = 10;

export async function reap(stage: Stage): Promise<void> {
  // A dispatcher that lives could start another child behind our back, so they go first.
  const dispatchers = stage.children.flatMap(({ role, identity }) =>
    role === "dispatcher" && identity ? [identity] : [],
  );
  await Promise.all(dispatchers.map((identity) => reapOne(stage, identity)));
  const own = ownChildren(stage);
  await Promise.all(own.map((identity) => reapOne(stage, identity)));
  const reaped = new Set([...dispatchers, ...own].map(key));
  await recordToolsLeft(stage, "reaped");
  // What came up while others were brought down is found by looking again. One that always starts
  // another before it goes is left to the census.
  for (let look = 0; look < mostLooks; look += 1) {
    const found = [...ownChildren(stage), ...(await marked(stage))];
    const others = distinct(found).filter((identity) => !reaped.has(key(identity)));
    if (others.length === 0) return;
    await Promise.all(others.map((identity) => reapOne(stage, identity)));
    for (const identity of others) reaped.add(key(identity));
  }
}

function ownChildren({ children }: Stage): readonly ProcessIdentity[] {
  return children.flatMap(({ role, identity, exited }) =>
    identity && role !== "dispatcher" && !(role === "seed" && exited) ? [identity] : [],
  );
}

/** Whatever else carries the cell's marker. */
const marked = ({ world, cell }: Stage) => world.processes.withMarker(cellMarker, cell.gardenId);

const distinct = (processes: readonly ProcessIdentity[]): readonly ProcessIdentity[] => [
  ...new Map(processes.map((process) => [key(process), process])).values(),
];

const key = ({ pid, startTime }: ProcessIdentity) => `${pid}:${startTime}`;

async function reapOne(stage: Stage, { pid, startTime }: ProcessIdentity): Promise<void> {
  const identity = { pid, startTime };
  const waited = stage.processor.wait(killVerificationMs);
  const how = await bringDown(stage, identity);
  // Its death is seen before its parent is told; evidence that ended in between would lack it.
  const child = stage.children.find(({ identity: own }) => own && key(own) === key(identity));
  if (child && !child.exited && how !== "survived") {
    await within(stage.world.clock, exitReportMs, child.handle.exited);
  }
  const wait = how === "survived" ? waited() : {};
  stage.record({ type: "reaped", ...identity, how, verified: how !== "survived", ...wait });
}

async function bringDown(
  stage: Stage,
  identity: ProcessIdentity,
): Promise<"already-gone" | "terminated" | "killed" | "survived"> {
  const { world, cell } = stage;
  if (await isGone(world, identity)) return "already-gone";
  signal(stage, identity, "SIGTERM");
  if (await diesWithin(world, identity, cell.timeouts.killGraceMs)) return "terminated";
  signal(stage, identity, "SIGKILL");
  return (await diesWithin(world, identity, killVerificationMs)) ? "killed" : "survived";
}

function signal(stage: Stage, { pid, startTime }: ProcessIdentity, name: "SIGTERM" | "SIGKILL") {
  const { processes } = stage.world;
  const result = processes.signal(pid, name);
  // The group reaches what the child started itself; SIGTERM is the child's to pass on.
  if (name === "SIGKILL") processes.signalGroup(pid, name);
  stage.record({ type: "signal-sent", pid, startTime, signal: name, by: "gate", result });
}

async function isGone(world: World, { pid, startTime }: ProcessIdentity): Promise<boolean> {
  return (await world.processes.identify(pid))?.startTime !== startTime;
}

async function diesWithin(
  world: World,
  identity: ProcessIdentity,
  timeoutMs: number,
): Promise<boolean> {
  const deadlineMs = world.clock.monotonicMs() + timeoutMs;
  while (!(await isGone(world, identity))) {
    if (world.clock.monotonicMs() >= deadlineMs) return false;
    await world.clock.sleep(deathPollMs);
  }
  return true;
}
