// The shapes of what entwurf exports, as far as it is driven here. They are facts about somebody
// else's package: a difference must show as an error of a dispatch, never be smoothed over.

export interface LockClaim {
  readonly gardenId: string;
  readonly nonce: string;
  readonly lockPath: string;
  readonly pid: number;
  readonly hostname: string;
  readonly createdAt: string;
  readonly owner: string;
}

type AcquireResult =
  | { readonly ok: true; readonly claim: LockClaim }
  | {
      readonly ok: false;
      readonly conflict: {
        readonly lockPath: string;
        readonly holder: LockClaim | null;
        readonly detail: string;
      };
    };

export interface LockModule {
  acquireLock(gardenId: string, deps: { dir?: string }): AcquireResult;
  releaseLock(claim: LockClaim, deps: { dir?: string }): "released" | "not-owned" | "absent";
}

export interface Inspection {
  readonly kind: "absent" | "socket-file" | "address-conflict" | "indeterminate";
  readonly socketPath: string;
  readonly reason?: "symlink" | "not-socket";
  readonly error?: string;
}

export type SocketLiveness = "alive" | "dead" | "indeterminate";

export interface DiscoveryModule {
  inspectTargetControlSocket(gardenId: string, directory: string): Promise<Inspection>;
}

export interface ProbeModule {
  probeSocketLiveness(path: string): Promise<SocketLiveness>;
}

export interface PreflightOutcome {
  readonly kind: "approve" | "trusted-no-arg" | "deny";
  readonly reason: string;
}

export interface PreflightModule {
  preflight(input: { readonly cwd: string }): PreflightOutcome;
}

export interface LaunchIdentity {
  readonly explicitExtensionArgs: readonly string[];
}

export interface SpawnModule {
  resolveResumeLaunchIdentity(plan: unknown): LaunchIdentity;
}

export type SpawnResult =
  | { readonly kind: "socket-alive"; readonly pid?: number }
  | { readonly kind: "child-exited"; readonly exitCode: number | null; readonly pid?: number }
  | { readonly kind: "spawn-start-failed"; readonly error: string }
  | {
      readonly kind: "lock-retained";
      readonly reason: "kill-unconfirmed" | "observe-failed";
      readonly diagnostic: {
        readonly pid?: number;
        readonly expectedSocketPath: string;
        readonly lockPath: string;
        readonly observeTimeoutMs: number;
        readonly killGraceMs: number;
      };
    };

export type RunResult =
  | {
      readonly kind: "rejected";
      readonly receipt: { readonly reason: string; readonly observedLiveness: string | null };
      readonly diagnostic?: {
        readonly conflict: { readonly holder: LockClaim | null; readonly detail: string };
      };
    }
  | {
      readonly kind: "executed";
      readonly outcome:
        | {
            readonly transport: "control-socket";
            readonly outcome: "sent" | "fallback-sent" | "rejected" | "failed";
            readonly rejectReason?: string;
          }
        | { readonly transport: "spawn-bg"; readonly result: SpawnResult }
        | { readonly transport: "meta-mailbox" };
    }
  | {
      readonly kind: "execution-failed";
      readonly transport: string;
      readonly error: string;
      readonly finalizedOutcome?: string;
      readonly releaseFailed?: true;
    };

export interface RunnerModule {
  runEntwurfV2(
    input: { readonly target: string; readonly intent: string; readonly message: string },
    deps: unknown,
  ): Promise<RunResult>;
}

export interface ProductionModule {
  makeProductionEntwurfV2Deps(options: unknown): unknown;
}

export interface AsyncModule {
  spawnEntwurfResumeAsync(
    params: { readonly sessionId: string; readonly prompt: string },
    callbacks: {
      appendActiveEntry(data: unknown): void;
      deliverCompletion(message: Completion): void;
    },
  ): Promise<{ readonly details: { readonly pid: number } }>;
  readonly activeEntwurfs: ReadonlyMap<string, { readonly output?: string }>;
}

export interface Completion {
  readonly details: {
    readonly status: string;
    readonly error?: string;
    readonly stopReason?: string;
  };
}

export interface CoreModule {
  runEntwurfResumeSync(
    sessionId: string,
    prompt: string,
    options: Readonly<Record<string, never>>,
  ): Promise<{
    readonly exitCode: number;
    readonly output: string;
    readonly error?: string;
    readonly stopReason?: string;
  }>;
}
