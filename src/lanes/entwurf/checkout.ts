// What a directory that should hold entwurf has to offer: its generation, its ways to resume, its
// pi. Pure over what was read from it; it goes by what is exported and never by a version number.

/** The files that tell; a text is null where the file is missing. */
export interface CheckoutContents {
  readonly directory: string;
  readonly manifest: string | null;
  /** Of `pi-extensions/lib`, by file name without its ending. */
  readonly modules: Readonly<Record<ModuleName, string | null>>;
  /** The manifest of the pi that the package resolves to; null where it is not installed. */
  readonly pi: { readonly path: string; readonly text: string } | null;
  /** Packages that its modules import and that do not resolve from there. */
  readonly missing: readonly string[];
}

export const moduleNames = [
  "meta-session",
  "entwurf-core",
  "entwurf-async",
  "entwurf-preflight",
  "entwurf-v2-contract",
  "entwurf-v2-lock",
  "entwurf-v2-production",
  "entwurf-v2-runner",
  "entwurf-v2-spawn-production",
  "socket-discovery",
  "socket-probe",
] as const;
export type ModuleName = (typeof moduleNames)[number];

/** A: the garden id is pi's session id. B: pi owns its id, and the record maps one to the other. */
export type Generation = "A" | "B";

export interface Checkout {
  readonly directory: string;
  /** `<package>@<version>`, as evidence names it. */
  readonly label: string;
  readonly generation: Generation;
  /** Null where v1 is gone. */
  readonly v1: "async" | "sync" | null;
  /** It decides on a socket without a record by who answers there; else that is a bad target. */
  readonly probesUnrecorded: boolean;
  /** Where its pi's manifest lies; null where none is installed. */
  readonly piManifest: string | null;
  /** What its modules cannot be loaded without. */
  readonly missing: readonly string[];
}

export type CheckoutReading =
  | { readonly kind: "checkout"; readonly checkout: Checkout }
  | { readonly kind: "unusable"; readonly because: string };

export function readCheckout(contents: CheckoutContents): CheckoutReading {
  const { directory, manifest, modules, pi, missing } = contents;
  if (manifest === null || modules["meta-session"] === null) {
    const missing = manifest === null ? "package.json" : "pi-extensions/lib/meta-session.ts";
    return unusable(`${directory} is no entwurf: it has no ${missing}; name the checkout itself`);
  }
  const named = parseManifest(manifest);
  if (named === null) return unusable(`${directory}/package.json is not JSON; repair it`);
  const label = `${named.name}@${named.version}`;
  const withdrawn = v2Needs.filter(([name, needed]) => !exportsName(modules[name], needed));
  if (withdrawn.length > 0) {
    const gone = withdrawn.map(([name, needed]) => `${needed} (${name}.ts)`).join(", ");
    return unusable(
      `${directory} (${label}) exports no ${gone}: its resume was withdrawn, or is not built yet; name a release that resumes`,
    );
  }
  return {
    kind: "checkout",
    checkout: {
      directory,
      label,
      generation: exportsName(modules["entwurf-core"], "findSessionFileById") ? "A" : "B",
      v1: v1Of(modules),
      // Told by a reason that only such a decision needs.
      probesUnrecorded: (modules["entwurf-v2-contract"] ?? "").includes(
        '"socket-only-no-resume-authority"',
      ),
      piManifest: pi?.path ?? null,
      missing,
    },
  };
}

/** What v2 is driven through. */
const v2Needs: readonly (readonly [ModuleName, string])[] = [
  ["entwurf-v2-runner", "runEntwurfV2"],
  ["entwurf-v2-production", "makeProductionEntwurfV2Deps"],
  ["entwurf-v2-spawn-production", "resolveResumeLaunchIdentity"],
  ["entwurf-v2-lock", "acquireLock"],
];

function v1Of(modules: CheckoutContents["modules"]): Checkout["v1"] {
  if (exportsName(modules["entwurf-async"], "spawnEntwurfResumeAsync")) return "async";
  return exportsName(modules["entwurf-core"], "runEntwurfResumeSync") ? "sync" : null;
}

function exportsName(source: string | null, name: string): boolean {
  if (source === null) return false;
  const declared = new RegExp(`^export (?:async )?(?:function|const) ${name}\\b`, "m");
  const listed = new RegExp(`^export \\{[^}]*\\b${name}\\b[^}]*\\}`, "m");
  return declared.test(source) || listed.test(source);
}

function parseManifest(text: string): { name: string; version: string } | null {
  try {
    const { name, version } = JSON.parse(text);
    return { name: String(name ?? "unnamed"), version: String(version ?? "unversioned") };
  } catch {
    return null;
  }
}

const unusable = (because: string): CheckoutReading => ({ kind: "unusable", because });
