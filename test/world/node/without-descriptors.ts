// Looks at its machine while hardly a file can be opened: `without-descriptors.ts <spare> <name>
// <value>`, to be started under a low limit (`ulimit -n`). `spare` descriptors are left for finding
// what carries the marker, none for the rest. Prints what each look gave as one JSON line.
import { closeSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { nodeWorld } from "../../../src/world/node.ts";

const [spare, name, value] = process.argv.slice(2) as [string, string, string];
const { files, processes } = nodeWorld();
const held: number[] = [];

function exhaust(): void {
  for (;;) {
    try {
      held.push(openSync("/dev/null", "r"));
    } catch {
      return;
    }
  }
}

async function outcome(look: () => unknown): Promise<unknown> {
  try {
    return await look();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

// What is loaded on first use needs descriptors that are no part of the look.
await processes.identify(process.pid);
exhaust();
const identified = await outcome(() => processes.identify(process.pid));
const watched = await outcome(() => {
  files.watch(tmpdir(), () => undefined).close();
  return "a watch";
});
for (const descriptor of held.splice(-Number(spare))) closeSync(descriptor);
const marked = await outcome(async () => (await processes.withMarker(name, value)).length);
for (const descriptor of held) closeSync(descriptor);
process.stdout.write(JSON.stringify({ identified, watched, marked }));
