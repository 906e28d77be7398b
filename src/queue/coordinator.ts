// A run's side of the queue: enqueues the cells that may begin, and brings home what workers made of them.
// Of a run that is gone on with, cells that are in the queue or were brought to their end are not enqueued anew.
import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { PlannedCell } from "../matrix/plan/plan.ts";
import type { BegunElsewhere, CameBack, Elsewhere } from "../matrix/run/elsewhere.ts";
import type { World } from "../world/world.ts";
import type { QueueAddress } from "./address.ts";
import { type Engine, engineSchema, openEngine } from "./engine.ts";
import { openSlots } from "./slots.ts";
import {
  announceRun,
  attemptsOf,
  type CellOrder,
  doneAmong,
  doneChannel,
  forget,
  forgetRun,
  makeTables,
  orderOf,
  queueName,
  type Result,
  resultsOf,
  setState,
  untaken,
  workChannel,
} from "./tables.ts";

interface CoordinatorOptions {
  readonly address: QueueAddress;
  readonly world: Pick<World, "clock" | "randomBytes">;
  onNotice(text: string): void;
}

export function overQueue(options: CoordinatorOptions): Elsewhere {
  let opened: Coordinator | null = null;
  const required = () => {
    if (opened === null) throw new Error("the queue is not open");
    return opened;
  };
  return {
    async begin(opening) {
      opened = new Coordinator(options, opening);
      await opened.open();
    },
    run: (planned, signal) => required().run(planned, signal),
    end: async (isOver) => opened?.end(isOver),
  };
}

/** Most results that are held at once. */
const mostTaken = 16;
/** Where a notice was missed. */
const intakeMs = 1_000;
/** How often lost cells are looked for. */
const losingMs = 2_000;
/** A cell whose worker ends so often may be why. */
const mostLost = 10;
/** The engine's least; a worker says three times as often that it lives. */
const heartbeatSeconds = 10;
/** Its own timeouts end a cell long before. */
const longestCellSeconds = 12 * 60 * 60;

interface Waiting {
  readonly planned: PlannedCell;
  readonly job: string;
  free(): void;
  resolve(outcome: CameBack): void;
  reject(error: unknown): void;
}

class Coordinator {
  readonly #options: CoordinatorOptions;
  readonly #opening: BegunElsewhere;
  readonly #closing = new AbortController();
  readonly #queue: string;
  readonly #waiting = new Map<string, Waiting>();
  /** Jobs of an earlier part of the run, by the places of their cells. */
  readonly #adopted = new Map<number, string>();
  readonly #slots = openSlots();
  #outbox: { id: string; singletonKey: string; data: CellOrder }[] = [];
  #settled: string[] = [];
  #number = 0;
  #engine: Engine | null = null;
  #loops: Promise<void>[] = [];
  #wake = new AbortController();
  #isStopping = false;

  constructor(options: CoordinatorOptions, opening: BegunElsewhere) {
    this.#options = options;
    this.#opening = opening;
    this.#queue = queueName(opening.record.run);
  }

  async open(): Promise<void> {
    const { address, world, onNotice } = this.#options;
    const { record, build, redact } = this.#opening;
    const { signal } = this.#closing;
    const bounds = { supervises: true, connections: 4, world, signal, onNotice };
    const engine = await openEngine({ address, ...bounds });
    this.#engine = engine;
    await makeTables(engine);
    this.#number = world.randomBytes(3).reduce((sum, byte) => sum * 256 + byte, 0);
    await engine.persist(() =>
      engine.boss.createQueue(this.#queue, {
        policy: "singleton",
        retryLimit: mostLost,
        heartbeatSeconds,
        expireInSeconds: longestCellSeconds,
      }),
    );
    await this.#adopt(engine);
    await engine.listen(doneChannel, () => this.#wake.abort());
    await announceRun(engine, record, build, redact);
    await engine.sql("SELECT pg_notify($1, $2)", [workChannel, record.run]);
    onNotice("The cells are enqueued; every `matrix work` with the same queue runs them.");
    this.#loops = [this.#guarded(this.#intake(engine)), this.#guarded(this.#losing(engine))];
  }

