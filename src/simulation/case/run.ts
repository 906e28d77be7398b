// One case → its evidence. The gate, the lane and the resume path are the real ones; only what is
// below them is simulated. The same case gives the same bytes, wherever it is run.

import type { Cell, Expectation } from "../../evidence/cell.ts";
import type { EvidenceEvent } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { type GateContext, runGate } from "../../gate/gate.ts";
import type { ModelSource } from "../../gate/models.ts";
import { listSessions, type Session } from "../../gate/observe/session.ts";
import { observeResidency, observeTurn } from "../../gate/observe/turns.ts";
import { resumeAndObserve } from "../../gate/resuming.ts";
import type { Scenario } from "../../gate/scenario.ts";
import type { Stage } from "../../gate/stage.ts";
import { lookAsSubject } from "../../gate/subject-look.ts";
import type { Lane } from "../../lanes/lane.ts";
import type { Behaviour } from "../../loopback/behaviour.ts";
import { isPlainScene } from "../../scene/scene.ts";
import type { Child, ExitResult, SpawnRequest, World } from "../../world/world.ts";
import { type Actor, type Befalls, createActor, type Fate } from "../machine/actor.ts";
import { startChild } from "../machine/child.ts";
import { listChoices } from "../machine/choices.ts";
import type { Disk } from "../machine/files.ts";
import { createMachine, type Machine } from "../machine/machine.ts";
import type { Step } from "../machine/scheduler.ts";
import { createWorld } from "../machine/world.ts";
import { simulatedAgent, simulatedVersions } from "../pi/agent.ts";
import { plainChild } from "../pi/child-plan.ts";
import { runPi } from "../pi/pi.ts";
import type { PiContext } from "../pi/pi-context.ts";
import { createEntryWriter } from "../pi/transcript.ts";
import { type DispatcherPlan, isPlain, type SimulatedCase } from "./case.ts";
import { cellOf } from "./cell.ts";
import { runDispatcher } from "./dispatcher.ts";
import { setScene } from "./scene.ts";
import { stepOf } from "./story.ts";
import type { Watching } from "./watching.ts";

export interface SimulatedRun {
  readonly evidence: Evidence;
  /** Each effect of a dispatcher, as `point`, and what befell it. */
  readonly points: readonly { readonly point: string; readonly fate: Fate["kind"] | null }[];
  readonly steps: readonly Step[];
  /** As it was left. */
  readonly disk: Pick<Disk, "tree" | "find">;
}

export interface RunOptions {
  readonly lane: Lane;
  readonly expectation: Expectation;
  /** Keeps each step for the story; costs time. */
  readonly traced?: boolean;
  /** Orders the effects in the place of the case's picks, and is told of all that happens. */
  readonly watching?: Watching | undefined;
  /** Changes the cell before it is run: its bounds, the faults it names. */
  adjust?(cell: Cell): Cell;
  /** What somebody left there before the cell begins. */
  before?(world: World, cell: Cell): Promise<unknown>;
  /** What dispatches say in the place of the plain message. */
  message?(plain: string): string;
  /** How the model misbehaves in the resumed turn. */
  behaviour?(cell: Cell): Behaviour;
}

export async function runCase(
  simulated: SimulatedCase,
  options: RunOptions,
): Promise<SimulatedRun> {
  const steps: Step[] = [];
  const points: { point: string; fate: Fate["kind"] | null }[] = [];
  const { watching } = options;
  const onStep = options.traced ? (step: Step) => void steps.push(step) : (watching?.step ?? null);
  const choices = watching?.choices ?? listChoices(simulated.picks);
  const machine = createMachine(choices, onStep, watching?.changed);
  const plain = cellOf(simulated, options.lane, options.expectation);
  const cell = options.adjust?.(plain) ?? plain;
  const behaviour = options.behaviour?.(cell);
  const onPoint: OnPoint = (dispatch, point, fate) => {
    points.push({ point, fate });
    watching?.point(dispatch, point);
  };
  const simulation = createSimulation(machine, simulated, onPoint, { behaviour, watching });
  const context: GateContext = {
    world: createWorld(machine, createActor(machine, { name: "gate" }), simulation.spawn),
    agent: simulatedAgent,
    models: simulation.models,
    lane: options.lane,
    scenario: options.message
      ? { ...simulation.scenario, message: options.message }
      : simulation.scenario,
    trust: () => async () => trustVerdict(simulated),
    baseEnvironment: {},
    versions: simulatedVersions,
    signal: new AbortController().signal,
    ...(options.traced ? { onEvent: (event) => void steps.push(...told(event)) } : {}),
    ...(watching && !options.traced ? { onEvent: watching.recorded } : {}),
  };
  const evidence = await machine.scheduler.drive(async () => {
    await options.before?.(context.world, cell);
    return runGate(cell, context);
  });
  return { evidence, points, steps, disk: machine.disk };
}

const told = (event: EvidenceEvent) => stepOf(event, nameOf);

const nameOf = (dispatch: number) => `dispatcher ${dispatch}`;

function trustVerdict({ scene }: SimulatedCase) {
  if (scene.trust === "denied") return { kind: "denied", because: "the case says so" } as const;
  return { kind: "trusted", approve: scene.trust === "approved" } as const;
}

/** Told of each effect of a dispatcher. */
type OnPoint = (dispatch: number, point: string, fate: Fate["kind"] | null) => void;

/** What the parts of one simulation share. */
interface Simulation {
  readonly machine: Machine;
  readonly simulated: SimulatedCase;
  readonly onPoint: OnPoint;
  readonly behaviour: Behaviour | undefined;
  readonly watching: Watching | undefined;
  pi: PiContext | null;
  /** How many children were resumed so far. */
  resumed: number;
  /** The pid that the next resumed child gets, where the scene has freed one. */
  freedPid: number | undefined;
}

