// Every option of a command may come from the environment, as `MATRIX_<OPTION>`; the command line beats it.
import { Command, type Option } from "commander";
import { isSwitchedOn, switchWords } from "../world/switch-word.ts";
import type { Io } from "./command.ts";

const variableOf = ({ long }: Option) =>
  `MATRIX_${(long ?? "").slice(2).toUpperCase().replaceAll("-", "_")}`;

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
    if (option.required || option.optional) {
      // Empty is what CI services make of an input that was not given.
      return super.addOption(value === "" ? option : option.env(variable));
    }
    // Of a flag, Commander takes any value for yes.
    const isOn = value === undefined || isSwitchedOn(value);
    if (isOn === null) this.#refuse(option, `value '${value}' from env '${variable}'`);
    return super.addOption(isOn ? option.env(variable) : option);
  }

  /** Only where the command is run, and its command line does not say better: there are other commands. */
  #refuse(option: Option, what: string): void {
    this.hook("preAction", () => {
      if (this.getOptionValueSource(option.attributeName()) === "cli") return;
      this.error(`error: option '${option.flags}' ${what} is invalid. It must be ${switchWords}.`);
    });
  }
}
