// Runs real cells for tests: real pi on the embedded provider, below a temporary directory that
// goes away with the harness. Three cells at once, whatever the test runner does.
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { FoundBuiltIn } from "../../src/agents/built-in.ts";
import { findPi } from "../../src/agents/pi/find.ts";
import type { CellTarget } from "../../src/evidence/cell.ts";
import type { EvidenceEvent } from "../../src/evidence/event.ts";
import type { Evidence } from "../../src/evidence/evidence.ts";
import { historyNamed } from "../../src/gate/histories/index.ts";
import { type Scenario, whyNot } from "../../src/gate/scenario.ts";
import { scenarios as everyScenario } from "../../src/gate/scenarios/index.ts";
import { type CellJudgement, judgeCell } from "../../src/invariants/judge.ts";
import { lanes as everyLane } from "../../src/lanes/index.ts";
import type { Lane } from "../../src/lanes/lane.ts";
import { defaultTimeouts } from "../../src/matrix/config/config.ts";
import { planCells } from "../../src/matrix/plan/plan.ts";
import { measured } from "../../src/matrix/run/histories.ts";
import { seederFor } from "../../src/matrix/run/installations.ts";
import { openRunner } from "../../src/matrix/run/open-runner.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { covered, isShown } from "./covered.ts";

const cellsAtOnce = 3;
/** Generous: many cells wait for their turn, on a machine that may be busy. */
const testTimeoutMs = 120_000;

const defaultTarget: CellTarget = {
  agent: "pi",
  provider: "openai",
  model: "gpt-5.4",
  wireApi: "openai-responses",
};

interface CellRequest {
  /** A definition, or the name of one that is listed. */
  readonly scenario: Scenario | string;
  /** v2 by default. */
  readonly lane?: Lane | string;
  readonly target?: CellTarget;
  /** One turn by default. */
  readonly history?: string;
  /** As the command line has it by default: made where nobody looks at the seed's turn. */
  readonly seed?: "real";
  readonly signal?: AbortSignal;
  onEvent?(event: EvidenceEvent): void;
}

export interface CellResult {
  readonly evidence: Evidence;
  readonly judgement: CellJudgement;
  /** Claims that are not as they should be, with the reason; empty for a pass. */
  readonly complaints: readonly string[];
}

export interface Harness {
  runCell(request: CellRequest): Promise<CellResult>;
  /** Removes all that the cells have left on disk. */
  close(): Promise<void>;
}

export interface HarnessOptions {
  readonly modelLatencyMs?: number;
  readonly target?: CellTarget;
  /** The pinned one by default. */
  readonly pi?: FoundBuiltIn;
  /** Makes the sessions of scenarios that want another version than that; none by default. */
  readonly seeder?: FoundBuiltIn;
  redact?(text: string): string;
}

export async function startHarness({
  modelLatencyMs = 0,
  target: usual = defaultTarget,
  pi: given,
  seeder,
  redact,
}: HarnessOptions = {}): Promise<Harness> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "rm-")));
  const world = nodeWorld();
  const pi = given ?? (await findPi());
  const installed = { found: pi, others: seeder ? [seeder] : [] };
  const limit = pLimit(cellsAtOnce);
  let count = 0;

  const run = async (request: CellRequest): Promise<CellResult> => {
    const scenario = named(everyScenario, request.scenario);
    const lane = named(everyLane, request.lane ?? "v2");
    const { target = usual } = request;
    const [planned] = planCells(
      {
        targets: [target],
        lanes: [lane],
        scenarios: [scenario],
        repeat: 1,
        fidelity: "loopback",
        timeouts: defaultTimeouts,
        lacks: () => null,
        makesSessions: () => pi.packageJson !== null,
        realSeeds: request.seed === "real",
        seeder: (each, wanted) => seederFor(each, wanted, installed),
        histories: await measured([
          request.history ? (historyNamed(request.history) ?? null) : null,
        ]),
      },
      {
        runId: "20000101-000000-0000",
        directory: root,
        // Each cell is planned as the first of its run; the root keeps their sockets apart.
        socketRoot: join(root, (count++).toString(36)),
        temporaryDirectory: join(root, "tmp"),
        agentDirectory: null,
      },
      { wallMs: Date.now(), randomBytes: world.randomBytes },
    );
    if (!planned) throw new Error("no cell was planned");
    if (planned.skip !== null) throw new Error(`the cell cannot be run: ${planned.skip}`);
    const runner = await openRunner({
      fidelity: "loopback",
      lanes: [lane],
      scenarios: [scenario],
      ...installed,
      targets: [target],
      modelLatencyMs,
      agentDirectory: null,
      environment: process.env,
      ...(redact ? { redact } : {}),
    });
    try {
      const { signal = new AbortController().signal, onEvent = () => undefined } = request;
      const evidence = await runner.runCell(planned.cell, { onEvent, signal });
      const judgement = judgeCell(evidence);
      return { evidence, judgement, complaints: complaintsOf(judgement) };
    } finally {
      await runner.close();
    }
  };
  return {
    runCell: (request) => limit(() => run(request)),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

function complaintsOf({ claims }: CellJudgement): readonly string[] {
  return claims
    .filter(({ verdict }) => verdict === "violated" || verdict === "unknown")
    .filter(({ because }) => !because.startsWith("hazard shown: "))
    .map(({ name, verdict, because }) => `${name} ${verdict}: ${because}`);
}

function named<T extends { readonly name: string }>(list: readonly T[], wanted: T | string): T {
  if (typeof wanted !== "string") return wanted;
  const found = list.find(({ name }) => name === wanted);
  if (!found) throw new Error(`nothing is called ${wanted}`);
  return found;
}

/**
 * One passing cell for each scenario and each lane that can be put through it. With
 * `goesWhereItSays` a cell of the locking lane must also show the branches that its scenario
 * declares; one whose course depends on a race cannot promise that.
 */
export function passesWithEveryLane(
  scenarios: readonly Scenario[],
  { goesWhereItSays = false } = {},
): void {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  for (const lane of everyLane) {
    const possible = scenarios.filter(
      (scenario) => whyNot(scenario, lane, defaultTarget.wireApi, "loopback") === null,
    );
    if (possible.length === 0) continue;
    describe.concurrent(`with lane ${lane.name}`, () => {
      for (const scenario of possible) {
        const { name, summary, covers = [] } = scenario;
        test(`${name}: ${summary}`, { timeout: testTimeoutMs }, async ({ expect }) => {
          const { complaints, evidence, judgement } = await harness.runCell({ scenario, lane });
          expect(complaints).toEqual([]);
          expect(judgement.verdict).toBe("pass");
          if (!goesWhereItSays || !lane.traits.locking) return;
          const gone = covered(evidence);
          expect(covers.filter(isShown).filter((branch) => !gone.has(branch))).toEqual([]);
        });
      }
    });
  }
}
