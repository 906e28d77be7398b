// `matrix loopback` (also `pnpm loopback`): the embedded provider alone, for a person's own pi.
// It prints how to use it and one line a request, and changes nothing outside this process.
import type { Catalog } from "../agents/catalog.ts";
import { type RuleMode, ruleModes } from "../loopback/rules/mode.ts";
import { longestTimeoutMs } from "../matrix/config/config.ts";
import { requestLine } from "../report/request-line.ts";
import { UsageError } from "../world/usage-error.ts";
import type { CommandSpec } from "./command.ts";
import { present, textIn, textsIn } from "./given.ts";
import { collect, pathText, withResolvedPaths } from "./options.ts";

export const loopback: CommandSpec = {
  name: "loopback",
  summary: "start the embedded model provider for a pi of your own",
  define(command) {
    command
      .option("--port <number>", "port on 127.0.0.1; 0 lets the system choose", "0")
      .option("--model-latency <ms>", "time from a request to its first token", "0")
      .option("--at-once <count>", "answer 429 to a model request beside so many others")
      .option("--pi <path>", "the pi that it is for (default: the bundled one)", pathText)
      .option(
        "--provider-rules <mode>",
        "refuse what breaks a real provider's rules: strict, record, off",
        "record",
      )
      .option("--provider <name>", "provider to redirect (repeatable; default: all)", collect);
  },
  async execute(_positional, options, io) {
    const [{ startLoopback }, parts] = await Promise.all([
      import("../loopback/server.ts"),
      io.parts(),
    ]);
    const asked = textsIn(options, "provider");
    const { pi } = withResolvedPaths(present({ pi: textIn(options, "pi") }), io);
    const { catalog } = await parts.findAgent(pi ?? null, asked);
    const providers = asked?.map((name) => knownName(name, catalog)) ?? catalog.providers;
    const port = wholeNumber("--port", options.port, 65_535);
    const latencyMs = wholeNumber("--model-latency", options.modelLatency, longestTimeoutMs);
    const providerRules = ruleMode(options.providerRules);
    const server = await startLoopback({ port }).catch((error: Error) => {
      throw new UsageError(`Port ${port} cannot be used (${error.message}); name another, or 0.`);
    });
    const atOnce = textIn(options, "atOnce");
    const prefix = server.openPrefix("manual", {
      ...(atOnce === undefined ? {} : { atOnce: wholeNumber("--at-once", atOnce, 65_535) }),
      latencyMs,
      providerRules,
      onRequest: (record) => io.stdout.write(requestLine(record)),
    });
    const first = firstModel(providers, catalog);
    const { builtIn } = await import("../agents/index.ts");
    io.stdout.write(builtIn.instructions(providers, prefix.baseUrl, first));
    await new Promise<void>((resolve) => {
      if (io.interruption.aborted) resolve();
      io.interruption.addEventListener("abort", () => resolve(), { once: true });
    });
    await server.close();
    return 0;
  },
};

function firstModel(names: readonly string[], catalog: Catalog) {
  const speaking = names.find((name) => catalog.models(name).length > 0);
  if (speaking !== undefined) return catalog.defaultModel(speaking);
  throw new UsageError("None of these providers has a model to talk to.");
}

function ruleMode(value: unknown): RuleMode {
  const found = ruleModes.find((mode) => mode === value);
  if (found !== undefined) return found;
  throw new UsageError(`--provider-rules ${value}: give one of ${ruleModes.join(", ")}.`);
}

function wholeNumber(flag: string, text: unknown, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new UsageError(`${flag} ${text}: give a whole number from 0 to ${most}.`);
}

function knownName(provider: string, catalog: Catalog): string {
  const name = catalog.nameOf(provider);
  if (name !== null) return name;
  const found = catalog.find(provider, "");
  const near = found.kind === "unknown-provider" ? found.near : [];
  const hint = near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
  throw new UsageError(`--provider ${provider}: pi has no such built-in provider.${hint}`);
}
