// `matrix work`: takes cells out of the queue, runs them as a run would, and puts their evidence into the
// database in the transaction that completes them. A cell that it cannot bring to its end goes back.
import { rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { cellDirectory, evidenceFile } from "../matrix/plan/layout.ts";
import { recordCell } from "../matrix/run/execute.ts";
import { readRegularFile } from "../world/node/regular-file.ts";
import { StorageError } from "../world/storage-error.ts";
import { UsageError } from "../world/usage-error.ts";
import { messageOf } from "../world/world.ts";
import type { QueueAddress } from "./address.ts";
import { affectedBy, type Engine, openEngine } from "./engine.ts";
import { clearLeft } from "./left.ts";
import { type Serving, type ServingOptions, serve } from "./serving.ts";
import {
  beginAttempt,
  cellOrder,
  insertResult,
  isCompleted,
  makeTables,
  openRuns,
  queueName,
  workChannel,
} from "./tables.ts";

export interface WorkOptions extends Omit<ServingOptions, "redact"> {
  readonly address: QueueAddress;
  /** Cells at once. */
  readonly cells: number;
  /** Ends when the runs it has served are over, instead of waiting for others. */
  readonly once: boolean;
  /** In words: host and process. */
  readonly name: string;
  readonly signal: AbortSignal;
  onNotice(text: string): void;
}

/** Where a notice was missed. */
const idleMs = 1_000;
/** A third of the engine's heartbeat. */
const beatMs = 3_000;

/** A job as it was fetched; its number tells one attempt from the next. */
interface Fetched {
  readonly id: string;
  readonly retryCount: number;
  readonly data: unknown;
}

/** Resolves with the number of cells that it brought to their end. @throws UsageError where no open run can be served here. */
export async function work(options: WorkOptions): Promise<number> {
  const { address, world, signal, onNotice, cells } = options;
  const bounds = { supervises: false, connections: Math.min(cells, 8) + 2, world, signal };
  const engine = await openEngine({ address, ...bounds, onNotice });
  try {
    await makeTables(engine);
    await clearLeft(engine, options);
    return await new Worker(options, engine).run();
  } finally {
    await engine.close();
  }
}

class Worker {
  readonly #options: WorkOptions;
  readonly #engine: Engine;
  readonly #serving = new Map<string, Serving>();
  readonly #refused = new Map<string, string>();
  /** Runs whose last cells are under way here. */
  readonly #busy = new Map<string, number>();
  readonly #ended = new AbortController();
  readonly #signal: AbortSignal;
  #wake = new AbortController();
  #finished = 0;
  #served = 0;

  constructor(options: WorkOptions, engine: Engine) {
    this.#options = options;
    this.#engine = engine;
    this.#signal = AbortSignal.any([options.signal, this.#ended.signal]);
  }

  async run(): Promise<number> {
    await this.#engine.listen(workChannel, () => this.#wake.abort());
    const slots = Array.from({ length: this.#options.cells }, () => this.#slot());
    const all = [this.#attend(), ...slots].map((loop) =>
      loop.catch((error: unknown) => {
        this.#ended.abort();
        throw error;
      }),
    );
    const outcomes = await Promise.allSettled(all);
    await Promise.allSettled([...this.#serving.values()].map((serving) => this.#close(serving)));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return this.#finished;
  }

  /** Follows which runs are open. */
  async #attend(): Promise<void> {
    while (!this.#signal.aborted) {
      const known = [...this.#serving.keys(), ...this.#refused.keys()];
      const open = await openRuns(this.#engine, known);
      for (const each of open) {
        if (this.#refused.has(each.id)) continue;
        const serving = this.#serving.get(each.id);
        if (serving !== undefined && each.state === "stopping") serving.stop.abort();
        if (serving === undefined && each.state === "open") await this.#begin(each);
      }
      const ids = new Set(open.map(({ id }) => id));
      for (const id of this.#refused.keys()) if (!ids.has(id)) this.#refused.delete(id);
      for (const serving of this.#serving.values()) {
        if (!ids.has(serving.id) && !this.#busy.get(serving.id)) await this.#close(serving);
      }
      const [because] = this.#refused.values();
      if (because !== undefined && this.#serving.size === 0) throw new UsageError(because);
      if (this.#options.once && this.#served > 0 && this.#serving.size === 0) this.#ended.abort();
      else await this.#idle();
    }
  }

  async #begin(open: Parameters<typeof serve>[0]): Promise<void> {
    const { address, onNotice, cells } = this.#options;
    try {
      const serving = await serve(open, { ...this.#options, redact: address.redact });
      this.#serving.set(open.id, serving);
      this.#served += 1;
      onNotice(`Serving run ${open.id}: ${cells === 1 ? "one cell" : `${cells} cells`} at once.`);
      this.#wake.abort();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const because = `Run ${open.id} is not served here. ${error.message}`;
      this.#refused.set(open.id, because);
      if (this.#serving.size > 0) onNotice(because);
    }
  }

  async #close(serving: Serving): Promise<void> {
    this.#serving.delete(serving.id);
    await serving.close();
    rmSync(serving.layout.directory, { recursive: true, force: true });
  }

  async #idle(): Promise<void> {
    this.#wake = this.#wake.signal.aborted ? new AbortController() : this.#wake;
    const { clock } = this.#options.world;
    await clock.sleep(idleMs, AbortSignal.any([this.#signal, this.#wake.signal]));
  }

  async #slot(): Promise<void> {
    while (!this.#signal.aborted) {
      const found = await this.#next();
      if (found === null) await this.#idle();
      else await this.#runJob(...found);
    }
  }

  async #next(): Promise<readonly [Serving, Fetched] | null> {
    for (const serving of this.#serving.values()) {
      if (serving.stop.signal.aborted) continue;
      const [job] = await this.#fetch(serving.id);
      if (job !== undefined) return [serving, job];
    }
    return null;
  }

  /** None where another worker was faster, or the run is over by now. */
  #fetch(run: string): Promise<Fetched[]> {
    const { persist, boss, isLostConnection } = this.#engine;
    return persist(() =>
      boss.fetch(queueName(run)).catch((error: unknown) => {
        if (isLostConnection(error)) throw error;
        const { code } = Object(error) as { readonly code?: string };
        if (code !== undefined && beaten.has(code)) return [];
        if (messageOf(error).includes("does not exist")) return [];
        throw error;
      }),
    );
  }

  async #runJob(serving: Serving, job: Fetched): Promise<void> {
    this.#busy.set(serving.id, (this.#busy.get(serving.id) ?? 0) + 1);
    const over = new AbortController();
    const lost = new AbortController();
    const beating = this.#beat(serving, job, over.signal, lost);
    try {
      await this.#runCell(serving, job, lost.signal);
    } catch (error) {
      await this.#giveBack(serving, job, messageOf(error));
      // A full disk is no cell's fault, and the next one would meet it, too.
      if (error instanceof StorageError) throw error;
    } finally {
      over.abort();
      await beating;
      this.#busy.set(serving.id, (this.#busy.get(serving.id) ?? 1) - 1);
    }
  }

  async #runCell(serving: Serving, job: Fetched, lost: AbortSignal): Promise<void> {
    const { world, name } = this.#options;
    const order = cellOrder.parse(job.data);
    const { cell } = serving.plan(order, job.retryCount);
    const { gardenId } = cell;
    const attempt = { job: job.id, number: job.retryCount, gardenId, worker: name };
    await beginAttempt(this.#engine, serving.id, attempt);
    const signal = AbortSignal.any([this.#signal, serving.stop.signal, lost]);
    const { layout, runner, redact } = serving;
    const startMs = world.clock.monotonicMs();
    const context = { runDirectory: layout.directory, runner, redact, onEvent: () => undefined };
    try {
      await recordCell(cell, { signal, onRefused: () => undefined }, context);
      const durationMs = Math.round(world.clock.monotonicMs() - startMs);
      if (lost.aborted || this.#signal.aborted) {
        await this.#giveBack(serving, job, "its worker was stopped");
        return;
      }
      const evidence = gzipSync(readRegularFile(evidenceFile(layout.directory, gardenId)));
      await this.#complete(serving, job, { place: order.place, durationMs, evidence });
    } finally {
      const { socketDirectory, homeDirectory = socketDirectory } = cell.paths;
      const own = [socketDirectory, homeDirectory, cellDirectory(layout.directory, gardenId)];
      for (const path of own) rmSync(path, { recursive: true, force: true });
    }
  }

  /** Fenced by the attempt: what a worker brings that lost the job meanwhile is not taken. */
  async #complete(
    serving: Serving,
    { id, retryCount }: Fetched,
    outcome: { readonly place: number; readonly durationMs: number; readonly evidence: Uint8Array },
  ): Promise<void> {
    const { persist, transaction, boss } = this.#engine;
    const queue = queueName(serving.id);
    const result = { job: id, number: retryCount, ...outcome };
    const isTaken = await persist(() =>
      transaction(async (db) => {
        const response = await boss.complete(queue, { id, retryCount }, null, { db });
        if (affectedBy(response) !== 1) return false;
        await insertResult(db, serving.id, result);
        return true;
      }),
    );
    // The answer to a commit may be lost with the connection.
    if (isTaken || (await isCompleted(this.#engine, id, retryCount))) this.#finished += 1;
    else this.#options.onNotice(`A cell's result came too late: it is run again elsewhere.`);
  }

  /** As if this worker had ended, and without the wait for its heartbeat. */
  async #giveBack(serving: Serving, { id, retryCount }: Fetched, because: string): Promise<void> {
    const { persist, boss } = this.#engine;
    const message = this.#options.address.redact(because);
    await persist(() => boss.fail(queueName(serving.id), { id, retryCount }, { message })).catch(
      // Then its heartbeat ends.
      () => undefined,
    );
  }

  async #beat(
    serving: Serving,
    { id, retryCount }: Fetched,
    over: AbortSignal,
    lost: AbortController,
  ): Promise<void> {
    const { clock } = this.#options.world;
    while (!over.aborted) {
      await clock.sleep(beatMs, over);
      if (over.aborted) return;
      const answer = await this.#engine.boss
        .touch(queueName(serving.id), { id, retryCount })
        .catch(() => null);
      if (answer !== null && affectedBy(answer) === 0) lost.abort();
    }
  }
}

/** Of PostgreSQL: unique violation, serialization failure, deadlock. */
const beaten: ReadonlySet<string> = new Set(["23505", "40001", "40P01"]);
