// The seam for the CLI under test: how it is called, and how its session files read.
// Everything that knows one agent lies behind this; nothing here touches the world.

import type { CellPaths, CellTarget } from "../evidence/cell.ts";
import type { LaunchAsked, TranscriptEntry } from "../evidence/event.ts";
import type { HeldPart } from "../evidence/held.ts";
import type { Briefing } from "../formats/briefing.ts";
import type { ChildFault } from "../formats/fault.ts";
import type { SessionStep } from "../formats/session-step.ts";
import type { PiOptions } from "./description.ts";
import type { TrustPreflight } from "./trust.ts";

export interface SeedRequest {
  readonly gardenId: string;
  readonly provider: string;
  readonly model: string;
  readonly sessionName: string;
  readonly prompt: string;
  /** Files, relative to the working directory, that go with the prompt. */
  readonly attached?: readonly string[];
  /** A second prompt, with which the same process goes on. */
  readonly next?: string;
}

export interface ResumeLaunch {
  /** A resident serves a control socket and stays; a one-shot runs its turn and exits. */
  readonly kind: "resident" | "one-shot";
  readonly gardenId: string;
  /** The file of the session; without it the agent looks the id up, by rules of its own. */
  readonly sessionPath?: string | null;
  readonly provider: string;
  readonly model: string;
  /** The trust preflight approved the directory for this run. */
  readonly approve: boolean;
  readonly prompt: string;
}

/** What the agent's own session code is to append. */
export interface AppendRequest {
  readonly sessionPath: string;
  /** Whose replies those of the steps are. */
  readonly provider: string;
  readonly model: string;
  readonly wireApi: string;
  readonly steps: readonly SessionStep[];
}

/** A session of one turn that no turn was run for. */
export interface MadeSession {
  readonly gardenId: string;
  readonly paths: CellPaths;
  readonly provider: string;
  readonly model: string;
  readonly wireApi: string;
  readonly sessionName: string;
  readonly prompt: string;
  readonly reply: string;
}

/** A process that does so, with what it is given to read (`SpawnRequest.input`). */
export interface AppendCommand {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly input: string;
}

export type PiDescription = { readonly agent: "pi" } & PiOptions;

/** An agent of the user's own, and where another process finds it again. */
export interface OwnAgentDescription extends FoundAgent {
  readonly agent: string;
  /** Absolute path of the module that exports its definition. */
  readonly module: string;
}

export type AgentDescription = PiDescription | OwnAgentDescription;

/** Which installation of an agent is driven. */
export interface FoundAgent {
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly version: string;
}

/** What points an agent at a provider on loopback. */
export interface Redirected {
  readonly environment: Readonly<Record<string, string>>;
  /** Files of the agent's directory, by name. */
  readonly agentFiles: Readonly<Record<string, string>>;
}

/** One line of a session file. */
export type TranscriptLine =
  | {
      readonly kind: "header";
      readonly id: string;
      readonly cwd: string;
      readonly version: number;
    }
  | { readonly kind: "entry"; readonly entry: TranscriptEntry }
  | { readonly kind: "name"; readonly name: string; readonly entry: TranscriptEntry }
  | {
      readonly kind: "model";
      readonly provider: string;
      readonly model: string;
      readonly entry: TranscriptEntry;
    }
  | { readonly kind: "thinking"; readonly level: string; readonly entry: TranscriptEntry }
  | { readonly kind: "unreadable"; readonly because: string };

/** Where a session of this id is looked for, and the file's text with its id and directory changed. */
export type AdoptSession = (
  text: string,
  gardenId: string,
  paths: CellPaths,
) => { readonly path: string; readonly text: string };
/** One part of a session, and the texts as which the agent may write it into a request. */
export interface HeldText extends Pick<HeldPart, "kind" | "entryId"> {
  readonly texts: readonly string[];
}

/** By whom the session is to be taken up. */
export type HeldTarget = Pick<CellTarget, "provider" | "model" | "wireApi">;

