// Takes over what a dispatcher recorded, and the children it started: they are not ours, so their
// end is told by the dispatcher, or seen in the process table once it can tell nothing any more.
import { childName, isSameChild } from "../../evidence/child.ts";
import type { Stage, StartedChild } from "../stage.ts";
import type { ForeignEvent } from "./protocol.ts";

/** A grandchild cannot be waited for; only its place in the process table tells of its end. */
const goneCheckMs = 20;

interface Adopted extends StartedChild {
  readonly tellExit: (exit: { exitCode: number | null; signal: string | null }) => void;
}

/**
 * Records the event at its own time; its place in the evidence is where it arrived. `settled`
 * resolves when the dispatcher has ended and has nothing more to tell.
 */
export function adopt(
  stage: Stage,
  { event, monotonicMs }: ForeignEvent,
  settled: Promise<void>,
): void {
  const { seq: _seq, atMs: _atMs, wallMs: _wallMs, ...body } = event;
  if (event.type === "child-started") adoptChild(stage, event, settled);
  if (event.type === "child-exited") {
    const child = stage.children.find(({ child }) => isSameChild(child, event.child));
    if (child) child.exited = true;
    const { exitCode, signal } = event;
    if (child && isAdopted(child)) child.tellExit({ exitCode, signal });
  }
  stage.record(body, monotonicMs);
}

const isAdopted = (child: StartedChild): child is Adopted => "tellExit" in child;

function adoptChild(
  stage: Stage,
  started: Extract<ForeignEvent["event"], { type: "child-started" }>,
  settled: Promise<void>,
): void {
  const { child, role, pid, startTime } = started;
  const identity = { pid, startTime };
  const base = `${stage.cell.paths.root}/${childName(child)}-${role}`;
  const exit = Promise.withResolvers<{ exitCode: number | null; signal: string | null }>();
  const adopted: Adopted = {
    child,
    role,
    identity,
    exited: false,
    outputPath: `${base}.out`,
    errorPath: `${base}.err`,
    handle: {
      started: Promise.resolve({ kind: "started", identity }),
      exited: exit.promise,
    },
    tellExit: exit.resolve,
  };
  stage.children.push(adopted);
  stage.processor.follow(adopted);
  void watchForEnd(stage, adopted, settled);
}

async function watchForEnd(stage: Stage, adopted: Adopted, settled: Promise<void>): Promise<void> {
  const { processes, clock } = stage.world;
  const { child, role, identity } = adopted;
  if (!identity) return;
  // A look that failed tells nothing of its end; nobody awaits this watch, so it looks again.
  const isThere = () =>
    processes.identify(identity.pid).then(
      (found) => found?.startTime === identity.startTime,
      () => true,
    );
  while (await isThere()) {
    if (adopted.exited || stage.ended) return;
    await clock.sleep(goneCheckMs);
  }
  // While its parent lives, the parent is the one that knows how it ended.
  await settled;
  if (adopted.exited || stage.ended) return;
  adopted.exited = true;
  const exit = { exitCode: null, signal: null };
  stage.record({ type: "child-exited", child, role, ...identity, ...exit });
  adopted.tellExit(exit);
}
