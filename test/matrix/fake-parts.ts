// Parts that need no agent: what a cell does is told by its model's name, and what is judged of
// it follows from the events it recorded.

import type { FoundBuiltIn } from "../../src/agents/built-in.ts";
import { createCatalog } from "../../src/agents/pi/catalog.ts";
import type { Cell } from "../../src/evidence/cell.ts";
import { eventsOf } from "../../src/evidence/evidence.ts";
import { createRecorder } from "../../src/evidence/recorder.ts";
import type { Scenario } from "../../src/gate/scenario.ts";
import { cellMarker } from "../../src/gate/stage.ts";
import { type CellJudgement, type ClaimJudgement, judgeCell } from "../../src/invariants/judge.ts";
import { cutShort } from "../../src/invariants/reading/checks.ts";
import type { Lane } from "../../src/lanes/lane.ts";
import type { CellObserver, Parts } from "../../src/matrix/parts.ts";
import { boundReached } from "../../src/world/time-is-up.ts";
import type { World } from "../../src/world/world.ts";

const models = ["good", "bad", "open", "slow", "stuck", "brief", "secret"];

export const lane: Lane = {
  name: "v2",
  summary: "does nothing",
  traits: { resident: true, locking: true },
  resume: async () => ({ kind: "send-failed", error: "never asked" }),
};

export const scenario: Scenario = {
  name: "plain",
  summary: "nothing goes wrong",
  faults: [],
  expect: () => ({ kind: "resumed" }),
};

const catalog = createCatalog({
  providers: ["one", "two", "three"],
  read: (provider) => models.map((id) => ({ provider, id, api: "wire-format" })),
});

export const versions = {
  tool: "0.0.0",
  commit: null,
  agent: "9.9.9",
  node: "v24",
  platform: "test",
};

const pi: FoundBuiltIn = {
  command: "pi",
  commandArguments: [],
  version: "9.9.9",
  packageJson: null,
  catalog,
  catalogFrom: "read from its package",
  named: false,
};

/** `world` lets the models `stuck` and `brief` start a real child; `brief` ends its own by itself. */
export function fakeParts(world: World, onCell: (cell: Cell) => void = () => undefined): Parts {
  return {
    lanes: [lane, { ...lane, name: "v1" }],
    scenarios: [scenario],
    judge,
    findAgent: async (named) => ({ ...pi, named: named !== null }),
    openRunner: async () => ({
      versions,
      close: async () => undefined,
      runCell: (cell, observer) => {
        onCell(cell);
        return runCell(cell, observer, world);
      },
    }),
  };
}

async function runCell(cell: Cell, { onEvent, signal }: CellObserver, world: World) {
  const { record, events } = createRecorder(world.clock, onEvent);
  const { model } = cell.target;
  record({ type: "phase-started", phase: "seed", timeoutMs: 10 });
  if (model === "stuck") await startChild(cell, world, record);
  if (model === "brief") await beBrief(cell, world, record);
  if (model === "slow" || model === "stuck") await world.clock.sleep(60_000, signal);
  if (model === "secret") record({ type: "gate-failed", where: "seed", message: "hunter22hunter" });
  const outcome = model === "bad" ? "failed" : model === "open" ? "timed-out" : "done";
  record({ type: "phase-ended", phase: "seed", outcome, because: `the model is ${model}` });
  const because = boundReached(signal);
  record({ type: "cell-ended", interrupted: signal.aborted, ...(because ? { because } : {}) });
  return { cell, versions, events };
}

type RecordEvent = ReturnType<typeof createRecorder>["record"];

/** Long enough to be killed in, with a child that a killed runner leaves. */
async function beBrief(cell: Cell, world: World, record: RecordEvent): Promise<void> {
  const { pid, exited } = await startChild(cell, world, record);
  await world.clock.sleep(Number(process.env.BRIEF_MS ?? 100));
  world.processes.signal(pid, "SIGKILL");
  // Its exit alone keeps no process alive: a child is not waited for by the runner's event loop.
  const over = new AbortController();
  const held = world.clock.sleep(10_000, over.signal);
  await Promise.race([exited, held]).finally(() => over.abort());
}

async function startChild(cell: Cell, world: World, record: RecordEvent) {
  const child = world.processes.spawn({
    command: process.execPath,
    arguments: ["-e", "setTimeout(() => {}, 60_000)"],
    workingDirectory: cell.paths.root,
    environment: { [cellMarker]: cell.gardenId },
    outputPath: `${cell.paths.root}/out`,
    errorPath: `${cell.paths.root}/err`,
  });
  const started = await child.started;
  if (started.kind !== "started") throw new Error(started.message);
  record({
    type: "child-started",
    child: { dispatch: null, n: 1 },
    role: "seed",
    ...started.identity,
  });
  return { pid: started.identity.pid, exited: child.exited };
}

const judge: Parts["judge"] = (evidence, own = []): CellJudgement => {
  const [ended] = eventsOf(evidence, "phase-ended");
  const verdicts = { done: "holds", failed: "violated" } as const;
  const verdict =
    ended?.outcome === "done" || ended?.outcome === "failed" ? verdicts[ended.outcome] : "unknown";
  const claim: ClaimJudgement = {
    name: "fresh-identity",
    claim: "The seed went well.",
    verdict,
    because: ended?.because ?? "nothing was seen",
    events: ended ? [ended.seq] : [],
  };
  const verdictOf = { holds: "pass", violated: "fail", unknown: "unknown" } as const;
  const short = cutShort(evidence) !== null;
  if (own.length > 0) return judgeCell(evidence, [{ ...claim, judge: () => claim }, ...own]);
  return { verdict: short ? "unknown" : verdictOf[verdict], claims: [claim] };
};
