// What `matrix init` would write into a directory, and what it would leave alone. Pure: what is there is told to it.
import { UsageError } from "../world/usage-error.ts";
import { type Addition, addTo, readManifest, sectionOf } from "./manifest.ts";
import { configText, manifestText, workflowText } from "./templates.ts";

export interface Found {
  /** The text of its package.json; null where there is none. */
  readonly manifest: string | null;
  /** The name of its config; null where there is none. */
  readonly config: string | null;
  /** Names of the lock files of package managers, the nearest ones upwards. */
  readonly lockFiles: readonly string[];
  /** From the repository's root to the directory; null where they are the same, or nothing is a repository. */
  readonly belowRepository: string | null;
  /** Whether the workflow's file is there. */
  readonly workflow: boolean;
}

/** One file, and what becomes of it. Paths are relative to the directory. */
export interface Step {
  readonly path: string;
  readonly what: string;
  /** Null where it stays as it is. */
  readonly text: string | null;
  /** It was there, and is changed; otherwise it must not be there. */
  readonly before?: string;
}

export function planFor(found: Found, version: string): readonly Step[] {
  return [configStep(found), manifestStep(found, version), workflowStep(found)];
}

function configStep({ config, manifest }: Found): Step {
  if (config !== null) return { path: config, what: "exists, and stays as it is", text: null };
  const isModule = manifest === null || readManifest(manifest)?.type === "module";
  // In a package of CommonJS only this ending says that its imports are those of a module.
  const path = isModule ? "matrix.config.ts" : "matrix.config.mts";
  return { path, what: "new: targets, lanes and scenarios", text: configText };
}

function manifestStep({ manifest }: Found, version: string): Step {
  const path = "package.json";
  if (manifest === null) {
    const what = 'new: the script "matrix", and resume-matrix itself';
    return { path, what, text: manifestText(version) };
  }
  const read = readManifest(manifest);
  if (read === null) {
    const message = "is no object of JSON; mend it, or name another directory";
    throw new UsageError("Nothing was written.", [{ where: path, message }]);
  }
  refuseOddSections(read, path);
  const script = sectionOf(read, "scripts").matrix;
  const isHere =
    read.name === "resume-matrix" ||
    ["dependencies", "devDependencies"].some(
      (section) => sectionOf(read, section)["resume-matrix"] !== undefined,
    );
  const additions: readonly Addition[] = [
    ...(script === undefined
      ? [{ section: "scripts", key: "matrix", value: "resume-matrix" }]
      : []),
    ...(isHere ? [] : [{ section: "devDependencies", key: "resume-matrix", value: version }]),
  ];
  if (additions.length === 0) {
    return { path, what: "exists with all that is needed, and stays as it is", text: null };
  }
  const added = additions.map(({ section, key }) => `${section}.${key}`).join(" and ");
  const kept = script === undefined ? "" : '; its script "matrix" stays as it is';
  const text = addTo(manifest, additions);
  return { path, what: `gets ${added}${kept}`, text, before: manifest };
}

const sections = ["scripts", "dependencies", "devDependencies"];

/** What is no object has no place for a further entry, and may be somebody's slip. */
function refuseOddSections(read: Readonly<Record<string, unknown>>, path: string): void {
  const odd = sections.filter((section) => {
    const value = read[section];
    return (
      value !== undefined && (typeof value !== "object" || value === null || Array.isArray(value))
    );
  });
  if (odd.length === 0) return;
  const faults = odd.map((section) => ({
    where: `${path}: ${section}`,
    message: "is no object; mend it, or name another directory",
  }));
  throw new UsageError("Nothing was written.", faults);
}

function workflowStep({ workflow, lockFiles, belowRepository, manifest }: Found): Step {
  const up = belowRepository === null ? "" : "../".repeat(belowRepository.split("/").length);
  const path = `${up}.github/workflows/resume-matrix.yml`;
  if (workflow) return { path, what: "exists, and stays as it is", text: null };
  const install = installCommand(manifest === null ? [] : lockFiles);
  const text = workflowText({ install, directory: belowRepository });
  return { path, what: "new: runs the matrix in CI and uploads its report", text };
}

/** By the lock file; without one, npm makes what it needs. */
const installs: readonly (readonly [string, string])[] = [
  ["pnpm-lock.yaml", "npx -y pnpm@10 install"],
  ["yarn.lock", "corepack enable && yarn install"],
  ["package-lock.json", "npm ci"],
];

const installCommand = (lockFiles: readonly string[]): string =>
  installs.find(([name]) => lockFiles.includes(name))?.[1] ?? "npm install";

/** How a person installs what was added, before the first run. */
export const installFor = ({ lockFiles }: Pick<Found, "lockFiles">): string => {
  if (lockFiles.includes("pnpm-lock.yaml")) return "pnpm install";
  return lockFiles.includes("yarn.lock") ? "yarn install" : "npm install";
};
