// Checks a config and fills in its defaults. Reports every fault at once, each with its path in
// the file. It must never touch the disk: what exists is told to it.
import { resolve } from "node:path";
import { z } from "zod";
import { defaultAgent } from "../../agents/description.ts";
import { histories } from "../../gate/histories/index.ts";
import { namesFile } from "../../gate/histories/own.ts";
import { invariants } from "../../invariants/index.ts";
import { ruleModes } from "../../loopback/rules/mode.ts";
import type { Fault } from "../../world/usage-error.ts";
import { compareShape } from "./compare-shape.ts";
import {
  type DossierThresholds,
  defaultThresholds,
  defaultTimeouts,
  defaultWorkers,
  type EffectiveConfig,
  liveWorkersPerProvider,
  oneTurnHistory,
} from "./config.ts";
import { nearest } from "./nearest.ts";
import { pricesShape } from "./prices-shape.ts";
import { type NamedTarget, parseTarget, shortName } from "./target.ts";
import { allTimeouts, bound, milliseconds } from "./timeouts-shape.ts";

/** What names may stand for. */
export interface Known {
  readonly lanes: readonly string[];
  readonly scenarios: readonly string[];
  /** Besides the built-in ones. */
  readonly agents?: readonly string[];
  /** Besides the built-in ones. */
  readonly claims?: readonly string[];
  /** Null when the target may be run; otherwise why not. */
  refuseTarget(target: NamedTarget): string | null;
}

export type Validated =
  | { readonly kind: "valid"; readonly config: EffectiveConfig }
  | { readonly kind: "invalid"; readonly faults: readonly Fault[] };

const orMissing = (message: string) => ({
  error: (issue: { readonly input?: unknown }) =>
    issue.input === undefined ? `is missing; it ${message}` : message,
});

const count = z.int("must be a whole number").min(1, "must be at least 1");
const text = z.string(orMissing("must be a string")).min(1, "must not be empty");

const historyNames = [oneTurnHistory, ...histories.map(({ name }) => name)];

function schemaOf(known: Known) {
  return z.strictObject({
    targets: list(targetSchema(known), "targets"),
    lanes: list(nameSchema("lane", known.lanes), "lanes").default(["v2"]),
    scenarios: list(nameSchema("scenario", known.scenarios), "scenarios").default(["plain"]),
    histories: list(historySchema(), "histories").default([oneTurnHistory]),
    repeat: count.default(1),
    workers: count.default(defaultWorkers),
    workersPerProvider: count.optional(),
    prices: pricesShape.exactOptional(),
    timeouts: allTimeouts.prefault({}),
    cellTimeoutMs: bound.nullable().default(null),
    globalTimeoutMs: bound.nullable().default(null),
    output: text.default("out"),
    fidelity: z.enum(["loopback", "live"], 'must be "loopback" or "live"').default("loopback"),
    modelLatencyMs: milliseconds.default(0),
    providerRules: z
      .enum(ruleModes, `must be one of ${ruleModes.join(", ")}`)
      .nullable()
      .default(null),
    pi: text.nullable().default(null),
    socketDirectory: text.nullable().default(null),
    known: z.array(z.strictObject(knownShape(known)), "must be a list").default([]),
    compare: compareShape.prefault({}),
    dossier: thresholdsSchema(known.scenarios).optional(),
    // Checked and taken up before anything else is looked at, by own.ts.
    agents: z.unknown().optional(),
    claims: z.unknown().optional(),
    // Chosen before anything else is looked at, by report/reporters/choose.ts.
    reporters: z.unknown().optional(),
    // Where spans go is the run's own business and is not recorded: an address may hold a password.
    otlp: z.union([z.boolean(), text], "must be true, false or an address").optional(),
    otlpContent: z.boolean("must be true or false").optional(),
  });
}

function thresholdsSchema(scenarios: readonly string[]) {
  const share = z.number("must be a number");
  const { margin, confidence, liveRepetitions, liveScenarios, schedules } = defaultThresholds;
  const points = "must be more than 0 and less than 1: 0.05 is 5 points";
  const level = "must be at least 0.5 and less than 1: 0.95 is 95 %";
  return z.strictObject(
    {
      margin: share.gt(0, points).lt(1, points).default(margin),
      confidence: share.min(0.5, level).lt(1, level).default(confidence),
      liveRepetitions: count.default(liveRepetitions),
      liveScenarios: list(nameSchema("scenario", scenarios), "scenarios").default([
        ...liveScenarios,
      ]),
      schedules: count.default(schedules),
    },
    `must be an object with some of ${Object.keys(defaultThresholds).join(", ")}`,
  );
}

const list = <T extends z.ZodType>(item: T, what: string) =>
  z
    .array(item, orMissing(`must be a list of ${what}`))
    .min(1, "must not be empty: nothing would be run, and nothing run proves nothing");

