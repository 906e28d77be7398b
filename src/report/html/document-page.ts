// A dossier, a comparison or a counterexample as a page. Pure.
import type { DocumentData } from "./document-data.ts";
import { pack } from "./pack.ts";
import { blocks } from "./page-data.ts";
import { pageOf } from "./shell.ts";

export const documentPage = (data: DocumentData): string =>
  pageOf([{ id: blocks.document, packed: pack(data) }]);
