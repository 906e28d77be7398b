// Which types stand in a package's exported signatures without being exported themselves: whoever
// writes a lane or a claim in a file of its own could not name them.
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

/** Of the installed package in this directory, as sentences; those of its types that do not compile as well. */
export function unnameable(packageDirectory: string, typeRoot: string): readonly string[] {
  const folder = realpathSync(packageDirectory);
  const found: string[] = [];
  const packageJsonFullPath = join(folder, "package.json");
  const configObject = configOf(folder, typeRoot);
  const config = ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath,
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      const { messageId, text } = message;
      if (messageId === "ae-forgotten-export" || messageId.startsWith("TS")) found.push(text);
      // Nothing is printed.
      message.handled = true;
    },
  });
  return succeeded || found.length > 0 ? found : ["the declarations cannot be read"];
}

function configOf(projectFolder: string, typeRoot: string) {
  const mainEntryPointFilePath = join(projectFolder, "dist/index.d.ts");
  const compilerOptions = {
    module: "nodenext",
    target: "es2024",
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    typeRoots: [typeRoot],
    types: ["node"],
  };
  return {
    projectFolder,
    mainEntryPointFilePath,
    compiler: { overrideTsconfig: { compilerOptions, include: [mainEntryPointFilePath] } },
    apiReport: { enabled: false },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
  };
}
