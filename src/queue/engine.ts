// pg-boss on PostgreSQL, loaded only where a queue is asked for. What its connection loses is asked again: a
// server that is restarted is waited for. No error that leaves here holds the address.
import type { PgBoss } from "pg-boss";
import { z } from "zod";
import { UsageError } from "../world/usage-error.ts";
import { messageOf, type World } from "../world/world.ts";
import type { QueueAddress } from "./address.ts";

/** Of the engine: its pool, or one transaction on it. */
export type Database = ReturnType<PgBoss["getDb"]>;

export interface Engine {
  readonly boss: PgBoss;
  /** Asks again while the server is away; it may then be asked twice. */
  persist<T>(question: () => Promise<T>): Promise<T>;
  sql<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Not asked again: what the commit came to is not known where the connection is lost amid it. */
  transaction<T>(statements: (within: Database) => Promise<T>): Promise<T>;
  /** Calls `onNotice` for each NOTIFY and whenever it may have missed one. */
  listen(channel: string, onNotice: () => void): Promise<void>;
  isLostConnection(error: unknown): boolean;
  close(): Promise<void>;
}

interface EngineOptions {
  readonly address: QueueAddress;
  /** Whether this process gives the cells of workers that ended back to the queue. */
  readonly supervises: boolean;
  readonly connections: number;
  readonly world: Pick<World, "clock">;
  /** Ends the waiting for a server that is away. */
  readonly signal: AbortSignal;
  onNotice(text: string): void;
}

/** The engine's tables. */
export const engineSchema = "resume_matrix_engine";

/** A server that is restarted is back long before. */
const mostAwayMs = 5 * 60_000;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** @throws UsageError where the engine is not installed or the database cannot be reached. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { address, supervises, connections, world, signal, onNotice: tell } = options;
  const boss = await create(address, supervises, connections);
  let isAway = false;
  // Every failed statement is told to who asked it; this is for those that the engine asks itself.
  boss.on("error", () => undefined);
  try {
    await boss.start();
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    const message = address.redact(wordsOf(error));
    throw new UsageError(`The queue's database cannot be used: ${message}. Nothing was run.`);
  }
  const db = boss.getDb();
  const handles: { close(): Promise<void> }[] = [];
  const asked = async <T>(question: () => Promise<T>): Promise<T> => {
    try {
      const answer = await question();
      if (isAway) tell("The queue's database is back.");
      isAway = false;
      return answer;
    } catch (error) {
      if (isLost(error)) throw error;
      throw new Error(`the queue: ${address.redact(wordsOf(error))}`);
    }
  };
  const persist: Engine["persist"] = async (question) => {
    const endMs = world.clock.monotonicMs() + mostAwayMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await asked(question);
      } catch (error) {
        if (!isLost(error)) throw error;
        const message = address.redact(wordsOf(error));
        if (signal.aborted || world.clock.monotonicMs() > endMs) {
          throw new Error(`the queue's database is away: ${message}`);
        }
        if (!isAway) tell(`The queue's database is away (${message}); waiting for it.`);
        isAway = true;
        await world.clock.sleep(pauseMs, signal);
      }
    }
  };
  return {
    boss,
    persist,
    sql: (text, values = []) => persist(async () => (await db.executeSql(text, [...values])).rows),
    transaction: (statements) => asked(() => within(db, statements)),
    async listen(channel, onNotice) {
      // Without it the queue is asked at intervals.
      const handle = await db.listen?.(channel, onNotice, onNotice).catch(() => undefined);
      if (handle) handles.push(handle);
    },
    isLostConnection: isLost,
    async close() {
      await Promise.allSettled(handles.map((handle) => handle.close()));
      await boss.stop({ graceful: false }).catch(() => undefined);
    },
  };
}

const response = z.looseObject({ affected: z.number() });

/** How many jobs a command of the engine was right about; its types do not tell. */
export const affectedBy = (answer: unknown): number => response.parse(answer).affected;

async function within<T>(db: Database, statements: (tx: Database) => Promise<T>): Promise<T> {
  if (db.beginTransaction === undefined) throw new Error("this pg-boss has no transactions");
  const transaction = await db.beginTransaction();
  try {
    const answer = await statements(transaction.db);
    await transaction.commit();
    return answer;
  } catch (error) {
    await transaction.rollback().catch(() => undefined);
    throw error;
  }
}

async function create({ url }: QueueAddress, supervises: boolean, connections: number) {
  const { PgBoss } = await import("pg-boss").catch((error: unknown) => {
    const message = `The queue needs pg-boss 12.38 or newer, which is not installed (${codeOf(error)}). Install it beside this tool: npm install pg-boss`;
    throw new UsageError(message);
  });
  return new PgBoss({
    connectionString: url,
    schema: engineSchema,
    application_name: "resume-matrix",
    max: connections,
    schedule: false,
    supervise: supervises,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
}

const codeOf = (error: unknown) => (error as { readonly code?: string } | null)?.code ?? "no code";

/** A connection that fails on several addresses has no message of its own. */
const wordsOf = (error: unknown) => messageOf(error) || codeOf(error);

/** Codes of the system and of PostgreSQL: connection lost, shutting down, starting up. */
const lostCode = /^(ECONN|ETIMEDOUT|EPIPE|ENOENT|EHOSTUNREACH|08|57P0)/;
const lostWords = /connection terminated|client has encountered a connection error|timeout/i;

const isLost = (error: unknown): boolean =>
  lostCode.test(codeOf(error)) || lostWords.test(messageOf(error));
