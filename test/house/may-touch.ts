// Whose job it is to touch the machine, file by file; everybody else is handed a world. A file that
// no longer does so has to be taken off the list.

const byFolder: Readonly<Record<string, readonly string[]>> = {
  agents: ["index"],
  "agents/pi": [
    "ask-models",
    "faults",
    "find",
    "installed",
    "launch",
    "newest",
    "package",
    "resident-extension",
    "trust",
    "user-directory",
  ],
  "agents/pi/faults": [
    "deaf",
    "dies-at-start",
    "floods-stderr",
    "forges-socket",
    "keeps-cache-long",
    "leaves-a-tool",
    "never-serves",
  ],
  "agents/pi/resident": ["extension", "launch", "one-shot"],
  formats: ["fault"],
  canary: ["loopback"],
  commands: ["continued-parts", "follow", "options", "program", "reports"],
  "gate/dispatcher": ["main"],
  gate: ["script"],
  "gate/toolbox/actors": ["main"],
  "lanes/entwurf": ["apart", "ask-at-once", "children", "disk", "find", "load", "open"],
  loopback: ["clock", "exchange", "listen", "websocket", "wire/event-stream"],
  "matrix/clean": ["cells-left", "reap", "residue"],
  "matrix/config": ["load"],
  "matrix/run": ["doctor", "execute", "open-runner", "opening"],
  "matrix/store": [
    "build",
    "canary-record",
    "check",
    "find-run",
    "run-directory",
    "socket-roots",
    "storage",
    "write-reports",
  ],
  "resume/resident": [
    "claim",
    "conversation",
    "ending",
    "grown",
    "note",
    "resident",
    "serve",
    "session-check",
  ],
  world: ["node"],
  "world/node": [
    "files",
    "guard",
    "in-hand",
    "launchers",
    "process-table",
    "processes",
    "real-path",
    "regular-file",
    "sockets",
  ],
};

/** Names relative to `src`. */
export const mayTouch: ReadonlySet<string> = new Set([
  ...Object.entries(byFolder).flatMap(([folder, names]) =>
    names.map((name) => `${folder}/${name}.ts`),
  ),
  "main.ts",
]);
