// Completion for zsh. Pure.
import { argumentCases, type Case, optionCases } from "./cases.ts";
import { type Names, programs } from "./completed.ts";
import type { DescribedCommand } from "./described.ts";

/** To be sourced after `compinit`: `source <(resume-matrix completion zsh)`. */
export function zsh(commands: readonly DescribedCommand[], names: Names): string {
  const first = commands.find(({ isDefault }) => isDefault)?.name ?? "";
  const all = commands.map(({ name }) => name);
  return `#compdef ${programs.join(" ")}
# zsh completion for resume-matrix, after compinit: source <(resume-matrix completion zsh)
_resume_matrix() {
  local command=${first} previous="\${words[CURRENT-1]}" paths=""
  local -a found options
  if (( CURRENT > 2 )); then
    case "\${words[2]}" in
      ${all.join("|")}) command="\${words[2]}" ;;
    esac
  fi
  if compset -P '--[a-z-]##='; then
    previous="\${IPREFIX%=}"
  fi
  case "$command $previous" in
${optionCases(commands, names).map(branch).join("\n")}
    *)
      if [[ $PREFIX == -* ]]; then
        case "$command" in
${commands.map(optionsBranch).join("\n")}
        esac
        _describe -o option options
        return
      elif (( CURRENT == 2 )); then
        options=(${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(" ")})
        _describe command options
        return
      fi
      case "$command" in
${argumentCases(commands, names).map(branch).join("\n")}
      esac
      ;;
  esac
  (( \${#found} > 0 )) && compadd -- "\${found[@]}"
  case "$paths" in
    files) _files ;;
    directories) _files -/ ;;
  esac
}
compdef _resume_matrix ${programs.join(" ")}
`;
}

const branch = ({ patterns, values: { words, paths } }: Case): string =>
  `    ${patterns.join("|")}) found=(${words.join(" ")}); paths="${paths}" ;;`;

function optionsBranch({ name, options }: DescribedCommand): string {
  const words = options.flatMap((option) =>
    option.names.map((each) => quoted(`${each}:${option.description}`)),
  );
  return `        ${name}) options=(${words.join(" ")}) ;;`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
