// `--queue <url>`: a run whose cells are run by `matrix work`, on any number of machines. Nothing of the
// engine is loaded without it, and the address reaches no child, no file and no terminal.
import { type Command, Option } from "commander";
import { UsageError } from "../world/usage-error.ts";
import type { Io } from "./command.ts";

export function addQueue(command: Command): void {
  // How long a cell waits for a machine says nothing of the cell.
  command.addOption(
    new Option(
      "--queue <url>",
      "run the cells with matrix work, through this PostgreSQL database (better: MATRIX_QUEUE)",
    ).conflicts("timeout"),
  );
}

/** @throws UsageError for none, and for what is no address. */
export async function addressIn(url: string | undefined) {
  const { queueAddress, queueVariable } = await import("../queue/address.ts");
  if (url !== undefined && url !== "") return queueAddress(url);
  throw new UsageError(
    `Name the queue: matrix work postgres://…, or ${queueVariable} in the environment.`,
  );
}

const ownVariables = ["MATRIX_QUEUE", "PGPASSWORD"];

/** Children need no database. */
export const withoutQueue = <Given extends Pick<Io, "environment">>(io: Given): Given => ({
  ...io,
  environment: Object.fromEntries(
    Object.entries(io.environment).filter(([name]) => !ownVariables.includes(name)),
  ),
});

/** Null for a run whose cells are run here. */
export async function elsewhereFor(
  url: string | undefined,
  io: Io,
  onNotice: (text: string) => void,
) {
  if (url === undefined) return null;
  const [{ overQueue }, address] = await Promise.all([
    import("../queue/coordinator.ts"),
    addressIn(url),
  ]);
  const world = await io.world();
  return overQueue({ address, world, onNotice: (text) => onNotice(address.redact(text)) });
}
