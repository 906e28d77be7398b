// Completion for bash 3.2 and later, without the bash-completion package. Pure.
import { argumentCases, type Case, namesOfOptions, optionCases } from "./cases.ts";
import { type Names, programs } from "./completed.ts";
import type { DescribedCommand } from "./described.ts";

/** To be sourced: `source <(resume-matrix completion bash)`. */
export function bash(commands: readonly DescribedCommand[], names: Names): string {
  const first = commands.find(({ isDefault }) => isDefault)?.name ?? "";
  const all = commands.map(({ name }) => name);
  return `# bash completion for resume-matrix: source <(resume-matrix completion bash)
_resume_matrix() {
  local line="\${COMP_LINE:0:COMP_POINT}" current previous command=${first} second="" words values="" paths="" options=""
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  current="\${words[\${#words[@]}-1]}"
  previous="\${words[\${#words[@]}-2]}"
  (( \${#words[@]} > 2 )) && second="\${words[1]}"
  case "$second" in
    ${all.join("|")}) command="$second" ;;
  esac
  if [[ $current == --*=* ]]; then
    previous="\${current%%=*}"
    current="\${current#*=}"
  fi
  COMPREPLY=()
  case "$command $previous" in
${optionCases(commands, names).map(branch).join("\n")}
    *)
      case "$command" in
${commands.map((command) => `        ${command.name}) options="${namesOfOptions(command).join(" ")}" ;;`).join("\n")}
      esac
      if [[ $current == -* ]]; then
        values="$options"
      elif (( \${#words[@]} == 2 )); then
        values="${all.join(" ")}"
      else
        case "$command" in
${argumentCases(commands, names).map(branch).join("\n")}
        esac
      fi
      ;;
  esac
  COMPREPLY=($(compgen -W "$values" -- "$current"))
  case "$paths" in
    files) COMPREPLY+=($(compgen -f -- "$current")) ;;
    directories) COMPREPLY+=($(compgen -d -- "$current")) ;;
  esac
  # Readline replaces only what stands behind the last of its word breaks.
  local marks="\${COMP_WORDBREAKS//[^:=]/}" before=""
  [[ -z $marks ]] || before="\${current%"\${current##*[$marks]}"}"
  [[ -z $before ]] || COMPREPLY=("\${COMPREPLY[@]#"$before"}")
}
complete -o bashdefault -F _resume_matrix ${programs.join(" ")}
`;
}

const branch = ({ patterns, values: { words, paths } }: Case): string =>
  `    ${patterns.join("|")}) values="${words.join(" ")}"; paths="${paths}" ;;`;
