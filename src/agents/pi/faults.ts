// Puts faults into a child: extensions, before the one that a lane gives, so that a fault strikes first.
import { fileURLToPath } from "node:url";
import type { ChildFault } from "../../formats/fault.ts";

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";

const pathOf = (fault: ChildFault): string =>
  fileURLToPath(new URL(`./faults/${fault}.${ending}`, import.meta.url));

/** Of these the first that a lane gives comes after its boolean flags. */
const firstOptions: readonly string[] = ["--extension", "--session", "--session-id"];

export function withFaults(
  given: readonly string[],
  faults: readonly ChildFault[],
): readonly string[] {
  const before = given.findIndex((word) => firstOptions.includes(word));
  const extensions = faults.flatMap((fault) => ["--extension", pathOf(fault)]);
  return given.toSpliced(Math.max(before, 0), 0, ...extensions);
}
