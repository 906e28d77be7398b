// Builds what all cells of a run share: the agent, the model source of its fidelity, the world.
// The only place where the real parts meet the gate.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Agent } from "../../agents/agent.ts";
import type { FoundBuiltIn } from "../../agents/built-in.ts";
import { builtIn, loadAgent } from "../../agents/index.ts";
import type { Cell } from "../../evidence/cell.ts";
import type { Versions } from "../../evidence/evidence.ts";
import { runGate } from "../../gate/gate.ts";
import type { History } from "../../gate/histories/history.ts";
import { historyNamed } from "../../gate/histories/index.ts";
import type { CellModel, ModelSource } from "../../gate/models.ts";
import { startLoopback } from "../../loopback/server.ts";
import { nodeWorld } from "../../world/node.ts";
import type { Runner, RunnerOptions } from "../parts.ts";
import { type Installations, installationOf } from "./installations.ts";

export async function openRunner(options: RunnerOptions): Promise<Runner> {
  const world = nodeWorld();
  const live = options.fidelity === "live";
  const agentOf = await chooser(options, live);
  const source = live ? liveModels() : await loopbackModels(options, agentOf);
  const installations = { found: options.found, others: options.others ?? [] };
  const versions = await findVersions(options.found);
  const baseEnvironment = live
    ? definedOnly(options.environment)
    : builtIn.scrubbedEnvironment(options.environment);
  const versionsOf = (cell: Cell) => ({
    ...versions,
    ...installedFacts(installationOf(cell.target, installations)),
    ...agentFacts([agentOf(cell)]),
  });
  const all = options.lanes.flatMap(({ name: lane }) =>
    options.targets.map((target) => agentOf({ lane, target })),
  );
  return {
    versions: { ...versions, ...agentFacts(all), ...commandsOf(installations) },
    versionsOf,
    async runCell(cell, { onEvent, signal }) {
      const lane = requireNamed(options.lanes, cell.lane);
      return runGate(cell, {
        ...{
          world,
          agent: agentOf(cell),
          ...(cell.seededBy === undefined ? {} : { seeder: agentOf(seedOf(cell, cell.seededBy)) }),
          models: source.models,
          baseEnvironment,
          onEvent,
          signal,
          ...(options.redact ? { redact: options.redact } : {}),
        },
        versions: versionsOf(cell),
        lane,
        scenario: requireNamed(options.scenarios, cell.scenario),
        history: cell.history ? requireHistory(cell.history.name) : null,
      });
    },
    close: source.close,
  };
}

/** Its dormant session is made with this version. */
const seedOf = ({ lane, target }: Cell, version: string) => ({
  lane,
  target: { ...target, version },
});

type AgentOf = (cell: Pick<Cell, "lane" | "target">) => Agent;

/** The lane's own agent, or the one that the target names. */
async function chooser(options: RunnerOptions, live: boolean): Promise<AgentOf> {
  const given = [options.found, ...(options.others ?? [])].map((found) =>
    builtIn.create(found, live ? options.agentDirectory : null),
  );
  const own = options.agents ?? [];
  const brought = new Map<string, Agent>();
  for (const { name, surroundings } of options.lanes) {
    if (surroundings?.agent) brought.set(name, await loadAgent(surroundings.agent));
  }
  return ({ lane, target: { agent, version } }) => {
    const installed = given.find((each) => version === undefined || each.version === version);
    const known = installed === undefined ? own : [installed, ...own];
    return brought.get(lane) ?? requireNamed(known, agent);
  };
}

/** `1.5.2`, or all of them where the lanes of a run bring agents of their own. */
const joined = (words: readonly string[]): string => [...new Set(words)].join(" and ");

/** What a record says of the agents; an agent of the user's own is named, and has its own command. */
function agentFacts(agents: readonly Agent[]): Partial<Versions> & Pick<Versions, "agent"> {
  const own = agents.filter(({ name }) => name !== builtIn.name);
  const [only] = own;
  if (only === undefined) return { agent: joined(agents.map(({ version }) => version)) };
  if (own.length < agents.length) {
    const told = agents.map(({ name, version }) => `${name} ${version}`);
    return { agentName: "agents", agent: joined(told) };
  }
  const agentCommand = only.commandArguments.at(-1) ?? only.command;
  const agentName = joined(agents.map(({ name }) => name));
  const catalog = `as ${agentName} says itself`;
  return { agentName, agent: joined(agents.map(({ version }) => version)), agentCommand, catalog };
}

