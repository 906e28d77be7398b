// A thread that does nothing but make small objects and leave them: what two of these make more than one is
// what the machine's memory gives to any two threads that do so.
import { serveThread } from "../src/simulation/explore/serve-thread.ts";

function allocate(count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    const made = { index, pair: [index, index + 1], name: `x${index & 255}` };
    sum += made.pair.length + made.name.length;
  }
  return sum;
}

serveThread(() => async (count: number) => allocate(count));
