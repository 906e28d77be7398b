// Scripted conditions and faults for one cell, and what must come out. A scenario sets the scene
// and acts; it never judges. The plain one arranges nothing and dispatches once.
import type { Agent } from "../agents/agent.ts";
import type { Expectation, Fidelity, LaneTraits, Timeouts } from "../evidence/cell.ts";
import type { Explained } from "../invariants/invariant.ts";
import type { Lane } from "../lanes/lane.ts";
import type { Counterpart } from "../scene/counterpart.ts";
import type { Session } from "./observe/session.ts";
import type { Stage, StageFaults } from "./stage.ts";

/** What is known of a dormant session before it is made. */
export interface DormantFacts {
  /** It says what its model was told of itself, so that a resume can tell it again. */
  readonly tellsPrompt: boolean;
  /** The agent that takes it up can tell its model again what the session says. */
  readonly canTellAgain: boolean;
  /** The agent that takes it up gives its model the tools that it names, whoever launches it. */
  readonly restoresTools: boolean;
}

export interface Scenario extends StageFaults {
  /** One line for `list` and for reports. */
  readonly summary: string;
  /** Of those built in, each has it. */
  readonly explained?: Explained;
  /** Heading under which tables count it: the folder, for those built in. */
  readonly group?: string;
  /**
   * Which branches of the subject it goes through: `owned-outcome×dormant`, `reject:bad-target`,
   * `release:socket-alive`, `watch:child-exited`. A test wants each branch covered.
   */
  readonly covers?: readonly string[];
  /**
   * What it looks like where it is simulated: canaries are shown there, and a counterexample of
   * that kind is confirmed by this scenario. Without it the scenario has no simulated counterpart.
   */
  readonly simulated?: Counterpart;
  /** What must come out with a lane of these traits, and a dormant session of which this is known. */
  expect(traits: LaneTraits, session: DormantFacts): Expectation;
  /** Faults that must be proved to have fired; a cell without that proof is unknown. */
  readonly faults: readonly string[];
  /** Bounds that differ from the configured ones, in milliseconds. */
  readonly timeouts?: Partial<Timeouts>;
  /** Why the scenario cannot be run with a lane, or null when it can. */
  cannotRun?(lane: Lane, wireApi: string | null): string | null;
  /** What the agent has to have: faults for its children, a store of trusted directories, briefings. */
  readonly needs?: readonly ("faults" | "trust" | "briefings")[];
  /** Its session has to come of a real turn: what that turn told the model is part of the scene. */
  readonly realSeed?: true;
  /** The dormant session is made with another version of the agent than the one that resumes it. */
  readonly seededByAnother?: true;
  /** The seed's process goes on with the resumed turn's prompt: what it asks is what a resume has to ask. */
  readonly twin?: true;
  /** Why it cannot be run on a user's own agent directory and real providers, in words. */
  readonly notLive?: string;
  /** Sets the scene, between the dormant session and the dispatch. */
  arrange?(stage: Stage, session: Session): Promise<void>;
  /** Dispatches; by default once, for the outcome, with the scenario's message. */
  act?(stage: Stage, session: Session): Promise<void>;
}

/** Types a scenario that a user brings in a file of their own. */
export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}

/** Why a scenario cannot be run with these, or null when it can. */
export function whyNot(
  { cannotRun, notLive, agentSettings, alterWorld, whenStarted }: Scenario,
  lane: Lane,
  wireApi: string | null,
  fidelity: Fidelity,
): string | null {
  if (fidelity === "live") {
    if (notLive !== undefined) return notLive;
    if (agentSettings) return "it needs settings of its own, and at live fidelity they are yours";
  }
  if (lane.apart && alterWorld) {
    return `lane ${lane.name} touches the disk by itself, and its faults cannot be put there`;
  }
  if (lane.apart && whenStarted) {
    return `lane ${lane.name} starts its child by itself, and does not wait until a fault is in it`;
  }
  return cannotRun?.(lane, wireApi) ?? null;
}

type AgentFacts = Pick<
  Agent,
  | "name"
  | "choosesSessionId"
  | "staysResident"
  | "withFaults"
  | "briefings"
  | "settingsFile"
  | "trust"
>;

/** Why an agent cannot be run with a lane and a scenario, or null when it can. */
export function whyNotWith(
  agent: AgentFacts,
  { name: lane, traits }: Lane,
  { agentSettings, needs = [] }: Scenario,
): string | null {
  const { name } = agent;
  if (traits.resident && !agent.staysResident) {
    return `agent ${name} ends with its turn, and lane ${lane} wants a resident`;
  }
  if (agent.choosesSessionId && !traits.mapsIdentity) {
    return `agent ${name} chooses the ids of its sessions, and lane ${lane} looks for the garden id`;
  }
  if (needs.includes("faults") && agent.withFaults === null) {
    return `no fault can be put into a child of agent ${name}`;
  }
  if (needs.includes("briefings") && agent.briefings === null) {
    return `nothing changes what agent ${name} tells its model of itself`;
  }
  if (needs.includes("trust") && agent.trust === null) {
    return `agent ${name} keeps no record of trusted directories`;
  }
  if (agentSettings && agent.settingsFile === null) return `agent ${name} takes no settings`;
  return null;
}
