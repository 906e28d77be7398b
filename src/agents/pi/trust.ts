// The trust preflight, answered by pi's own trust store and never by a copy of its rules.
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { TrustPreflight, TrustVerdict } from "../trust.ts";
import { bundledPackage } from "./package.ts";

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
  /** The pi whose rules they are; the pinned one's where it is not known or has none to ask. */
  readonly packageJson?: string | null;
}

export function createPiTrust(options: TrustOptions): TrustPreflight {
  const { agentDirectory, prefixRoots, packageJson = null } = options;
  return async (workingDirectory) => {
    const manager = await loadTrustManager(packageJson);
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

const loaded = new Map<string | null, Promise<TrustManager>>();

function loadTrustManager(packageJson: string | null): Promise<TrustManager> {
  const known = loaded.get(packageJson) ?? importFirst(packageJson);
  loaded.set(packageJson, known);
  return known;
}

/** pi's package loads everything it has; its trust manager alone is twenty times as quick. */
async function importFirst(packageJson: string | null): Promise<TrustManager> {
  for (const manifest of [packageJson, bundledPackage()]) {
    const alone = manifest && join(dirname(manifest), "dist", "core", "trust-manager.js");
    if (!alone || !existsSync(alone)) continue;
    const manager: Partial<TrustManager> = await import(pathToFileURL(alone).href);
    if (manager.ProjectTrustStore && manager.hasTrustRequiringProjectResources) {
      return manager as TrustManager;
    }
  }
  return import("@earendil-works/pi-coding-agent");
}
