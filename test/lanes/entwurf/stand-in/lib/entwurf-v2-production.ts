// Stand-in: v2's parts, each of them replaceable.
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type * as lock from "./entwurf-v2-lock.ts";
import type { LockClaim } from "./entwurf-v2-lock.ts";
import {
  childEnvironment,
  type resolveResumeLaunchIdentity,
} from "./entwurf-v2-spawn-production.ts";
import { readRecord } from "./meta-session.ts";

interface Options {
  readonly sessionsDir: string;
  readonly lockDir: string;
  readonly controlSocketDir: string;
  readonly observeTimeoutMs: number;
  readonly seams: {
    acquireLock: typeof lock.acquireLock;
    releaseLock(claim: LockClaim, deps: { dir?: string }): unknown;
    inspectSocket(
      gardenId: string,
      directory: string,
    ): Promise<{ kind: string; socketPath: string }>;
    probeSocket(path: string): Promise<string>;
    preflight(input: { cwd: string }): { kind: string };
    spawnOverrides: {
      resolveIdentity: typeof resolveResumeLaunchIdentity;
      probeFn(path: string): Promise<string>;
    };
  };
}

export type Dependencies = ReturnType<typeof makeProductionEntwurfV2Deps>;

export function makeProductionEntwurfV2Deps(options: Options) {
  const { seams, lockDir: dir, controlSocketDir } = options;
  return {
    isCitizen: (gardenId: string) => readRecord(options.sessionsDir, gardenId) !== null,
    acquire: (gardenId: string) => seams.acquireLock(gardenId, { dir }),
    release: (claim: LockClaim) => void seams.releaseLock(claim, { dir }),
    async liveness(gardenId: string): Promise<string> {
      const { kind, socketPath } = await seams.inspectSocket(gardenId, controlSocketDir);
      return kind === "socket-file" ? seams.probeSocket(socketPath) : "dead";
    },
    start(gardenId: string, prompt: string): ChildProcess {
      const plan = { sessionId: gardenId };
      const launch = seams.spawnOverrides.resolveIdentity(plan);
      seams.preflight({ cwd: launch.cwd });
      const { provider, model, session, explicitExtensionArgs } = launch;
      const words = ["--mode", "json", "-p", "--entwurf-control", ...explicitExtensionArgs];
      const target = ["--provider", provider, "--model", model, prompt];
      return spawn("pi", [...words, ...session, ...target], {
        cwd: launch.cwd,
        detached: true,
        stdio: ["ignore", "ignore", "pipe"],
        env: { ...process.env, ...childEnvironment(plan) },
      });
    },
    async watch(gardenId: string, child: ChildProcess) {
      const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
      const path = `${controlSocketDir}/${gardenId}.sock`;
      const deadline = Date.now() + options.observeTimeoutMs;
      while (Date.now() < deadline) {
        if ((await seams.spawnOverrides.probeFn(path)) === "alive") {
          return { kind: "socket-alive", pid: child.pid } as const;
        }
        const end = await Promise.race([exited, sleep(50, "waiting" as const)]);
        if (end !== "waiting") return { kind: "child-exited", exitCode: end } as const;
      }
      throw new Error("the stand-in waits no longer");
    },
  };
}
