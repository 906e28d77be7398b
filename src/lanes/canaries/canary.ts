// A canary: the subject broken on purpose in one way, and the claim that has to catch it. It breaks
// the subject or its surroundings and never the recorder, and it says when its flaw took effect.
import type { Cell, Timeouts } from "../../evidence/cell.ts";
import type { DispatchOutcome, TurnOutcome } from "../../evidence/event.ts";
import type { Briefing } from "../../formats/briefing.ts";
import type { ChildFault } from "../../formats/fault.ts";
import type { Behaviour } from "../../loopback/behaviour.ts";
import type { World } from "../../world/world.ts";
import {
  defineLane,
  type Lane,
  type LaneSurroundings,
  type ResumeRequest,
  type Seams,
} from "../lane.ts";
import { v2 } from "../v2.ts";

/** Says that the flaw took effect; a canary that never says so has shown nothing. */
type Fire = (proof: string) => void;

export interface CanaryDefinition {
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly breaks: string;
  /** The claim that must catch it. */
  readonly claim: string;
  /** Words that its reason has to hold: where the flaw is, and what it costs. */
  readonly tells?: readonly string[];
  /** It is the only claim that may be violated. */
  readonly alone?: true;
  /** A mutant of upstream's code, a bad model, a bug that was met, or the opposite of a claim. */
  readonly source: "mutant" | "model" | "bug" | "claim";
  /** Where the flaw shows (default: `plain`). */
  readonly scenario?: string;
  /** What its session holds (default: one turn of text). */
  readonly history?: string;
  /** Faults in its children, where nothing of the subject's is wrong. */
  readonly childFaults?: readonly ChildFault[];
  /** What the seed's model is told otherwise, which nobody repeats. */
  readonly briefing?: Briefing;
  /** How the model misbehaves in the resumed turn, where nothing else is wrong. */
  behaviour?(cell: Cell): Behaviour;
  /** What somebody left there before the cell began; returns the proof. */
  before?(world: World, cell: Cell): Promise<string>;
  /** Faults that the cell has to prove, on top of its scenario's. */
  readonly faults?: readonly string[];
  /** Bounds that keep the cell short, in milliseconds. */
  readonly timeouts?: Partial<Timeouts>;
  /** Why it cannot be shown with simulated, or with real processes. */
  readonly notSimulated?: string;
  readonly notAtLoopback?: string;
  /** Shows only in some of the orders in which things can happen; simulates so many at most. */
  readonly schedules?: number;
  /** Each dispatch in a process of its own. */
  readonly apart?: true;
  /** What it changes about the making of its session. */
  readonly surroundings?: LaneSurroundings;
  /** Seams in the place of those given. */
  seams?(seams: Seams, fire: Fire): Partial<Seams>;
  alterWorld?(world: World, cell: Cell, fire: Fire): World;
  /** In the place of the subject's own `resume`, which it is given. */
  resume?(
    resume: () => Promise<DispatchOutcome>,
    seams: Seams,
    fire: Fire,
    request: ResumeRequest,
  ): Promise<DispatchOutcome>;
  /** What is done, or said, once the turn is over; null takes the report away. */
  afterTurn?: ((said: TurnOutcome, seams: Seams, fire: Fire) => Promise<TurnOutcome>) | null;
}

export interface Canary extends CanaryDefinition {
  readonly lane: Lane;
}

/** As an event names the flaw, and `--lane` its lane. */
export const canaryName = (name: string): string => `canary:${name}`;

/** The built-in subject with the flaw in it. */
export function defineCanary(definition: CanaryDefinition): Canary {
  const { name, breaks, alterWorld, apart, surroundings } = definition;
  const lane = defineLane({
    name: canaryName(name),
    summary: breaks,
    traits: v2.traits,
    ...(apart ? { apart } : {}),
    ...(surroundings ? { surroundings } : {}),
    ...(alterWorld
      ? { alterWorld: (world, cell, report) => alterWorld(world, cell, fireBy(name, report)) }
      : {}),
    ...brokenResume(definition),
    ...brokenReport(definition),
  });
  return { ...definition, lane };
}

function brokenResume({ name, seams: breakSeams, resume }: CanaryDefinition): Pick<Lane, "resume"> {
  return {
    resume(request, given) {
      const fire = fireBy(name, given.report);
      const seams = { ...given, ...breakSeams?.(given, fire) };
      const subject = () => v2.resume(request, seams);
      return resume ? resume(subject, given, fire, request) : subject();
    },
  };
}

function brokenReport({ name, afterTurn }: CanaryDefinition): Pick<Lane, "turnOutcome"> {
  const { turnOutcome } = v2;
  if (afterTurn === null || !turnOutcome) return {};
  return {
    async turnOutcome(request, seams, timeoutMs) {
      const said = await turnOutcome(request, seams, timeoutMs);
      return afterTurn ? afterTurn(said, seams, fireBy(name, seams.report)) : said;
    },
  };
}

/** Events of a canary's own; a claim about faults reads only those that its cell names. */
const fireBy =
  (name: string, report: Seams["report"]): Fire =>
  (proof) =>
    report({ type: "fault-fired", fault: canaryName(name), proof });
