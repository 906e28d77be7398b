// Every option of a command may come from the environment, as `MATRIX_<OPTION>`; the command line beats it.
import { Command, type Option } from "commander";
import type { Io } from "./command.ts";

const variableOf = ({ long }: Option) =>
  `MATRIX_${(long ?? "").slice(2).toUpperCase().replaceAll("-", "_")}`;

const isNo = (value: string | undefined) => value === "0" || value === "false";

/** Commander looks into the environment for an option that names its variable when it is added. */
export class EnvironmentCommand extends Command {
  readonly #environment: Io["environment"];

  constructor(name: string | undefined, environment: Io["environment"]) {
    super(name);
    this.#environment = environment;
  }

  override addOption(option: Option): this {
    const variable = variableOf(option);
    const value = this.#environment[variable];
    const isFlag = !option.required && !option.optional;
    // Empty is what CI services make of an input that was not given. Of a flag, Commander takes any value for yes.
    const isGiven = value !== "" && !(isFlag && isNo(value));
    return super.addOption(isGiven ? option.env(variable) : option);
  }
}
