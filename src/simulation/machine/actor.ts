// A process that has effects in a simulated run. From the instant of its death nothing it asked for comes
// about, nothing it waits for comes back, and its pid is nobody's.
import type { Machine } from "./machine.ts";
import type { SimulatedProcess } from "./processes.ts";

/** What befalls one effect; the `dies` ones take the actor with them. */
export type Fate =
  | { readonly kind: "fails"; readonly code: string }
  /** Half of what was to be written is on the disk when it fails. */
  | { readonly kind: "tears"; readonly code: string }
  | { readonly kind: "is-late"; readonly delayMs: number }
  | { readonly kind: "dies-before" }
  | { readonly kind: "dies-within" }
  | { readonly kind: "dies-after" };

const deaths: ReadonlySet<string | undefined> = new Set([
  "dies-before",
  "dies-within",
  "dies-after",
]);

export const isDeath = (kind: Fate["kind"] | null | undefined): boolean =>
  deaths.has(kind ?? undefined);

/** Asked once for each effect, in order; `point` says what kind of effect it is. */
export type Befalls = (point: string) => Fate | null;

export interface Actor {
  readonly name: string;
  readonly hostname: string;
  readonly process: SimulatedProcess;
  /** Null for whom nothing befalls. */
  readonly befalls: Befalls | null;
  isDead(): boolean;
  die(): void;
}

export interface ActorRequest {
  readonly name: string;
  readonly hostname?: string;
  readonly pid?: number;
  readonly befalls?: Befalls | null;
}

export function createActor(machine: Machine, request: ActorRequest): Actor {
  const { name, hostname = machine.hostname, befalls = null, pid } = request;
  const process = machine.processes.add({
    arguments: name,
    ...(pid === undefined ? {} : { pid }),
  });
  return {
    name,
    hostname,
    process,
    befalls,
    isDead: () => !process.alive,
    die: () => machine.processes.end(process, { exitCode: null, signal: "SIGKILL" }),
  };
}
