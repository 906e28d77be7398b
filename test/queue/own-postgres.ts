// A PostgreSQL for all tests of a file: started before the first of them, stopped after the last.
import { afterAll, beforeAll, describe } from "vitest";
import { type Postgres, startPostgres, whyNoPostgres } from "./postgres.ts";

/** To be called once, where a file begins. */
export function ownPostgres(options: Parameters<typeof startPostgres>[0] = {}) {
  const because = whyNoPostgres();
  let started: Postgres | null = null;
  beforeAll(async () => {
    if (because === null) started = await startPostgres(options);
  });
  afterAll(() => started?.stop());
  const server = (): Postgres => {
    if (started === null) throw new Error("PostgreSQL has not been started");
    return started;
  };
  /** Skipped where no PostgreSQL can be run; its name says why. */
  const describeWithPostgres = (name: string, tests: () => void) =>
    describe.skipIf(because !== null)(because === null ? name : `${name} (${because})`, tests);
  return { server, describeWithPostgres };
}
