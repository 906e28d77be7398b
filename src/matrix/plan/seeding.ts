// Who has the seed's turn in a cell, and whether its process goes on as the twin of the resumed one. Pure.
import type { CellTarget, Fidelity } from "../../evidence/cell.ts";
import type { History } from "../../gate/histories/history.ts";
import type { Scenario } from "../../gate/scenario.ts";
import type { Lane } from "../../lanes/lane.ts";

interface Seeded {
  readonly target: CellTarget;
  readonly lane: Lane;
  readonly scenario: Scenario;
  readonly history: History | null;
}

export interface Seeding {
  readonly fidelity: Fidelity;
  /** Every session comes of a real turn (default: only those whose cell needs one). */
  readonly realSeeds?: boolean;
  /** Whether the target's agent can make a session with its own session code (default: no). */
  makesSessions?(target: CellTarget): boolean;
}

/** The seed's process can go on as the resumed one will: it is not killed, and what it asks is seen. */
export function hasTwin({ target, lane, scenario, history }: Seeded, fidelity: Fidelity): boolean {
  const isOwn = target.agent === "pi" && !lane.surroundings?.agent && !lane.traits.mapsIdentity;
  const wanted = scenario.twin === true || scenario.name === "plain";
  return isOwn && fidelity === "loopback" && wanted && isOneProcess(history);
}

/**
 * Nobody looks at the seed's turn: `plain` shows it on every target, and a session of one turn is the same
 * whoever wrote it.
 */
export function isMade(
  { target, lane, scenario, history }: Seeded,
  { fidelity, realSeeds, makesSessions }: Seeding,
): boolean {
  if (realSeeds || fidelity !== "loopback" || history !== null || lane.surroundings) return false;
  const { name, realSeed, twin, seededByAnother } = scenario;
  const isShown = name === "plain" || realSeed || twin || seededByAnother;
  return !isShown && !lane.traits.mapsIdentity && (makesSessions?.(target) ?? false);
}

/** Made by the seed's process alone, from its first word to its last. */
const isOneProcess = (history: History | null): boolean =>
  !history?.later && !history?.appended && !history?.edited && !history?.moved && !history?.file;