  /** What an earlier coordinator of this run enqueued: it may run now, or have come to its end. */
  async #adopt(engine: Engine): Promise<void> {
    const queued = await engine.sql<{ id: string; place: number }>(
      `SELECT id, (data->>'place')::int AS place FROM ${engineSchema}.job
       WHERE name = $1 AND state IN ('created', 'retry', 'active')`,
      [this.#queue],
    );
    const done = await untaken(engine, this.#opening.record.run);
    for (const { id, place } of queued) this.#adopted.set(place, id);
    for (const { job, place } of done) this.#adopted.set(place, job);
  }

  run(planned: PlannedCell, signal: AbortSignal): Promise<CameBack> {
    const { promise, resolve, reject } = Promise.withResolvers<CameBack>();
    const { target } = planned.cell;
    const slot = this.#slots.take(target.provider);
    const adopted = this.#adopted.get(planned.place);
    this.#adopted.delete(planned.place);
    const job = adopted ?? randomUUID();
    this.#waiting.set(job, { planned, job, free: slot.free, resolve, reject });
    if (adopted === undefined) {
      const data = orderOf(planned, this.#number);
      this.#number += 1 + mostLost;
      this.#outbox.push({ id: job, singletonKey: slot.key, data });
    }
    this.#wake.abort();
    const onAbort = () => void this.#guarded(this.#stop());
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true, signal: this.#closing.signal });
    return promise;
  }

  /** Sends what may begin, and takes what came to its end; woken by either. */
  async #intake(engine: Engine): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      await this.#send(engine);
      const isMore = await this.#take(engine);
      await this.#forgetSettled(engine);
      if (isMore || this.#outbox.length > 0) continue;
      const woken = AbortSignal.any([signal, this.#wake.signal]);
      await this.#options.world.clock.sleep(intakeMs, woken);
    }
  }

  async #send(engine: Engine): Promise<void> {
    const jobs = this.#outbox;
    if (jobs.length === 0) return;
    this.#outbox = [];
    // A job that is there already stays: asked twice is asked once.
    await engine.persist(() => engine.boss.insert(this.#queue, jobs));
    await engine.sql("SELECT pg_notify($1, $2)", [workChannel, this.#opening.record.run]);
  }

  /** True where there may be more. */
  async #take(engine: Engine): Promise<boolean> {
    const jobs = [...this.#waiting.keys()];
    if (jobs.length === 0) return false;
    const results = await resultsOf(engine, jobs, mostTaken);
    for (const result of results) await this.#bring(engine, result);
    return results.length === mostTaken;
  }

  async #bring(engine: Engine, result: Result): Promise<void> {
    const evidence = gunzipSync(result.evidence, { maxOutputLength: mostEvidenceBytes }).toString();
    const { durationMs, number } = result;
    await this.#resolve(engine, result.job, { evidence, durationMs }, number);
  }

  async #resolve(engine: Engine, job: string, outcome: CameBack["outcome"], number: number) {
    const waiting = this.#waiting.get(job);
    if (waiting === undefined) return;
    const attempts = number === 0 ? [] : await attemptsOf(engine, job, number);
    this.#waiting.delete(job);
    waiting.free();
    waiting.resolve({
      outcome,
      lost: attempts.map(({ gardenId, worker, evidence }) => ({
        gardenId,
        because: `its worker (${worker}) ended or lost the queue in mid-cell; it was run again`,
        evidence: evidence === null ? null : gunzipSync(evidence).toString(),
      })),
      settled: () => {
        this.#settled.push(job);
        this.#wake.abort();
      },
    });
  }

  async #forgetSettled(engine: Engine): Promise<void> {
    const jobs = this.#settled;
    if (jobs.length === 0) return;
    this.#settled = [];
    await forget(engine, jobs);
    // The engine's table stays as small as what is under way.
    await engine.persist(() => engine.boss.deleteJob(this.#queue, jobs));
  }

  /** A cell whose workers all ended, or whose job somebody took away, would be waited for for ever. */
  async #losing(engine: Engine): Promise<void> {
    const { signal } = this.#closing;
    let missing = new Set<string>();
    while (!signal.aborted) {
      await this.#options.world.clock.sleep(losingMs, signal);
      const unsent = new Set(this.#outbox.map(({ id }) => id));
      const jobs = [...this.#waiting.keys()].filter((job) => !unsent.has(job));
      if (jobs.length === 0 || signal.aborted) continue;
      // Sent just before it was stopped, or given back by a worker that was.
      if (this.#isStopping) await engine.persist(() => engine.boss.deleteQueuedJobs(this.#queue));
      const found = await this.#statesOf(engine, jobs);
      for (const [job, { state, output }] of found) {
        if (state !== "failed") continue;
        const because = `no worker brought it to its end in ${mostLost + 1} tries: ${output}`;
        await this.#resolve(engine, job, { never: because, isUnknown: true }, mostLost + 1);
      }
      const gone = jobs.filter((job) => !found.has(job));
      for (const job of gone) {
        if (!missing.has(job)) continue;
        const never = this.#isStopping ? stoppedBefore : "its job was taken out of the queue";
        await this.#resolve(engine, job, { never, isUnknown: false }, 0);
      }
      missing = new Set(gone);
    }
  }

  async #statesOf(engine: Engine, jobs: readonly string[]) {
    const rows = await engine.sql<{ id: string; state: string; output: string | null }>(
      `SELECT id, state, output->>'message' AS output FROM ${engineSchema}.job
       WHERE name = $1 AND id = ANY($2::uuid[])`,
      [this.#queue, jobs],
    );
    const done = await doneAmong(engine, jobs);
    return new Map([
      ...rows.map(
        ({ id, state, output }) => [id, { state, output: output ?? "its worker ended" }] as const,
      ),
      ...done.map(({ job }) => [job, { state: "completed", output: "" }] as const),
    ]);
  }

  /** What has not begun never does; workers end what they run. */
  async #stop(): Promise<void> {
    const engine = this.#engine;
    if (this.#isStopping || engine === null) return;
    this.#isStopping = true;
    this.#outbox = [];
    await engine.persist(() => engine.boss.deleteQueuedJobs(this.#queue));
    await setState(engine, this.#opening.record.run, "stopping");
    const jobs = [...this.#waiting.keys()];
    const found = await this.#statesOf(engine, jobs);
    for (const job of jobs) {
      if (found.has(job)) continue;
      await this.#resolve(engine, job, { never: stoppedBefore, isUnknown: false }, 0);
    }
  }

  async end(isOver: boolean): Promise<void> {
    const engine = this.#engine;
    this.#closing.abort();
    this.#wake.abort();
    await Promise.allSettled(this.#loops);
    if (engine === null) return;
    try {
      await this.#forgetSettled(engine);
      await setState(engine, this.#opening.record.run, "over");
      if (isOver && !this.#isStopping) {
        await forgetRun(engine, this.#opening.record.run);
        await engine.boss.deleteQueue(this.#queue);
      }
    } catch (error) {
      this.#options.onNotice(`What the run left in the queue was not cleared: ${String(error)}`);
    } finally {
      await engine.close();
    }
  }

  /** A loop that ends by an error ends the run: nobody else would bring a cell home. */
  async #guarded(loop: Promise<void>): Promise<void> {
    await loop.catch((error: unknown) => {
      if (this.#closing.signal.aborted) return;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
  }
}

const stoppedBefore = "interrupted before it started";

/** What one cell may record; a worker is no stranger, and a mistake shall not fill the memory. */
const mostEvidenceBytes = 512 * 1024 ** 2;
