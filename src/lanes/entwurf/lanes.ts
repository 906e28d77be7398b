// The lanes that a checkout of entwurf offers, `entwurf-v2` and `entwurf-v1`. Each dispatch runs in
// a process of its own, because the package settles its directories when it is loaded.
import { dirname, join } from "node:path";
import type { AgentDescription } from "../../agents/agent.ts";
import type { Catalog } from "../../agents/catalog.ts";
import { seedArgumentsWithoutId } from "../../agents/pi/adapter.ts";
import { piDirectory } from "../../agents/pi/names.ts";
import type { CellPaths, CellTarget } from "../../evidence/cell.ts";
import type { Lane, LaneSurroundings, Seams } from "../lane.ts";
import type { Checkout } from "./checkout.ts";
import { type Watched, watchChildren } from "./children.ts";
import { apartModule } from "./find.ts";
import { type LoadModule, loaderOf } from "./load.ts";
import { recordText } from "./mapped-identity.ts";
import { missingModel, spokenTo } from "./models.ts";
import { resumeV1 } from "./v1.ts";
import { resumeV2 } from "./v2.ts";

/** How a dispatch's own process learns which checkout it drives. */
export const directoryVariable = "RESUME_MATRIX_ENTWURF";

const module = apartModule;

const oneShot = { name: "entwurf-v1", module };

export interface EntwurfLanes {
  readonly lanes: readonly Lane[];
  /** What the checkout does not have, in words. */
  readonly absent: readonly string[];
}

export function entwurfLanes(
  checkout: Checkout,
  agent: AgentDescription,
  models: Catalog | null,
): EntwurfLanes {
  const { directory, label, generation, v1 } = checkout;
  const surroundings = surroundingsOf(checkout, agent, models);
  const mapped = generation === "B" ? ({ mapsIdentity: true } as const) : {};
  const probes = checkout.probesUnrecorded ? ({ probesUnrecorded: true } as const) : {};
  const driver = once((seams: Seams) => ({
    load: loaderOf(directory),
    watched: watchChildren(seams),
  }));
  const linger = async () => driver.made()?.watched.idle();
  const v2Lane: Lane = {
    name: "entwurf-v2",
    summary: `v2 of ${label}, by its own production functions`,
    traits: {
      resident: true,
      locking: true,
      silentOnTurn: true,
      firstModel: true,
      ...mapped,
      ...probes,
    },
    apart: true,
    module,
    linger,
    surroundings: v1 === null ? surroundings : { ...surroundings, oneShot },
    resume(request, seams) {
      const { load, watched } = driver(seams);
      return resumeV2(directory, load, watched, request, seams);
    },
  };
  if (v1 === null) return { lanes: [v2Lane], absent: [`${label} has no v1 any more`] };
  const v1Lane: Lane = {
    name: oneShot.name,
    summary: `v1 (${v1}) of ${label}, by its own production functions`,
    traits: { resident: false, locking: false, recordless: true, firstModel: true, ...mapped },
    apart: true,
    module,
    surroundings,
    linger,
    resume(request, seams) {
      const { load, watched } = driver(seams);
      return resumeV1(v1, load, watched, request, seams);
    },
  };
  return { lanes: [v2Lane, v1Lane], absent: [] };
}

interface Driver {
  readonly load: LoadModule;
  readonly watched: Watched;
}

/** One driver a process: hooks are not taken away again. */
function once(make: (seams: Seams) => Driver) {
  let driver: Driver | null = null;
  const get = (seams: Seams) => {
    driver ??= make(seams);
    return driver;
  };
  return Object.assign(get, { made: () => driver });
}

function surroundingsOf(
  checkout: Checkout,
  agent: AgentDescription,
  models: Catalog | null,
): LaneSurroundings {
  const { directory, generation } = checkout;
  const missing = (target: CellTarget) => (models ? missingModel(models, target) : null);
  const common: LaneSurroundings = {
    agent,
    lockOwner: "entwurf_v2",
    paths,
    cannotRun: missing,
    wireApiOf: (target) => (models ? spokenTo(models, target) : null),
    ownerStartKey,
    environment: ({ paths }) => ({
      HOME: homeOf(paths),
      [directoryVariable]: directory,
      ...directories(generation === "A" ? ["PI_META", "ENTWURF_META"] : ["ENTWURF_META"], paths),
    }),
  };
  if (generation === "B") return { ...common, seedArguments: seedArgumentsWithoutId, recordText };
  return {
    ...common,
    agentFiles: ({ target }) => ({ "entwurf-targets.json": registryOf(target) }),
    cannotRun: (target) => unnameable(target) ?? missing(target),
  };
}

/** The package looks for sockets below HOME, and pi for sessions below its own directory. */
function paths(given: CellPaths): CellPaths {
  return {
    ...given,
    homeDirectory: given.socketDirectory,
    socketDirectory: join(given.socketDirectory, piDirectory, "entwurf-control"),
    sessionDirectory: join(given.agentDirectory, "sessions"),
  };
}

const homeOf = ({ homeDirectory, socketDirectory }: CellPaths) =>
  homeDirectory ?? dirname(dirname(socketDirectory));

function directories(prefixes: readonly string[], paths: CellPaths): Record<string, string> {
  const named = {
    SESSIONS_DIR: paths.recordDirectory,
    MAILBOX_DIR: paths.mailboxDirectory,
    RECEIVERS_DIR: paths.receiverDirectory,
    SENDERS_DIR: join(paths.root, "senders"),
  };
  const entries = prefixes.flatMap((prefix) =>
    Object.entries(named).map(([name, path]) => [`${prefix}_${name}`, path]),
  );
  return Object.fromEntries(entries);
}

/** It prefixes what it read the time from: the kernel's ticks, or the words of `ps`. */
const ownerStartKey = (startTime: string) =>
  `${/^\d+$/.test(startTime) ? "linux" : "ps"}:${startTime}`;

/** The package resumes only what its registry lists; this one is the cell's own. */
function registryOf({ provider, model }: CellTarget): string {
  const entwurfTargets = [{ provider, model, enabled: true }];
  return JSON.stringify({ entwurfTargets });
}

/** Its session names have no room for these. */
function unnameable({ provider, model }: CellTarget): string | null {
  const bad = [provider, model].find((word) => /\/|=|--/.test(word));
  return bad === undefined ? null : `its session names cannot hold "${bad}"`;
}
