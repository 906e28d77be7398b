// How an executable is started: a script for Node runs on this process's own Node, since the one on
// PATH may be too old for pi, or none. Whatever else it is, it is started as it stands.
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Launch {
  readonly command: string;
  readonly commandArguments: readonly string[];
}

/** `#!/usr/bin/env node`, `#!/usr/bin/env -S node --flag`, `#!/opt/node/bin/node`. */
const nodeLine = /^#!\s*(?:\S*\/env(?:\s+-S)?\s+node|\S*\/node)(?:[ \t]+([^\r\n]*))?\r?$/m;

/**
 * What pnpm puts into `node_modules/.bin` in the place of a script for Node. It would take a `node`
 * beside it or on PATH that may be such a script itself, and starts Node as a child of its own: then
 * the process that was started would not be the agent.
 */
const shimOpening = '#!/bin/sh\nbasedir=$(dirname "$(echo "$0"';
const shimTarget = /^\s*exec node\s+"\$basedir\/([^"$`\\]+)"\s+"\$@"$/m;

export function launchOf(path: string): Launch {
  const text = opening(path);
  const script = scriptBehind(path, text);
  if (script !== null) return { command: process.execPath, commandArguments: [script] };
  const line = text.slice(0, longestLine).split("\n", 1)[0] ?? "";
  const match = line.startsWith("#!") ? nodeLine.exec(line) : null;
  if (match === null) return { command: path, commandArguments: [] };
  const flags = (match[1] ?? "").split(/\s+/).filter(Boolean);
  return { command: process.execPath, commandArguments: [...flags, path] };
}

function scriptBehind(path: string, text: string): string | null {
  const [, named] = text.startsWith(shimOpening) ? (shimTarget.exec(text) ?? []) : [];
  const script = named === undefined ? null : join(dirname(path), named);
  return script !== null && existsSync(script) ? script : null;
}

/** As far as a kernel looks for the name of an interpreter. */
const longestLine = 256;

/** Of a shim, bytes: its paths stand in it several times. */
const longestShim = 64 * 1024;

function opening(path: string): string {
  const bytes = Buffer.alloc(longestShim);
  const file = openSync(path, "r");
  try {
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, longestShim, 0));
  } finally {
    closeSync(file);
  }
}
