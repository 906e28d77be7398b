// The agent that comes with the tool, for the code that prepares a run: how it is found, what it has, where its
// user keeps credentials. Those above the agents know it by this alone.
import type { Evidence } from "../evidence/evidence.ts";
import type { Agent, FoundAgent } from "./agent.ts";
import type { Catalog, CatalogModel } from "./catalog.ts";
import type { Inspection } from "./inspection.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** An installation of it. */
export interface FoundBuiltIn extends FoundAgent {
  /** The package.json of its package; null where its executable does not lead to one. */
  readonly packageJson: string | null;
  /** What it has itself, never what another installation has. */
  readonly catalog: Catalog;
  readonly catalogFrom: "read from its package" | "as it says itself";
  /** Somebody chose it; the pinned one otherwise. */
  readonly named: boolean;
}

export interface CredentialSources {
  readonly environment: Environment;
  /** Providers with a credential that the agent has stored. */
  readonly stored: readonly string[];
  /** Providers to which the user's own settings give a key. */
  readonly configured: readonly string[];
  /** Providers with a credential that is what a command prints. */
  readonly printed: readonly string[];
}

/** The user's own directory of the agent. */
export interface UserDirectory {
  /** The one that the agent itself would use. */
  readonly agentDirectory: string;
  readonly credentials: CredentialSources;
  /** Those that may hold a key, with what stands in them. */
  readonly files: readonly {
    readonly name: string;
    readonly content: Readonly<Record<string, unknown>>;
  }[];
}

export type Newest =
  | { readonly kind: "found"; readonly version: string }
  | { readonly kind: "unknown"; readonly because: string };

/** One turn that a person has the agent take. */
export interface DemonstratedTurn {
  readonly prompt: string;
  /** How it is ended before its time: once these files are there. */
  readonly ended: null | {
    readonly by: "SIGKILL" | "SIGTERM" | "abort";
    readonly marks: readonly string[];
  };
}

/** A session that shows something of the agent itself. */
export interface Demonstration {
  readonly provider: string;
  readonly model: string;
  /** After the first, which is always the same. */
  readonly turns: readonly DemonstratedTurn[];
  /** What is then done to the file `$session`, as a command of a shell. */
  readonly edit: string | null;
  /** Commands that make `$session` otherwise, where no turn does; else null. */
  readonly made: string | null;
}

interface SessionFiles {
  /** → its length in bytes. @throws UsageError for what it would take for no session. */
  assert(path: string): Promise<number>;
  /** In bounded memory. @throws UsageError for what is no session. */
  inspect(path: string): Promise<Inspection>;
  /** Writes a copy of the same shape without a word of the person's. @throws UsageError */
  redact(path: string, copy: string): Promise<void>;
}

export interface BuiltInAgent {
  /** Stands before the colon of a target. */
  readonly name: string;
  /**
   * The pinned installation for null. `providers` are names that will be asked for.
   * @throws UsageError when the named file is missing, cannot be run, or is not this agent.
   */
  find(named: string | null, providers?: readonly string[]): Promise<FoundBuiltIn>;
  /** `agentDirectory` is the user's own at live fidelity; null gives each cell one of its own. */
  create(found: FoundBuiltIn, agentDirectory: string | null): Agent;
  /** The environment without what would lead a cell to somebody's account. */
  scrubbedEnvironment(environment: Environment): Record<string, string>;
  readUserDirectory(environment: Environment): UserDirectory;
  /** Null where there is a credential for the provider; otherwise what is missing. */
  missingCredential(provider: string, sources: CredentialSources): string | null;
  /** Variables of which the value is a credential, or says where one lies. */
  readonly credentialVariables: ReadonlySet<string>;
  /** What the registry says is the newest that is out. */
  newest(environment: Environment): Promise<Newest>;
  isNewer(version: string, than: string): boolean;
  /** Whether a version's sessions say what the model was told, and whether it restores their tools by itself. */
  remembers(version: string): { readonly prompt: boolean; readonly tools: boolean };
  /** Whether its event output says all of a reply anew with each piece of it: a megabyte becomes gigabytes. */
  repeatsReplies(version: string): boolean;
  /** Commands that show a session with it alone, between a first prompt and two resumes. */
  alone(demonstration: Demonstration): string;
  /** How to point an installation of one's own at the embedded provider. */
  instructions(providers: readonly string[], baseUrl: string, first: CatalogModel): string;
  /** Sessions that it has saved, as files. */
  readonly sessions: SessionFiles;
  /** Evidence that kept no neutral words of what was asked, with these read from its arguments. */
  withRequestsRead(evidence: Evidence): Evidence;
}
