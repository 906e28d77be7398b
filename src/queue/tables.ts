// What the queue keeps beside the engine's own tables, in the same database: the runs that are open, which
// attempts were begun by whom, and the evidence of cells until the run that planned them has it.
import { z } from "zod";
import { targetName } from "../evidence/cell.ts";
import type { PlannedCell } from "../matrix/plan/plan.ts";
import { coordinates } from "../matrix/store/recorded-fields.ts";
import type { RunRecord } from "../matrix/store/run-record.ts";
import type { Coordinates } from "../matrix/summary/result.ts";
import type { Database, Engine } from "./engine.ts";

const schema = "resume_matrix";

/** Of the channel that says that there is work, and of the one that says that a cell came to its end. */
export const workChannel = "resume_matrix_work";
export const doneChannel = "resume_matrix_done";

/** Longer ones of a run that is over; its workers have to see that it is. */
const keptRunDays = 14;

const definition = `
  CREATE SCHEMA IF NOT EXISTS ${schema};
  CREATE TABLE IF NOT EXISTS ${schema}.run (
    id text PRIMARY KEY,
    state text NOT NULL,
    build text NOT NULL,
    record jsonb NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE IF NOT EXISTS ${schema}.attempt (
    job uuid NOT NULL,
    number int NOT NULL,
    run text NOT NULL,
    garden_id text NOT NULL,
    worker text NOT NULL,
    evidence bytea,
    PRIMARY KEY (job, number));
  CREATE INDEX IF NOT EXISTS attempt_garden_id ON ${schema}.attempt (garden_id);
  CREATE TABLE IF NOT EXISTS ${schema}.result (
    job uuid PRIMARY KEY,
    number int NOT NULL,
    run text NOT NULL,
    place int NOT NULL,
    duration_ms int NOT NULL,
    evidence bytea NOT NULL);
  ALTER TABLE ${schema}.result ALTER COLUMN evidence SET STORAGE EXTERNAL;
  DELETE FROM ${schema}.run WHERE state = 'over' AND opened_at < now() - interval '${keptRunDays} days';`;

/** Any number, the same for all: two that make the tables at once would stumble. */
const lockNumber = 7_316_520_145;

export async function makeTables({ persist, transaction }: Engine): Promise<void> {
  await persist(() =>
    transaction(async (within) => {
      await within.executeSql("SELECT pg_advisory_xact_lock($1)", [lockNumber]);
      for (const statement of definition.split(";").filter((text) => text.trim() !== "")) {
        await within.executeSql(statement);
      }
    }),
  );
}

/** One for each run: a limit of one run's providers is none of another's. */
export const queueName = (run: string) => `cells-${run}`;

/** What a worker needs to make the same cell; its names, nonces and directories are the worker's. */
export interface CellOrder extends Pick<Coordinates, "lane" | "scenario" | "repetition"> {
  readonly target: Coordinates["target"];
  /** The history's name; null where there is one turn of text. */
  readonly history: string | null;
  /** In the run's plan. */
  readonly place: number;
  /** Of this order alone, with room for its attempts: it makes the end of the cell's garden id. */
  readonly number: number;
}

export function orderOf({ cell, place }: PlannedCell, number: number): CellOrder {
  const { target, lane, scenario, repetition, history } = cell;
  return { target, lane, scenario, repetition, history: history?.name ?? null, place, number };
}

export const cellOrder: z.ZodType<CellOrder> = z.looseObject({
  ...coordinates,
  history: z.string().nullable(),
  place: z.number(),
  number: z.number(),
});

export type RunState = "open" | "stopping" | "over";

export interface OpenRun {
  readonly id: string;
  readonly state: RunState;
  readonly build: string;
  /** As of `run.json`, its plan empty, and with the targets that its machine can run. */
  readonly record: unknown;
}

/** The records only of those that are not known yet. */
export const openRuns = ({ sql }: Engine, known: readonly string[]) =>
  sql<OpenRun>(
    `SELECT id, state, build, CASE WHEN id = ANY($1::text[]) THEN NULL ELSE record END AS record
     FROM ${schema}.run WHERE state <> 'over' ORDER BY opened_at`,
    [known],
  );

