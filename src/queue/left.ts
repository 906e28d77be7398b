// What killed workers left on this machine: removed when a worker starts here, after what they had recorded
// of their cells went into the database.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { isGardenId } from "../formats/garden-id.ts";
import { removeResidue } from "../matrix/clean/reap.ts";
import { findResidues } from "../matrix/clean/residue.ts";
import { evidenceFile, socketBase } from "../matrix/plan/layout.ts";
import { isAlive } from "../matrix/store/is-alive.ts";
import type { Place } from "../matrix/store/run-directory.ts";
import { readOwnership } from "../matrix/store/run-record.ts";
import { names } from "../matrix/store/socket-roots.ts";
import { realPathOf } from "../world/node/real-path.ts";
import { readRegularFile } from "../world/node/regular-file.ts";
import type { World } from "../world/world.ts";
import type { Engine } from "./engine.ts";
import { keepLeft } from "./tables.ts";

interface LeftOptions {
  readonly place: Place;
  readonly world: World;
  onNotice(text: string): void;
}

export async function clearLeft(engine: Engine, options: LeftOptions): Promise<void> {
  const { place, world, onNotice } = options;
  const own = realPathOf(place.output);
  const base = socketBase(realPathOf(place.systemTemporaryDirectory), place.userId);
  const findings = await findResidues([own], place.socketDirectory ?? base, world, place.userId);
  for (const finding of findings) {
    const { directory } = finding;
    if (finding.kind === "running" || !directory.startsWith(`${own}/`)) continue;
    await keepEvidence(engine, directory);
    const removals = await removeResidue(finding.residue, world);
    const left = removals.filter(({ result }) => result === "survived" || result === "failed");
    for (const { what, name } of left)
      onNotice(`${what} ${name} of a killed worker is still there.`);
    onNotice(`Cleared what a killed worker left: ${removals.length - left.length} pieces.`);
  }
  await removeDead(own, world);
}

async function keepEvidence(engine: Engine, directory: string): Promise<void> {
  for (const gardenId of names(join(directory, "cells")).filter(isGardenId)) {
    const path = evidenceFile(directory, gardenId);
    if (existsSync(path)) await keepLeft(engine, gardenId, gzipSync(readRegularFile(path)));
  }
}

/** The directories themselves, once nothing of theirs is left. */
async function removeDead(output: string, world: World): Promise<void> {
  for (const name of names(output)) {
    const directory = join(output, name);
    const record = readOwnership(directory);
    if (record === null || (await isAlive(record.runner, world))) continue;
    rmSync(directory, { recursive: true, force: true });
  }
}
