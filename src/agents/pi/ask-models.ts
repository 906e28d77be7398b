// Asks a pi which models it has, in its RPC mode: for one whose package cannot be found. It lists a
// provider only when it has a key for it, so each is given one that opens nothing.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Catalog, CatalogModel } from "../catalog.ts";
import { createCatalog } from "./catalog.ts";
import type { Launch } from "./launch.ts";
import { priced } from "./price.ts";

/** How long it may take to start and answer, in milliseconds. */
const answerTimeoutMs = 20_000;

/** `home` is an empty directory of the caller's; null when pi does not say what it has. */
export async function askModels(
  { command, commandArguments }: Launch,
  providers: readonly string[],
  home: string,
  environment: NodeJS.ProcessEnv,
): Promise<Catalog | null> {
  const agentDirectory = join(home, "models");
  mkdirSync(agentDirectory, { recursive: true });
  const nowhere = { baseUrl: "http://127.0.0.1:9", apiKey: "none" };
  const modelsJson = { providers: Object.fromEntries(providers.map((name) => [name, nowhere])) };
  writeFileSync(join(agentDirectory, "models.json"), JSON.stringify(modelsJson));
  const child = spawn(
    command,
    [...commandArguments, "--mode", "rpc", "--no-session", "--no-extensions"],
    {
      env: { ...environment, HOME: home, PI_CODING_AGENT_DIR: agentDirectory },
      stdio: ["pipe", "pipe", "ignore"],
      timeout: answerTimeoutMs,
      killSignal: "SIGKILL",
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve()).once("close", () => resolve());
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(`${JSON.stringify({ id: "models", type: "get_available_models" })}\n`);
  let models: CatalogModel[] | null = null;
  for await (const line of createInterface({ input: child.stdout })) models ??= modelsIn(line);
  await ended;
  return models === null || models.length === 0 ? null : catalogFrom(models);
}

function modelsIn(line: string): CatalogModel[] | null {
  try {
    const { data } = JSON.parse(line);
    if (!Array.isArray(data?.models)) return null;
    return data.models.map(
      ({ provider, id, api, cost }: CatalogModel & { readonly cost?: unknown }) => ({
        provider,
        id,
        api,
        ...priced(cost),
      }),
    );
  } catch {
    return null;
  }
}

function catalogFrom(models: readonly CatalogModel[]): Catalog {
  const groups = Map.groupBy(models, ({ provider }) => provider);
  return createCatalog({
    providers: [...groups.keys()],
    read: (provider) => groups.get(provider) ?? [],
  });
}
