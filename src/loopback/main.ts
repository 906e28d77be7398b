// The `loopback` command: the embedded provider alone, for a person's own pi.
// Prints how to use it and one line a request; it changes nothing outside this process.

import { Command, InvalidArgumentError } from "commander";
import { bundledCatalog } from "../agents/pi/bundled.ts";
import type { Catalog } from "../agents/pi/catalog.ts";
import { redirect } from "../agents/pi/redirect.ts";
import type { RequestRecord } from "./record.ts";
import { startLoopback } from "./server.ts";

interface Options {
  readonly port: number;
  readonly latency: number;
  readonly provider: readonly string[];
}

const catalog = bundledCatalog();

const command = new Command("loopback")
  .description("Starts the embedded model provider and prints how to point your own pi at it.")
  .option("--port <number>", "port on 127.0.0.1; 0 lets the system choose", wholeNumber, 0)
  .option("--latency <ms>", "time from a request to its first token", wholeNumber, 0)
  .option("--provider <name>", "provider to redirect, repeatable (default: all)", provider, [])
  .addHelpText("after", "\nCtrl-C ends it.")
  .action(run);

await command.parseAsync();

async function run(options: Options): Promise<void> {
  const names = options.provider.length > 0 ? options.provider : catalog.providers;
  const server = await startLoopback({ port: options.port });
  const prefix = server.openPrefix("manual", {
    latencyMs: options.latency,
    onRequest: (record) => console.log(line(record)),
  });
  console.log(instructions(names, prefix.baseUrl, catalog));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void server.close());
  }
}

function instructions(names: readonly string[], baseUrl: string, known: Catalog): string {
  const targets = names.map((name) => ({ provider: name }));
  const { modelsJson, environment } = redirect(targets, baseUrl);
  const first = known.defaultModel(names[0] ?? "openai");
  const variables = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  return [
    `Listening at ${baseUrl}`,
    "",
    "1. Make an empty directory, put this into its models.json:",
    JSON.stringify(modelsJson, null, 2),
    "",
    "2. In a shell where no key of yours is set:",
    "  export PI_CODING_AGENT_DIR=<that directory>",
    ...variables,
    "",
    "3. Ask it something that it can put together:",
    `  pi -p --provider ${first.provider} --model ${first.id} 'Reply with one line, made by joining these parts with nothing between them: "a" and "b"'`,
    "",
    "Ctrl-C ends it. Requests:",
  ].join("\n");
}

function line(record: RequestRecord): string {
  const what = record.api ?? `${record.method} ${record.path}`;
  const model = record.model === null ? "" : ` ${record.provider}/${record.model}`;
  const said = record.refusal ?? record.replyText;
  return `${what}${model} ${record.status} ${record.outcome} ${Math.round(record.durationMs)} ms  ${said}`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError("Give a whole number, 0 or more.");
}

function provider(name: string, others: string[]): string[] {
  if (catalog.isKnownProvider(name)) return [...others, name];
  const found = catalog.find(name, "");
  const near = found.kind === "unknown-provider" ? found.near : [];
  const hint = near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
  throw new InvalidArgumentError(`pi has no built-in provider of that name.${hint}`);
}
