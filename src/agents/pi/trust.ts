// The trust preflight, answered by pi's own trust store and never by a copy of its rules.
import { existsSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { TrustPreflight, TrustVerdict } from "../trust.ts";

/** The part of pi's trust manager that is used here. */
interface TrustManager {
  readonly ProjectTrustStore: new (
    agentDirectory: string,
  ) => { getEntry(cwd: string): { path: string; decision: boolean } | null };
  hasTrustRequiringProjectResources(cwd: string): boolean;
}

export interface TrustOptions {
  readonly agentDirectory: string;
  /** Directories below which the operator approves whatever pi has no decision for. */
  readonly prefixRoots: readonly string[];
}

export function createPiTrust({ agentDirectory, prefixRoots }: TrustOptions): TrustPreflight {
  return async (workingDirectory) => {
    const manager = await loadTrustManager();
    const saved = new manager.ProjectTrustStore(agentDirectory).getEntry(workingDirectory);
    if (saved) return savedVerdict(saved, workingDirectory, agentDirectory);
    if (prefixRoots.some((root) => isBelow(workingDirectory, root))) {
      return { kind: "trusted", approve: true };
    }
    if (!manager.hasTrustRequiringProjectResources(workingDirectory)) {
      return { kind: "trusted", approve: false };
    }
    return {
      kind: "denied",
      because: `${workingDirectory} has project resources and nobody has decided about it; run pi there once and trust it`,
    };
  };
}

function savedVerdict(
  saved: { path: string; decision: boolean },
  workingDirectory: string,
  agentDirectory: string,
): TrustVerdict {
  if (saved.decision) return { kind: "trusted", approve: true };
  const from = saved.path === workingDirectory ? "" : `, inherited from ${saved.path}`;
  return {
    kind: "denied",
    because: `${workingDirectory} is not trusted${from}; change it in ${join(agentDirectory, "trust.json")} or with pi's own prompt`,
  };
}

/** By real path and at a separator: `/org` does not cover `/org2`. */
function isBelow(directory: string, root: string): boolean {
  if (!existsSync(directory) || !existsSync(root)) return false;
  const [inner, outer] = [realpathSync(directory), realpathSync(root)];
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

let loaded: Promise<TrustManager> | null = null;

/** pi's package loads everything it has; its trust manager alone is twenty times as quick. */
function loadTrustManager(): Promise<TrustManager> {
  loaded ??= (async () => {
    const manifest = findPackageJSON("@earendil-works/pi-coding-agent", import.meta.url);
    const alone = manifest && join(dirname(manifest), "dist", "core", "trust-manager.js");
    if (alone && existsSync(alone)) return import(pathToFileURL(alone).href);
    return import("@earendil-works/pi-coding-agent");
  })();
  return loaded;
}
