// `matrix completion <shell>`: what a shell needs to complete commands, options and names. It is made
// from the program itself, so that no option can be missing in it.
import { Argument } from "commander";
import type { CommandSpec, Io } from "./command.ts";
import { knownParts } from "./explain.ts";
import type { Options } from "./given.ts";
import { addConfig } from "./options.ts";

const shells = ["bash", "zsh", "fish"] as const;

export const completion: CommandSpec = {
  name: "completion",
  summary: "print a completion script for a shell, with the names that the config here knows",
  define(command) {
    command.addArgument(new Argument("<shell>", "which shell").choices(shells));
    addConfig(command);
    command.addHelpText("after", example);
  },
  async execute([shell], options, io, program) {
    const [{ describeProgram }, { bash }, { zsh }, { fish }, names] = await Promise.all([
      import("../completion/described.ts"),
      import("../completion/bash.ts"),
      import("../completion/zsh.ts"),
      import("../completion/fish.ts"),
      namesFor(options, io),
    ]);
    const script = shell === "zsh" ? zsh : shell === "fish" ? fish : bash;
    io.stdout.write(script(describeProgram(program, "run"), names));
    return 0;
  },
};

const example = `
bash: echo 'source <(resume-matrix completion bash)' >> ~/.bashrc
zsh:  echo 'source <(resume-matrix completion zsh)' >> ~/.zshrc, below compinit
fish: resume-matrix completion fish > ~/.config/fish/completions/resume-matrix.fish`;

async function namesFor(options: Options, io: Io) {
  const [{ claims, scenarios, histories, lanes, canaries }, { reporters }, targets] =
    await Promise.all([
      knownParts(options, io),
      import("../report/reporters/index.ts"),
      targetsFor(options, io),
    ]);
  const named = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
  return {
    targets,
    lanes: [...named(lanes), ...canaries.map(({ name }) => `canary:${name}`)],
    scenarios: named(scenarios),
    histories: named(histories),
    claims: named(claims),
    canaries: named(canaries),
    reporters: named(reporters),
  };
}

/** Those of the config, where there is one, and a model of each provider. */
async function targetsFor(options: Options, io: Io): Promise<readonly string[]> {
  const [{ isConfigIn, loadConfig }, parts] = await Promise.all([
    import("../matrix/config/load.ts"),
    io.parts(),
  ]);
  const { catalog } = await parts.findAgent(null);
  const named = typeof options.config === "string" ? options.config : undefined;
  const isThere = named !== undefined || isConfigIn(io.workingDirectory);
  const config = isThere ? (await loadConfig(io.workingDirectory, named)).value : null;
  const { targets } = Object(config) as { readonly targets?: unknown };
  const own = Array.isArray(targets) ? targets.filter((each) => typeof each === "string") : [];
  const others = catalog.providers
    .filter((provider) => catalog.models(provider).length > 0)
    .map((provider) => `${provider}/${catalog.defaultModel(provider).id}`);
  return [...own, ...others];
}
