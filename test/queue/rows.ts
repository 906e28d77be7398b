// What a queue still holds.
import { PgBoss } from "pg-boss";
import { engineSchema } from "../../src/queue/engine.ts";

/** Numbers of rows. */
export async function queueRows(url: string) {
  const boss = new PgBoss({
    connectionString: url,
    schema: engineSchema,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  const count = async (table: string) => {
    const { rows } = await boss.getDb().executeSql(`SELECT count(*)::int AS n FROM ${table}`);
    return rows[0].n as number;
  };
  const found = {
    job: await count(`${engineSchema}.job WHERE name LIKE 'cells-%'`),
    result: await count("resume_matrix.result"),
    attempt: await count("resume_matrix.attempt"),
  };
  await boss.stop({ graceful: false });
  return found;
}
