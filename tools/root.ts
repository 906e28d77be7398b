// Where the project lies.
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");