interface OpenSource {
  readonly models: ModelSource;
  close(): Promise<void>;
}

/** One server for the run; each cell has a prefix of its own on it. */
async function loopbackModels(options: RunnerOptions, agentOf: AgentOf): Promise<OpenSource> {
  const server = await startLoopback();
  const open: ModelSource["open"] = (cell, onRequest) => {
    const rules = options.providerRules ?? (cell.history ? "strict" : "record");
    const prefix = server.openPrefix(cell.gardenId, {
      latencyMs: options.modelLatencyMs,
      sought: cell.nonces.recall,
      providerRules: rules,
      ...(cell.twin ? { aside: cell.nonces.resumeUser } : {}),
      ...(cell.history?.made === "own" ? { signedBy: "others" } : {}),
      onRequest(request) {
        const { transport, status, outcome, lastUserText, durationMs } = request;
        const { recalled, carried, breaches, refusedBy, usage, told, values } = request;
        onRequest({
          transport,
          status,
          outcome,
          recalled,
          carried,
          lastUserText,
          durationMs,
          wireApi: request.api ?? "unknown",
          model: request.model ?? "",
          messages: request.messageCount,
          userMessages: request.roles.user,
          ...(request.behaviour === null ? {} : { behaviour: request.behaviour }),
          // Where nobody looked there is nothing to say, not even that no rule was broken.
          ...(request.behaviour === null || rules === "off" ? {} : { breaches }),
          ...(refusedBy === null ? {} : { refusedBy }),
          ...(usage === null ? {} : { usage }),
          ...(told === null ? {} : { told }),
          ...(values === null ? {} : { values }),
        });
      },
    });
    const others = cell.history?.models?.map(({ provider }) => provider) ?? [];
    const redirected = agentOf(cell).redirect(cell.target.provider, prefix.baseUrl, others);
    return { ...redirected, behave: prefix.behave, close: prefix.close };
  };
  return { models: { observable: true, open }, close: server.close };
}

/** Nothing is redirected, nothing can be observed on the wire, no fault can be injected. */
function liveModels(): OpenSource {
  const open = (_cell: Cell): CellModel => ({
    environment: {},
    agentFiles: {},
    behave() {
      throw new Error("a real provider cannot be told to fail; run this scenario at loopback");
    },
    close() {},
  });
  return { models: { observable: false, open }, close: async () => undefined };
}

function requireHistory(name: string): History {
  const found = historyNamed(name);
  if (!found) throw new Error(`the plan names history ${name}, which does not exist`);
  return found;
}

function requireNamed<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((item) => item.name === name);
  if (!found) throw new Error(`the plan names ${JSON.stringify(name)}, which does not exist`);
  return found;
}

function definedOnly(environment: RunnerOptions["environment"]): Record<string, string> {
  const entries = Object.entries(environment);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const installedFacts = (found: FoundBuiltIn) => ({
  agent: found.version,
  agentCommand: found.commandArguments.at(-1) ?? found.command,
  catalog: `${builtIn.name} ${found.version}, ${found.catalogFrom}`,
});

/** Of a run of several versions, whose cells name their own. */
function commandsOf({ found, others }: Installations): Partial<Versions> {
  if (others.length === 0) return {};
  const facts = [found, ...others].map(installedFacts);
  return {
    agentCommand: joined(facts.map(({ agentCommand }) => agentCommand)),
    catalog: joined(facts.map(({ catalog }) => catalog)),
  };
}

async function findVersions(found: FoundBuiltIn): Promise<Versions> {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const manifest = JSON.parse(await readFile(`${root}package.json`, "utf8"));
  return {
    tool: manifest.version,
    commit: await findCommit(root),
    ...installedFacts(found),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
}

/** Null where the tool runs from a package, or git is not at hand. */
async function findCommit(root: string): Promise<string | null> {
  const git = async (...words: string[]) =>
    (await promisify(execFile)("git", ["-C", root, ...words])).stdout.trim();
  try {
    if ((await git("rev-parse", "--show-prefix")) !== "") return null;
    const commit = await git("rev-parse", "--short=12", "HEAD");
    const dirty = (await git("status", "--porcelain", "--untracked-files=no")) !== "";
    return dirty ? `${commit}-dirty` : commit;
  } catch {
    return null;
  }
}
