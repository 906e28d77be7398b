// Every canary: each file of this folder that exports one, by where it comes from. None is a lane of
// a run unless it is named: they are here to show that each claim can be violated, and by what.
import { readdirSync } from "node:fs";
import { basename, extname } from "node:path";
import type { Lane } from "../lane.ts";
import type { Canary } from "./canary.ts";

const sources: readonly Canary["source"][] = ["mutant", "model", "bug", "claim"];

const own = basename(import.meta.filename);

/** Compiled or not: all of them end as this file does. */
const names = readdirSync(import.meta.dirname)
  .filter((name) => extname(name) === extname(own) && !name.endsWith(".d.ts") && name !== own)
  .toSorted();

const modules: readonly Readonly<Record<string, unknown>>[] = await Promise.all(
  names.map((name) => import(new URL(name, import.meta.url).href)),
);

const isCanary = (value: unknown): value is Canary =>
  typeof value === "object" && value !== null && "breaks" in value && "lane" in value;

const found = modules.flatMap((module) => Object.values(module)).filter(isCanary);

export const canaries: readonly Canary[] = sources.flatMap((source) =>
  found.filter((canary) => canary.source === source),
);

/** Their lanes; other processes find them by this module. */
export const canaryLanes: readonly Lane[] = canaries.map(({ lane }) => ({
  ...lane,
  module: import.meta.filename,
}));
