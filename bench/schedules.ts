// One measurement in a process of its own: what one plain schedule costs in the simulated world,
// the gate alone and with every claim judged. `schedules.ts <count>`; prints JSON.
import { v2 } from "../src/lanes/v2.ts";
import { plainCase } from "../src/simulation/case/case.ts";
import { runCase } from "../src/simulation/case/run.ts";
import { runAndJudge } from "../src/simulation/case/verdict.ts";

export interface ScheduleCosts {
  /** Microseconds of processor time for one schedule, one number a round. */
  readonly gateUs: readonly number[];
  readonly judgedUs: readonly number[];
}

const plain = plainCase(v2.name);
const rounds = 12;
/**
 * What a schedule calls once is compiled to its end after some ten thousand schedules (measured:
 * 560 µs a schedule before, 320 after). An exploration of 100,000 is nine tenths of its time there.
 */
const warmUps = 12;
const count = Number(process.argv[2]);

/** As an exploration runs: nobody reads the stacks of simulated errors. */
Error.stackTraceLimit = 0;

const gate = () => runCase(plain, { lane: v2, expectation: { kind: "resumed" } });

async function judged(): Promise<void> {
  const { violations } = await runAndJudge(plain, { lane: v2 });
  if (violations.length > 0) throw new Error(JSON.stringify(violations, null, 2));
}

async function costUs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let run = 0; run < count; run += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

async function costsUs(work: () => Promise<unknown>): Promise<number[]> {
  const costs: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const cost = await costUs(work);
    if (round >= 0) costs.push(cost);
  }
  return costs;
}

const costs: ScheduleCosts = { gateUs: await costsUs(gate), judgedUs: await costsUs(judged) };
console.log(JSON.stringify(costs));
