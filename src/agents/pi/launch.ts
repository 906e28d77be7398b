// How an executable is started: a script for Node runs on this process's own Node, since the one on
// PATH may be too old for pi, or none. Whatever else it is, it is started as it stands.
import { closeSync, openSync, readSync } from "node:fs";

export interface Launch {
  readonly command: string;
  readonly commandArguments: readonly string[];
}

/** `#!/usr/bin/env node`, `#!/usr/bin/env -S node --flag`, `#!/opt/node/bin/node`. */
const nodeLine = /^#!\s*(?:\S*\/env(?:\s+-S)?\s+node|\S*\/node)(?:[ \t]+([^\r\n]*))?\r?$/m;

export function launchOf(path: string): Launch {
  const line = firstLine(path);
  const match = line.startsWith("#!") ? nodeLine.exec(line) : null;
  if (match === null) return { command: path, commandArguments: [] };
  const flags = (match[1] ?? "").split(/\s+/).filter(Boolean);
  return { command: process.execPath, commandArguments: [...flags, path] };
}

/** As far as a kernel looks for the name of an interpreter. */
const longestLine = 256;

function firstLine(path: string): string {
  const bytes = Buffer.alloc(longestLine);
  const file = openSync(path, "r");
  try {
    const length = readSync(file, bytes, 0, longestLine, 0);
    return bytes.toString("latin1", 0, length).split("\n", 1)[0] ?? "";
  } finally {
    closeSync(file);
  }
}