type Spawn = (parent: Actor, request: SpawnRequest) => Child;

function createSimulation(
  machine: Machine,
  simulated: SimulatedCase,
  onPoint: OnPoint,
  { behaviour, watching }: Pick<Simulation, "behaviour" | "watching">,
) {
  const simulation: Simulation = {
    machine,
    simulated,
    onPoint,
    behaviour,
    watching,
    pi: null,
    resumed: 0,
    freedPid: undefined,
  };
  const spawn: Spawn = (parent, request) => spawnPi(simulation, parent, request);
  return { spawn, models: modelSource(simulation), scenario: playing(simulation, spawn) };
}

function spawnPi(simulation: Simulation, parent: Actor, request: SpawnRequest): Child {
  const { machine, simulated, resumed, freedPid } = simulation;
  const isSeed = simulatedAgent.readInvocation(request.arguments).kind === "seed";
  const planned = simulated.children[Math.min(resumed, simulated.children.length - 1)];
  const plan = isSeed ? seedPlan : (planned ?? plainChild);
  if (!isSeed) simulation.resumed += 1;
  const failure = plan.fate === "fails-to-start" ? "ENOENT" : null;
  const pid = isSeed || freedPid === undefined ? {} : { pid: freedPid };
  const start = { startMs: plan.startMs, failure, ...pid };
  return startChild(machine, parent, request, start, async (running) => {
    if (simulation.pi) await runPi(simulation.pi, running, plan);
  });
}

function modelSource(simulation: Simulation): ModelSource {
  const { machine, behaviour } = simulation;
  return {
    observable: true,
    open(cell, onRequest) {
      const api = cell.target.wireApi ?? "simulated";
      simulation.pi = {
        machine,
        writer: createEntryWriter(machine.wallMs),
        api,
        ...(behaviour ? { behaviour } : {}),
        onModelRequest: ({ messages }, model, answer, misbehaved) =>
          onRequest({
            wireApi: api,
            transport: "simulated",
            model,
            messages: messages.length,
            userMessages: messages.filter(({ role }) => role === "user").length,
            ...(answer ? { status: 200, outcome: "replied" } : { status: 503, outcome: "refused" }),
            recalled: misbehaved === undefined && (answer?.recalled ?? false),
            lastUserText: messages.findLast(({ role }) => role === "user")?.text ?? "",
            durationMs: 0,
            ...(misbehaved ? { behaviour: misbehaved } : {}),
          }),
      };
      return { environment: {}, agentFiles: {}, behave() {}, close() {} };
    },
  };
}

/** All dispatchers at once, each an actor of its own; `killed` hears whom a signal has ended. */
async function runDispatchers(
  { machine, simulated, onPoint, watching }: Simulation,
  spawn: Spawn,
  stage: Stage,
  killed: (pid: number) => void,
): Promise<void> {
  const running = simulated.dispatchers.map((plan, index) => {
    const dispatch = index + 1;
    const name = nameOf(dispatch);
    const actor = createActor(machine, { name, befalls: fateReader(plan, dispatch, onPoint) });
    const world = createWorld(machine, actor, spawn);
    actor.process.onExit.push(({ signal }) => {
      if (signal !== null) killed(actor.process.pid);
    });
    const { intent, delayMs } = plan;
    const whenGone = (pid: number, tell: (exit: ExitResult) => void) =>
      void machine.processes.get(pid)?.onExit.push(tell);
    const request = { dispatch, intent, delayMs, actor, world, whenGone };
    return runDispatcher(stage, request).then(() => {
      machine.processes.end(actor.process, { exitCode: 0, signal: null });
    });
  });
  watching?.dispatching(true);
  await stage.phase("dispatch", dispatchBoundMs, async () => {
    await Promise.all(running);
    watching?.dispatching(false);
    return "met";
  });
}

function playing(simulation: Simulation, spawn: Spawn): Scenario {
  const { machine, simulated } = simulation;
  return {
    name: "simulated",
    summary: "what the case says",
    expect: () => ({ kind: "resumed" }),
    faults: [],
    async act(stage: Stage, session: Session) {
      machine.gateIsAlone = false;
      stage.afterReap.push(async () => {
        machine.gateIsAlone = true;
      });
      // One that is watched is run by a dispatcher with a process of its own, as all others are.
      if (isPlain(simulated) && !simulation.watching) return resumeAndObserve(stage, session);
      const scene = setScene(machine, stage, simulated.scene);
      simulation.freedPid = scene.freedPid;
      if (!isPlainScene(simulated.scene)) {
        await listSessions(stage, "before-resume");
        await lookAsSubject(stage, "before-resume");
      }
      await runDispatchers(simulation, spawn, stage, scene.killed);
      if (!isRetained(stage)) {
        await observeTurn(stage, session);
        if (stage.cell.traits.resident) await observeResidency(stage, session);
      }
      scene.clear();
    },
  };
}

/** A child that nobody can tell anything of will run no turn that is worth waiting for. */
function isRetained(stage: Stage): boolean {
  return eventsOf(stage, "watch-ended").at(-1)?.outcome.kind === "lock-retained";
}

/** Dispatchers bound themselves; this is only what the phase is said to take. */
const dispatchBoundMs = 60_000;

const seedPlan = { ...plainChild, turnMs: 5 };

function fateReader({ fates }: DispatcherPlan, dispatch: number, onPoint: OnPoint): Befalls {
  let effect = 0;
  return (point) => {
    const index = effect++;
    const fate = fates.find((planned) => planned.effect === index)?.fate ?? null;
    onPoint(dispatch, point, fate?.kind ?? null);
    return fate;
  };
}
