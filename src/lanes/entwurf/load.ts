// Loads the modules of the package under test into this process. Their types are stripped here,
// which Node refuses to do below node_modules, and a `./x.js` that is an `./x.ts` is found.
import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ModuleName } from "./checkout.ts";
import { modulePath } from "./find.ts";

export type LoadModule = <T>(name: ModuleName) => Promise<T>;

/** Hooks this process's loader, for the files of that directory only. */
export function loaderOf(directory: string): LoadModule {
  const base = `${pathToFileURL(directory).href}/`;
  const isTheirs = (url: string | undefined) =>
    url?.startsWith(base) === true && !url.slice(base.length).includes("node_modules/");
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!isTheirs(context.parentURL) || !/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
        return next(specifier.replace(/\.js$/, ".ts"), context);
      }
    },
    load(url, context, next) {
      if (!isTheirs(url) || !url.endsWith(".ts")) return next(url, context);
      const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), "utf8"));
      return { format: "module", source, shortCircuit: true };
    },
  });
  return (name) => import(pathToFileURL(modulePath(directory, name)).href);
}