export async function announceRun(
  { sql }: Engine,
  record: RunRecord,
  build: string,
  redact: (text: string) => string,
): Promise<void> {
  const { run, plan } = record;
  const due = plan.filter(({ skip }) => skip === null);
  const runnable = [...new Set(due.map(({ target }) => targetName(target)))];
  await sql(
    `INSERT INTO ${schema}.run (id, state, build, record) VALUES ($1, 'open', $2, $3::jsonb)
     ON CONFLICT (id) DO UPDATE SET state = 'open', build = $2, record = $3::jsonb, opened_at = now()`,
    [run, build, redact(JSON.stringify({ ...record, plan: [], shard: null, runnable }))],
  );
}

export async function setState({ sql }: Engine, run: string, state: RunState): Promise<void> {
  await sql(`UPDATE ${schema}.run SET state = $2 WHERE id = $1`, [run, state]);
  await sql("SELECT pg_notify($1, $2)", [workChannel, run]);
}

export interface Attempt {
  readonly job: string;
  readonly number: number;
  readonly gardenId: string;
  readonly worker: string;
  readonly evidence: Uint8Array | null;
}

/** Twice is once: the answer to the first may have been lost. */
export async function beginAttempt(
  { sql }: Engine,
  run: string,
  { job, number, gardenId, worker }: Omit<Attempt, "evidence">,
): Promise<void> {
  await sql(
    `INSERT INTO ${schema}.attempt (job, number, run, garden_id, worker) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (job, number) DO UPDATE SET garden_id = $4, worker = $5`,
    [job, number, run, gardenId, worker],
  );
}

/** What a worker that was killed had recorded. */
export async function keepLeft(
  { sql }: Engine,
  gardenId: string,
  evidence: Uint8Array,
): Promise<void> {
  await sql(`UPDATE ${schema}.attempt SET evidence = $2 WHERE garden_id = $1`, [
    gardenId,
    evidence,
  ]);
}

/** Those before the one that came to its end, or all of a job that no worker brought to one. */
export const attemptsOf = ({ sql }: Engine, job: string, before: number) =>
  sql<Attempt>(
    `SELECT job, number, garden_id AS "gardenId", worker, evidence FROM ${schema}.attempt
     WHERE job = $1 AND number < $2 ORDER BY number`,
    [job, before],
  );

export interface Result {
  readonly job: string;
  readonly number: number;
  readonly place: number;
  readonly durationMs: number;
  /** The evidence file, gzip. */
  readonly evidence: Uint8Array;
}

/** In the transaction that completes the job: one is not without the other. */
export async function insertResult(
  within: Database,
  run: string,
  { job, number, place, durationMs, evidence }: Result,
): Promise<void> {
  await within.executeSql(
    `INSERT INTO ${schema}.result (job, number, run, place, duration_ms, evidence)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [job, number, run, place, durationMs, evidence],
  );
  await within.executeSql("SELECT pg_notify($1, $2)", [doneChannel, run]);
}

export const resultsOf = ({ sql }: Engine, jobs: readonly string[], most: number) =>
  sql<Result>(
    `SELECT job, number, place, duration_ms AS "durationMs", evidence FROM ${schema}.result
     WHERE job = ANY($1::uuid[]) LIMIT $2`,
    [jobs, most],
  );

export async function isCompleted({ sql }: Engine, job: string, number: number): Promise<boolean> {
  const rows = await sql(`SELECT 1 FROM ${schema}.result WHERE job = $1 AND number = $2`, [
    job,
    number,
  ]);
  return rows.length > 0;
}

export const doneAmong = ({ sql }: Engine, jobs: readonly string[]) =>
  sql<Pick<Result, "job">>(`SELECT job FROM ${schema}.result WHERE job = ANY($1::uuid[])`, [jobs]);

/** Jobs of the run whose results nobody has taken yet. */
export const untaken = ({ sql }: Engine, run: string) =>
  sql<Pick<Result, "job" | "place">>(`SELECT job, place FROM ${schema}.result WHERE run = $1`, [
    run,
  ]);

/** Once the run has them on its own disk. */
export async function forget({ sql }: Engine, jobs: readonly string[]): Promise<void> {
  await sql(`DELETE FROM ${schema}.result WHERE job = ANY($1::uuid[])`, [jobs]);
  await sql(`DELETE FROM ${schema}.attempt WHERE job = ANY($1::uuid[])`, [jobs]);
}

export async function forgetRun({ sql }: Engine, run: string): Promise<void> {
  await sql(`DELETE FROM ${schema}.result WHERE run = $1`, [run]);
  await sql(`DELETE FROM ${schema}.attempt WHERE run = $1`, [run]);
}
