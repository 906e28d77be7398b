// The simulator's fidelity: the same drawn commands on the lock and the record store, in the
// simulated world and on a real disk with real processes, have to agree with one tiny model.
import fc from "fast-check";
import { expect, test } from "vitest";
import { recordPath } from "../../../src/formats/places.ts";
import { acquireLock, type HeldLock } from "../../../src/resume/lock.ts";
import { releaseLock } from "../../../src/resume/lock-file.ts";
import { readRecord, upsertRecord } from "../../../src/resume/record.ts";
import { actors, realSystem, type System, simulatedSystem } from "../systems.ts";

const gardenId = "20300115T120000-0a1b2c";
const isForeign = (actor: number) => actor === actors - 1;

interface Model {
  lock: "absent" | "unreadable" | { readonly actor: number; readonly life: number };
  /** What was done by hand to the start that the lock names; any other number says who holds it. */
  start: "told" | "untold" | "given-away";
  marker: boolean;
  /** How many times each actor has died. */
  readonly lives: number[];
  /** The last lock that each actor got. */
  readonly held: ({ readonly actor: number; readonly life: number } | undefined)[];
  /** Native session ids with a record, and whether it is a whole one. */
  readonly records: Map<number, "whole" | "corrupt">;
}

interface Both {
  readonly systems: readonly System[];
  readonly locks: Map<string, HeldLock>;
}

type Command = fc.AsyncCommand<Model, Both>;

/** Does the same in both systems and wants the same, expected answer from each. */
function command(
  name: string,
  check: (model: Model) => boolean,
  act: (system: System, locks: Map<string, HeldLock>) => Promise<unknown>,
  expected: (model: Model) => unknown,
): Command {
  return {
    check,
    async run(model, { systems, locks }) {
      const answers = await Promise.all(systems.map((system) => act(system, locks)));
      const wanted = expected(model);
      for (const [index, answer] of answers.entries()) {
        expect({ [`${name} (${systems[index]?.name})`]: answer }).toEqual({
          [`${name} (${systems[index]?.name})`]: wanted,
        });
      }
    },
    toString: () => name,
  };
}

const lockFile = (system: System) => `${system.directory}/locks/${gardenId}.lock`;
const always = () => true;

const acquire = (actor: number) =>
  command(
    `acquire(${actor})`,
    always,
    (system, locks) =>
      system.as(actor, async (world) => {
        const directory = `${system.directory}/locks`;
        const result = await acquireLock(world, { directory, gardenId, owner: `actor-${actor}` });
        if (result.kind === "conflict") return `conflict, holder ${result.holder?.owner ?? "none"}`;
        locks.set(`${system.name} ${actor}`, result.lock);
        return result.lock.reclaimed ? "reclaimed" : "acquired";
      }),
    (model) => {
      const { lock, lives } = model;
      if (lock === "unreadable") return "conflict, holder none";
      const holder = `actor-${lock === "absent" ? "" : lock.actor}`;
      const isFree = lock === "absent";
      const ended = !isFree && lives[lock.actor] !== lock.life;
      const isDead =
        !isFree &&
        (ended || model.start === "given-away") &&
        isForeign(actor) === isForeign(lock.actor);
      if (!isFree && (!isDead || model.marker)) return `conflict, holder ${holder}`;
      model.lock = { actor, life: lives[actor] as number };
      model.start = "told";
      model.held[actor] = model.lock;
      return isFree ? "acquired" : "reclaimed";
    },
  );

const release = (actor: number) =>
  command(
    `release(${actor})`,
    (model) => model.held[actor] !== undefined,
    (system, locks) =>
      system.as(actor, (world) =>
        releaseLock(world, locks.get(`${system.name} ${actor}`) as HeldLock),
      ),
    (model) => {
      if (model.lock === "absent") return "absent";
      if (model.lock !== model.held[actor]) return "not-owned";
      model.lock = "absent";
      return "released";
    },
  );

const kill = (actor: number) =>
  command(
    `kill(${actor})`,
    always,
    (system) => system.kill(actor),
    (model) => {
      model.lives[actor] = (model.lives[actor] as number) + 1;
    },
  );

/** Somebody's hand: what no program of ours does, and all of them may meet. */
const byHand = (
  name: string,
  check: (model: Model) => boolean,
  act: (system: System, world: Parameters<Parameters<System["as"]>[1]>[0]) => Promise<unknown>,
  expected: (model: Model) => void,
) => command(name, check, (system) => system.as(0, (world) => act(system, world)), expected);

const isTaken = ({ lock }: Model) => lock !== "absent";

const corruptLock = byHand(
  "corrupt the lock",
  isTaken,
  (system, { files }) => files.writeText(lockFile(system), '{"gardenId":'),
  (model) => {
    model.lock = "unreadable";
  },
);

const startKey = /"startTime":"(\d+)",?/;
const hasStart = ({ lock, start }: Model) => typeof lock === "object" && start === "told";

/** As if the holder had died and its number been given to the process that bears it. */
const giveNumberAway = byHand(
  "give the holder's number away",
  hasStart,
  async (system, { files }) => {
    const text = await files.readText(lockFile(system));
    await files.writeText(lockFile(system), text.replace(startKey, '"startTime":"0",'));
  },
  (model) => {
    model.start = "given-away";
  },
);

