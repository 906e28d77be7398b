// Arguments → command → exit code. Bad arguments end with 254, our own mistakes with 255; both
// say so on standard error and leave standard output alone.
import { Command, CommanderError, Help } from "commander";
import { exitCodes } from "../matrix/summary/summary.ts";
import { Intrusion, wordsOf } from "../world/node/guard.ts";
import { printable } from "../world/printable.ts";
import { StorageError } from "../world/storage-error.ts";
import { UsageError } from "../world/usage-error.ts";
import type { CommandSpec, Io } from "./command.ts";
import { EnvironmentCommand } from "./from-environment.ts";
import { commands } from "./index.ts";
import { noRetryOfFailures } from "./options.ts";
import { toolVersion } from "./tool-version.ts";

/** Runs the command that the arguments name; never throws. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.pass;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    const intrusion = intrusionIn(io);
    return intrusion === null ? exitCode : explain(intrusion, args, io);
  } catch (error) {
    const exitCode = explain(intrusionIn(io) ?? error, args, io);
    // Ctrl-C ends whatever was asked on the way, such as a pi for its version: it was no bad argument.
    const wasEnded = exitCode === exitCodes.refused && io.interruption.aborted;
    return wasEnded ? exitCodes.interrupted : exitCode;
  }
}

export function createProgram(io: Io, onExit: (code: number) => void): Command {
  const program = new Command("matrix")
    .description("Runs the resume gate over targets × lanes × scenarios and prints the evidence.")
    .version(toolVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: () => undefined,
    });
  program.createCommand = (name) => new EnvironmentCommand(name, io.environment);
  for (const spec of commands) addCommand(program, spec, io, onExit);
  const [first] = program.commands.filter((_command, index) => commands[index]?.isDefault);
  // The default command's options are what most people look for in the help.
  const help = new Help();
  program.configureHelp({
    visibleOptions: (command) => {
      const own = help.visibleOptions(command);
      return command === program && first !== undefined ? [...first.options, ...own] : own;
    },
  });
  program.addHelpText("after", `${noRetryOfFailures}\n${examples}`);
  return program;
}

function addCommand(
  program: Command,
  spec: CommandSpec,
  io: Io,
  onExit: (code: number) => void,
): void {
  const command = program.command(spec.name, { isDefault: spec.isDefault ?? false });
  command.description(spec.summary).allowExcessArguments(false);
  spec.define(command);
  command.option("--no-color", "print without colour, whatever FORCE_COLOR says");
  command.action(async (...received: unknown[]) => {
    const positional = received
      .slice(0, -2)
      .flat()
      .filter((value) => typeof value === "string");
    const { color, ...options } = command.opts();
    const at = color === false ? { ...io, colourless: true } : io;
    onExit(await spec.execute(positional, options, at, program));
  });
}

const examples = `
Examples:
  matrix                                    plain on every target of matrix.config.ts and every
                                            scenario on the first one, at loopback
  matrix --full                             every scenario on every target with every lane
  matrix --scenario 'lock*' --lane v2       what matches, on every target
  matrix -g 'gpt-5.4 v2 .*race'             of all cells, those whose title matches
  matrix --target 'openai*/*' -j 2          some of them, two at once
  matrix --target groq/qwen/qwen3.8-27b --repeat-each 20
  matrix --all-targets -x                   one model of each provider, until one fails
  LIVE=1 matrix --target openai/gpt-5.4     the real provider, with your own credentials
  matrix --target xai/grok-4.7 --until-failure 50
  matrix check latest                       judge a recorded run again
  matrix dossier latest                     what that run says about removing the old lane
  matrix --continue latest                  finish a run that was interrupted
  matrix reap                               remove what a killed run left behind

Exit codes: 0 pass, 1 fail, 2 unknown, 254 bad arguments or config, 255 internal error,
130 interrupted.`;

function explain(error: unknown, args: readonly string[], io: Io): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.pass;
    io.stderr.write(`${printable(wording(error, args))}\nSee: ${helpFor(args)}\n`);
    return exitCodes.refused;
  }
  if (error instanceof UsageError) {
    io.stderr.write(`${printable(error.message)}\n`);
    return exitCodes.refused;
  }
  io.stderr.write(`${printable(internalWords(error))}\n`);
  return exitCodes.internal;
}

/** A command has options of its own, which the help of all commands does not list. */
function helpFor([first]: readonly string[]): string {
  const named = commands.find(({ name }) => name === first);
  return named === undefined ? "matrix --help" : `matrix ${named.name} --help`;
}

function internalWords(error: unknown): string {
  // It has been told whole when it happened.
  if (error instanceof Intrusion) return `No result: ${error.message.split("\n")[0]}`;
  return error instanceof StorageError ? error.message : `Internal error: ${wordsOf(error)}`;
}

/** What a module of the user's did to this process; whatever came of the command counts no more. */
function intrusionIn({ interruption }: Io): Intrusion | null {
  const reason: unknown = interruption.reason;
  return reason instanceof Intrusion ? reason : null;
}

/** An option of the default command that another one lacks: commander suggests the same again. */
const suggestsItself = /^error: unknown option '([^']+)'\n\(Did you mean \1\?\)$/;

/** The default command takes no arguments, so a stray one is most likely a misspelt command. */
function wording(error: CommanderError, args: readonly string[]): string {
  const [first = ""] = args;
  const [, option] = suggestsItself.exec(error.message) ?? [];
  if (option) return `error: ${first} has no option '${option}'`;
  if (error.code !== "commander.excessArguments" || first.startsWith("-")) return error.message;
  if (commands.some(({ name }) => name === first)) return error.message;
  return `error: no command "${first}"; there is ${commands.map(({ name }) => name).join(", ")}`;
}
