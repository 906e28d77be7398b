// Drives the package's v2 with its own production dependencies. Its seams are only watched: each
// calls the package's own function and records what that did and what the disk said then.
import { join } from "node:path";
import type { Liveness } from "../../evidence/cell.ts";
import {
  type DispatchOutcome,
  type SocketKind,
  unread,
  type WatchOutcome,
} from "../../evidence/event.ts";
import { reject } from "../../resume/decide.ts";
import { rejected } from "../../resume/rejected.ts";
import type { ResumeRequest, Seams } from "../lane.ts";
import { type AskAtOnce, openAsking } from "./ask-at-once.ts";
import type { Watched } from "./children.ts";
import { nonceOnDisk } from "./disk.ts";
import type { LoadModule } from "./load.ts";
import { holderOf, outcomeOf, watchOf } from "./outcome.ts";
import type {
  DiscoveryModule,
  Inspection,
  LaunchIdentity,
  LockClaim,
  LockModule,
  PreflightModule,
  PreflightOutcome,
  ProbeModule,
  ProductionModule,
  RunnerModule,
  SocketLiveness,
  SpawnModule,
} from "./upstream.ts";

export async function resumeV2(
  directory: string,
  load: LoadModule,
  watched: Watched,
  request: ResumeRequest,
  seams: Seams,
): Promise<DispatchOutcome> {
  const { cell } = seams;
  const { makeProductionEntwurfV2Deps } = await load<ProductionModule>("entwurf-v2-production");
  const { runEntwurfV2 } = await load<RunnerModule>("entwurf-v2-runner");
  const observed = { watch: null as WatchOutcome | null };
  const see = (outcome: WatchOutcome) => {
    if (observed.watch !== null) return;
    observed.watch = outcome;
    seams.report({ type: "watch-ended", dispatch: request.dispatch, outcome });
  };
  const lost = { because: null as string | null };
  const probe = await probeSeam(load, watched, see, observed);
  const deps = makeProductionEntwurfV2Deps({
    senderProvider: () => undefined,
    agentDir: cell.paths.agentDirectory,
    sessionsDir: cell.paths.recordDirectory,
    mailboxDir: cell.paths.mailboxDirectory,
    lockDir: cell.paths.lockDirectory,
    controlSocketDir: cell.paths.socketDirectory,
    prefixRoots: [],
    observeTimeoutMs: cell.timeouts.observeMs,
    killGraceMs: cell.timeouts.killGraceMs,
    seams: {
      ...(await lockSeams(load, watched, request, seams)),
      ...(await lookSeams(load, request, seams)),
      ...(await trustSeam(load, request, seams)),
      spawnOverrides: { ...probe, ...(await identitySeam(load, directory, lost)) },
    },
  });
  const { gardenId: target, intent, message } = request;
  const result = await runEntwurfV2({ target, intent, message }, deps);
  // It calls this a start that failed; nothing was to be started, so it is a refusal.
  if (lost.because !== null) return rejected(reject("bad-target"), lost.because);
  if (result.kind === "executed" && result.outcome.transport === "spawn-bg") {
    see(watchOf(result.outcome.result));
  }
  return outcomeOf(result);
}

interface Observed {
  readonly watch: WatchOutcome | null;
}

/** The extensions of the package under test, whatever the user's settings name. */
async function identitySeam(load: LoadModule, directory: string, lost: { because: string | null }) {
  const { resolveResumeLaunchIdentity } = await load<SpawnModule>("entwurf-v2-spawn-production");
  return {
    resolveIdentity(plan: unknown): LaunchIdentity {
      const identity = identityOr(() => resolveResumeLaunchIdentity(plan), lost);
      const own = ["--no-extensions", "--extension", directory];
      return {
        ...identity,
        explicitExtensionArgs: [...own, ...identity.explicitExtensionArgs],
      };
    },
  };
}

/** How it says that there is no session to resume, when it is about to start a child for it. */
const sessionGone = /no saved session|no recorded transcriptPath|does not exist on disk/;

function identityOr(resolve: () => LaunchIdentity, lost: { because: string | null }) {
  try {
    return resolve();
  } catch (error) {
    const { message } = error as Error;
    if (sessionGone.test(message)) lost.because = message;
    throw error;
  }
}

/** What its watch sees, it sees through this. */
async function probeSeam(
  load: LoadModule,
  watched: Watched,
  see: (outcome: WatchOutcome) => void,
  observed: Observed,
) {
  const { probeSocketLiveness } = await load<ProbeModule>("socket-probe");
  return {
    async probeFn(path: string): Promise<SocketLiveness> {
      const liveness = await probeSocketLiveness(path);
      if (liveness !== "alive" || observed.watch !== null) return liveness;
      // Nothing is awaited from here to the release: that would give the package's own probe the
      // time to fail in which it would long have released.
      see({ kind: "socket-alive", pid: watched.alive()?.pid ?? -1 });
      return liveness;
    },
  };
}