function knownShape({ lanes, scenarios, agents, claims = [] }: Known) {
  // Lanes of a checkout are there only while one is named.
  const lane = nameSchema("lane", lanes, (name) => name.startsWith("entwurf-"));
  const target = text.transform((written, context): string => {
    const parsed = parseTarget(written, agents);
    if (parsed.kind === "target") return `${parsed.target.agent}:${shortName(parsed.target)}`;
    context.addIssue({ code: "custom", message: parsed.because });
    return z.NEVER;
  });
  return {
    claim: nameSchema("claim", [...invariants.map(({ name }) => name), ...claims]),
    lane: lane.exactOptional(),
    scenario: nameSchema("scenario", scenarios).exactOptional(),
    target: target.exactOptional(),
    because: text,
  };
}

function targetSchema(known: Known) {
  const named = z.strictObject({
    agent: z.string().default(defaultAgent),
    provider: text,
    model: text,
  });
  return z
    .union([z.string(), named], "must be provider/model, or {provider, model}")
    .transform((entry, context): NamedTarget => {
      const written =
        typeof entry === "string" ? entry : `${entry.agent}:${entry.provider}/${entry.model}`;
      const parsed = parseTarget(written, known.agents);
      const because =
        parsed.kind === "malformed" ? parsed.because : known.refuseTarget(parsed.target);
      if (parsed.kind === "target" && because === null) return parsed.target;
      context.addIssue({ code: "custom", message: because ?? "" });
      return z.NEVER;
    });
}

/** Also the path of a session file. */
const historySchema = () =>
  z.union([z.string().refine(namesFile), nameSchema("history", historyNames)]);

const placed = (history: string, directory: string) =>
  namesFile(history) ? resolve(directory, history) : history;

function nameSchema(
  what: string,
  names: readonly string[],
  isBesides: (name: string) => boolean = () => false,
) {
  return z
    .union([z.string(), z.looseObject({ name: z.string() })], `must be the name of a ${what}`)
    .transform((entry, context): string => {
      const name = typeof entry === "string" ? entry : entry.name;
      if (names.includes(name) || isBesides(name)) return name;
      const near = nearest(name, names);
      const hint = near === null ? `there is ${names.join(", ")}` : `did you mean "${near}"?`;
      context.addIssue({ code: "custom", message: `no ${what} "${name}"; ${hint}` });
      return z.NEVER;
    });
}

/** Relative paths are resolved against `directory`, the config file's own. */
export function validateConfig(value: unknown, known: Known, directory: string): Validated {
  const schema = schemaOf(known);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const keys = Object.keys(schema.shape);
    return { kind: "invalid", faults: parsed.error.issues.flatMap((issue) => faults(issue, keys)) };
  }
  const {
    reporters: _chosen,
    agents: _agents,
    claims: _claims,
    compare: _compare,
    dossier: _thresholds,
    otlp: _spans,
    otlpContent: _content,
    ...data
  } = parsed.data;
  const perProvider = data.fidelity === "live" ? liveWorkersPerProvider : data.workers;
  return {
    kind: "valid",
    config: {
      ...data,
      targets: distinctTargets(data.targets),
      lanes: [...new Set(data.lanes)],
      scenarios: [...new Set(data.scenarios)],
      histories: [...new Set(data.histories.map((each) => placed(each, directory)))],
      showcase: null,
      workersPerProvider: data.workersPerProvider ?? perProvider,
      output: resolve(directory, data.output),
      pi: data.pi && resolve(directory, data.pi),
      socketDirectory: data.socketDirectory && resolve(directory, data.socketDirectory),
    },
  };
}

type ValidatedThresholds =
  | { readonly kind: "valid"; readonly thresholds: DossierThresholds }
  | { readonly kind: "invalid"; readonly faults: readonly Fault[] };

/** The thresholds of a config, whatever else it holds. */
export function thresholdsIn(config: unknown, scenarios: readonly string[]): ValidatedThresholds {
  const schema = z.object({ dossier: thresholdsSchema(scenarios).prefault({}) });
  const parsed = schema.safeParse(Object(config));
  if (parsed.success) return { kind: "valid", thresholds: parsed.data.dossier };
  const all = parsed.error.issues.flatMap((issue) => faults(issue, ["dossier"]));
  return { kind: "invalid", faults: all };
}

function distinctTargets(targets: readonly NamedTarget[]): NamedTarget[] {
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
}

function faults(issue: z.core.$ZodIssue, keys: readonly string[]): Fault[] {
  if (issue.code === "unrecognized_keys") {
    const within: Record<PropertyKey, readonly string[]> = {
      timeouts: Object.keys(defaultTimeouts),
      compare: ["marginPoints", "confidence"],
      known: ["claim", "lane", "scenario", "target", "because"],
      dossier: Object.keys(defaultThresholds),
    };
    const names = within[issue.path[0] ?? ""] ?? keys;
    return issue.keys.map((key) => {
      const near = nearest(key, names);
      const hint = near === null ? `known are ${names.join(", ")}` : `did you mean "${near}"?`;
      return { where: pathText([...issue.path, key]), message: `no such setting; ${hint}` };
    });
  }
  return [{ where: pathText(issue.path), message: issue.message }];
}

/** `timeouts.seedMs`, `targets[2]`; the whole file is `export default`. */
function pathText(path: readonly PropertyKey[]): string {
  const text = path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("");
  return text.replace(/^\./, "") || "export default";
}