export interface Agent {
  readonly name: string;
  /** Plain data from which another process makes the same agent. */
  readonly description: AgentDescription;
  readonly version: string;
  /** The executable, and the arguments that come before all others (a script, say). */
  readonly command: string;
  readonly commandArguments: readonly string[];
  seedArguments(request: SeedRequest): readonly string[];
  /** All but the prompt, which is data and never words of a command line. */
  resumeArguments(request: ResumeLaunch): readonly string[];
  /** What the resumed child is given to read (`SpawnRequest.input`): its prompt. */
  resumeInput(request: ResumeLaunch): string;
  /** What points the agent at the cell's own directories. */
  environment(paths: CellPaths): Readonly<Record<string, string>>;
  /** Authorises exactly this session's child to stay as a resident, with this file and no other. */
  residentMarker(gardenId: string, sessionPath: string | null): Readonly<Record<string, string>>;
  parseLine(line: string): TranscriptLine;
  /** How a copy of a session file becomes one of the cell's own; absent where none can be given. */
  readonly adoptSession?: AdoptSession;
  /** What its model has to be told again of a session file with this text; pure (default: unknown). */
  heldParts?(text: string, target: HeldTarget): readonly HeldText[];
  /** What a command line asks of the agent, in neutral words; pure. */
  readInvocation(words: readonly string[]): LaunchAsked;
  /** The arguments with faults put into the child; null where the agent takes none. */
  readonly withFaults:
    | ((given: readonly string[], faults: readonly ChildFault[]) => readonly string[])
    | null;
  /** What a model is told of itself can be changed by launch and directory; null where it cannot. */
  readonly briefings: {
    /** A seed's arguments, changed so that its model is told otherwise. */
    seeded(given: readonly string[], briefing: Briefing): readonly string[];
    /** Name of the file whose words, in the working directory, are told to the model. */
    readonly directoryFile: string;
  } | null;
  /** `others` are providers that a turn before the resume is with. */
  redirect(provider: string, baseUrl: string, others?: readonly string[]): Redirected;
  /** Its own session code, as a command that appends to a session file (default: it has none). */
  appendToSession?(request: AppendRequest): AppendCommand;
  /** Makes such a session with its own session code, in this process (default: it has none). */
  makeSession?(made: MadeSession): Promise<void>;
  /** The file of the agent's directory that holds these settings; null where none can be given. */
  readonly settingsFile:
    | ((settings: Readonly<Record<string, unknown>>) => { readonly name: string; text: string })
    | null;
  /** Asks whether it may be started in a directory; null where it may in every one. */
  readonly trust: ((paths: CellPaths) => TrustPreflight) | null;
  /** It can stay after its turn and serve a control socket. */
  readonly staysResident: boolean;
  /** The id of a session is its own choice: a record has to map the garden id to it. */
  readonly choosesSessionId: boolean;
  /** What it makes below HOME where nothing tells it otherwise: a stray in a cell. */
  readonly usualDirectory: string | null;
  /** Whether a line of the agent's own event output says that no automatic work is left. */
  isSettledLine(line: string): boolean;
  /**
   * Whether a line says that a turn is over, of an agent that never says of itself that it is settled: it may
   * be about to leave. Absent where it does.
   */
  isTurnEndLine?(line: string): boolean;
}

/** An agent that a user brings: a config lists it, and targets name it. */
export interface AgentDefinition {
  /** Stands before the colon of a target. */
  readonly name: string;
  /** Absolute path of the module that exports it, for other processes. */
  readonly module: string;
  /** May throw when it is not installed; the words are shown. */
  find(): Promise<FoundAgent>;
  create(description: OwnAgentDescription): Agent;
  /** Why it has no such model, or null (default: it has all). */
  refuseTarget?(target: { readonly provider: string; readonly model: string }): string | null;
  /** The wire format that it speaks to a model; null where that is not known. */
  wireApiOf?(target: { readonly provider: string; readonly model: string }): string | null;
}

/** Of an agent that runs a turn and exits: nothing of what others can do besides. */
export const oneShotAgent = {
  staysResident: false,
  residentMarker: () => ({}),
  usualDirectory: null,
  settingsFile: null,
  trust: null,
  withFaults: null,
  briefings: null,
} as const satisfies Partial<Agent>;

/** Types an agent that a user brings in a file of their own. */
export function defineAgent(definition: AgentDefinition): AgentDefinition {
  return definition;
}