async function lockSeams(
  load: LoadModule,
  watched: Watched,
  { dispatch }: ResumeRequest,
  seams: Seams,
) {
  const { acquireLock, releaseLock } = await load<LockModule>("entwurf-v2-lock");
  const ask = await openAsking();
  const { cell, report, world } = seams;
  return {
    acquireLock(gardenId: string, deps: { dir?: string }) {
      const before = nonceOnDisk(cell);
      const result = acquireLock(gardenId, deps);
      if (result.ok) {
        const { nonce, lockPath: path } = result.claim;
        const lock = { gardenId, path, nonce, reclaimed: before !== null && before !== unread };
        report({ type: "lock-acquired", dispatch, ...lock, onDisk: nonceOnDisk(cell) });
      } else {
        const { lockPath: path, detail: because, holder } = result.conflict;
        report({ type: "lock-refused", dispatch, path, because, holder: holderOf(holder) });
      }
      return result;
    },
    releaseLock(claim: LockClaim, deps: { dir?: string }) {
      observeNow(watched, seams, ask);
      const { gardenId, lockPath: path, nonce } = claim;
      const event = { type: "lock-released", dispatch, gardenId, path, nonce } as const;
      const onDiskBefore = nonceOnDisk(cell);
      // Once it is removed, somebody else may have it before we have looked.
      const heldUntilMs = world.clock.monotonicMs();
      report({ type: "release-requested", dispatch, nonce }, heldUntilMs);
      try {
        const result = releaseLock(claim, deps);
        report({ ...event, result, onDiskBefore, onDiskAfter: nonceOnDisk(cell) }, heldUntilMs);
        return result;
      } catch (error) {
        const onDiskAfter = nonceOnDisk(cell);
        report({ ...event, result: "threw", onDiskBefore, onDiskAfter }, heldUntilMs);
        throw error;
      }
    },
  };
}

/** Is there a child, and does it answer? The package's release awaits nothing, so neither may this. */
function observeNow(watched: Watched, { cell, report }: Seams, ask: AskAtOnce): void {
  const moment = "at-release";
  const gone = watched.lastExit();
  if (gone) {
    report({ type: "process-checked", moment, ...gone, alive: false });
    return;
  }
  const alive = watched.alive();
  if (!alive) return;
  report({ type: "process-checked", moment, ...alive, alive: true });
  const path = join(cell.paths.socketDirectory, `${cell.gardenId}.sock`);
  report({ type: "socket-asked", moment, path, ...ask(path) });
}

/** The look under the lock, before the decision. */
async function lookSeams(load: LoadModule, { dispatch }: ResumeRequest, { report }: Seams) {
  const { inspectTargetControlSocket } = await load<DiscoveryModule>("socket-discovery");
  const { probeSocketLiveness } = await load<ProbeModule>("socket-probe");
  const say = (path: string, kind: SocketKind, liveness: Liveness, code: string | null) =>
    report({ type: "socket-inspected", dispatch, path, kind, liveness, code });
  return {
    async inspectSocket(gardenId: string, directory: string): Promise<Inspection> {
      const found = await inspectTargetControlSocket(gardenId, directory);
      const { kind, socketPath, reason, error } = found;
      if (kind === "absent") say(socketPath, "missing", "dormant", "ENOENT");
      else if (kind === "indeterminate") {
        say(socketPath, "other", "indeterminate", error ?? null);
      } else if (kind === "address-conflict") {
        say(socketPath, reason === "symlink" ? "symlink" : "other", "indeterminate", null);
      }
      return found;
    },
    async probeSocket(path: string): Promise<SocketLiveness> {
      const liveness = await probeSocketLiveness(path);
      say(path, "socket", livenessNames[liveness], null);
      return liveness;
    },
  };
}

const livenessNames = {
  alive: "live",
  dead: "dormant",
  indeterminate: "indeterminate",
} as const;

async function trustSeam(load: LoadModule, { dispatch }: ResumeRequest, { report }: Seams) {
  const { preflight } = await load<PreflightModule>("entwurf-preflight");
  return {
    preflight(input: { readonly cwd: string }): PreflightOutcome {
      const outcome = preflight(input);
      const trusted = outcome.kind !== "deny";
      report({
        type: "trust-asked",
        dispatch,
        workingDirectory: input.cwd,
        trusted,
        approve: outcome.kind === "approve",
        because: trusted ? "" : outcome.reason,
      });
      return outcome;
    },
  };
}