/** As whoever names no start writes it. */
const forgetStart = byHand(
  "forget the holder's start",
  hasStart,
  async (system, { files }) => {
    const text = await files.readText(lockFile(system));
    await files.writeText(lockFile(system), text.replace(startKey, ""));
  },
  (model) => {
    model.start = "untold";
  },
);

const clearLock = byHand(
  "clear the lock",
  isTaken,
  (system, { files }) => files.unlink(lockFile(system)),
  (model) => {
    model.lock = "absent";
  },
);

const leaveMarker = byHand(
  "leave a marker",
  (model) => !model.marker && isTaken(model),
  (system, { files }) => files.writeText(`${lockFile(system)}.reclaim`, ""),
  (model) => {
    model.marker = true;
  },
);

const clearMarker = byHand(
  "clear the marker",
  ({ marker }) => marker,
  (system, { files }) => files.unlink(`${lockFile(system)}.reclaim`),
  (model) => {
    model.marker = false;
  },
);

const idOf = (native: number) => `20300115T12000${native}-0a1b2c`;
const recordsOf = (system: System) => `${system.directory}/records`;

const upsert = (native: number) =>
  command(
    `upsert(${native})`,
    always,
    (system) =>
      system.as(0, async (world) => {
        const input = { backend: "pi", nativeSessionId: `native-${native}`, cwd: "/w" } as const;
        const whole = { ...input, model: null, isEntwurf: true };
        return upsertRecord(world, recordsOf(system), whole, () => idOf(native)).then(
          (record) => record.gardenId,
          (error: Error) => error.name,
        );
      }),
    ({ records }) => {
      if (records.get(native) === "corrupt") return "CorruptRecordError";
      records.set(native, "whole");
      return idOf(native);
    },
  );

const read = (native: number) =>
  command(
    `read(${native})`,
    always,
    (system) =>
      system.as(0, (world) =>
        readRecord(world, recordsOf(system), idOf(native)).then(
          (record) => record?.nativeSessionId ?? null,
          (error: Error) => error.name,
        ),
      ),
    ({ records }) => {
      const found = records.get(native);
      if (found === undefined) return null;
      return found === "whole" ? `native-${native}` : "CorruptRecordError";
    },
  );

const corruptRecord = (native: number) =>
  byHand(
    `corrupt the record ${native}`,
    ({ records }) => records.has(native),
    (system, { files }) => files.writeText(recordPath(recordsOf(system), idOf(native)), "{"),
    ({ records }) => void records.set(native, "corrupt"),
  );

const removeRecord = (native: number) =>
  byHand(
    `remove the record ${native}`,
    ({ records }) => records.has(native),
    (system, { files }) => files.unlink(recordPath(recordsOf(system), idOf(native))),
    ({ records }) => void records.delete(native),
  );

const anyActor = fc.nat(actors - 1);
const anyNative = fc.nat(2);

const commands = fc.commands(
  [
    ...[anyActor.map(acquire), anyActor.map(acquire), anyActor.map(release), anyActor.map(kill)],
    ...[corruptLock, clearLock, leaveMarker, clearMarker, giveNumberAway, forgetStart].map((each) =>
      fc.constant(each),
    ),
    ...[anyNative.map(upsert), anyNative.map(read)],
    ...[anyNative.map(corruptRecord), anyNative.map(removeRecord)],
  ],
  { maxCommands: 24 },
);

/** How many sequences; more of them by hand: `AGREEMENT_RUNS=1000`. */
const runs = Number(process.env.AGREEMENT_RUNS ?? 100);

test(
  "agrees with a real disk and real processes on the lock and the record store",
  async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const systems = [simulatedSystem(), realSystem()];
        const model: Model = {
          lock: "absent",
          start: "told",
          marker: false,
          records: new Map(),
          lives: new Array(actors).fill(0),
          held: new Array(actors).fill(undefined),
        };
        try {
          await fc.asyncModelRun(() => ({ model, real: { systems, locks: new Map() } }), sequence);
        } finally {
          for (const system of systems) await system.end();
        }
      }),
      { numRuns: runs },
    );
  },
  60_000 + runs * 300,
);

const anyName = fc.constantFrom("a", "b", ".c", "d.jsonl");
const anyPlace = fc.array(anyName, { minLength: 1, maxLength: 3 });

test("agrees with a real disk on what stands below a directory", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyPlace, { maxLength: 6 }), async (places) => {
      const systems = [simulatedSystem(), realSystem()];
      const seen = systems.map((system) =>
        system.as(0, async ({ files }) => {
          const root = `${system.directory}/root`;
          for (const place of places) {
            const path = [root, ...place].join("/");
            // What is a file already, or a directory, stays what it is: both have to refuse alike.
            await files.makeDirectory(path.slice(0, path.lastIndexOf("/"))).catch(() => undefined);
            await files.writeText(path, "").catch(() => undefined);
          }
          return (await files.tree(root)).map((path) => path.slice(root.length));
        }),
      );
      const [simulated, real] = await Promise.all(seen);
      for (const system of systems) await system.end();
      expect(simulated).toEqual(real);
    }),
    { numRuns: 30 },
  );
});
