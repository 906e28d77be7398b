// The files that `matrix init` writes, as text. Pure.

export const configText = `// The matrix: what is resumed, and how. \`npx resume-matrix list\` shows the cells that it makes.
import { defineMatrix } from "resume-matrix";

export default defineMatrix({
  // provider/model. At loopback, the default, no key is needed: the model's words are scripted.
  targets: ["openai/gpt-5.4", "anthropic/claude-sonnet-5"],
  // Implementations of resume; your own is made with defineLane.
  lanes: ["v2"],
  // On every target. All other scenarios are run on the first one, or on each with --full.
  scenarios: ["plain"],
});
`;

/** Of a package that is only here for the matrix. */
export const manifestText = (version: string): string => `{
  "private": true,
  "type": "module",
  "scripts": {
    "matrix": "resume-matrix"
  },
  "devDependencies": {
    "resume-matrix": "${version}"
  }
}
`;

export interface WorkflowFacts {
  /** How the packages are installed. */
  readonly install: string;
  /** From the repository's root to the package; null where they are the same. */
  readonly directory: string | null;
}

const reportDirectory = "matrix-report";

export function workflowText({ install, directory }: WorkflowFacts): string {
  const uploaded = directory === null ? reportDirectory : `${directory}/${reportDirectory}`;
  const place =
    directory === null
      ? ""
      : `    defaults:
      run:
        working-directory: ${JSON.stringify(directory)}
`;
  return `# Runs the resume matrix on each push and pull request: annotations and a summary there, the whole report as an
# artifact. It needs no secret: the models are played at loopback.
name: resume-matrix

on:
  push:
    branches: [main, master]
  pull_request:
  workflow_dispatch:

permissions:
  contents: read

jobs:
  matrix:
    runs-on: ubuntu-latest
    timeout-minutes: 30
${place}    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: ${install}
      - run: >-
          npx resume-matrix
          --reporter github
          --reporter html=${reportDirectory}/report.html
          --reporter junit=${reportDirectory}/junit.xml
          --reporter json=${reportDirectory}/report.json
      - uses: actions/upload-artifact@v4
        if: \${{ !cancelled() }}
        with:
          name: resume-matrix
          path: ${JSON.stringify(uploaded)}
          if-no-files-found: warn
`;
}
