// docs/reference.md: every command, flag and config key with its default, made from the program and the config's schema.
// `pnpm reference` writes it; a test checks that it is current.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { DescribedCommand, DescribedOption } from "../src/completion/described.ts";
import { configSchema } from "../src/matrix/config/validate.ts";
import { docCommentsOf } from "./doc-comments.ts";
import { describedCommands } from "./program.ts";
import { root } from "./root.ts";

const config = "src/matrix/config/config.ts";

/** Where the fields of a key that is an object are described. */
const within: Readonly<Record<string, readonly [file: string, name: string]>> = {
  timeouts: ["src/evidence/cell.ts", "Timeouts"],
  compare: ["src/matrix/config/compare-shape.ts", "CompareSettings"],
  dossier: [config, "DossierThresholds"],
  known: ["src/matrix/known.ts", "KnownFinding"],
};

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}

export function referencePage(): string {
  return [
    "# Every flag and every config key",
    "",
    "Made from the program and the schema of the config by `pnpm reference`; a test checks that it is current.",
    "Each option may come from the environment as well, as `MATRIX_` and its name: `MATRIX_REPEAT_EACH=3`. The command line beats it.",
    "",
    "## Commands",
    "",
    ...describedCommands().flatMap(commandSection),
    "## The config",
    "",
    "What `matrix.config.ts` exports with `defineMatrix`. A key that does not exist is refused, with the one that was probably meant.",
    "",
    ...configTable(),
    "",
  ].join("\n");
}

function commandSection(command: DescribedCommand): readonly string[] {
  const { name, summary, options } = command;
  const words = command.usage === "" ? "" : ` ${command.usage}`;
  return [
    `### matrix ${name}`,
    "",
    `\`matrix ${name}${words}\`: ${cellText(summary)}.`,
    "",
    "| option | default | meaning |",
    "|---|---|---|",
    ...options.map(optionRow),
    "",
  ];
}

function optionRow(option: DescribedOption): string {
  const { flags, description, choices } = option;
  // A default that the description names already stands in its own column as well.
  const [, said] = /\(default: ([^)]*)\)/.exec(description) ?? [];
  const words = description.replace(/ ?\(default: [^)]*\)/, "");
  const among = choices.length > 0 ? ` (${choices.join(", ")})` : "";
  return row(`\`${flags}\``, option.default ?? said ?? "", `${words}${among}`);
}

function configTable(): readonly string[] {
  const schema = configSchema();
  const shapes: Shape = Object(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  const defaults = schema.parse({ targets: ["openai/gpt-5.4"], dossier: {} });
  const comments = docCommentsOf(config, "MatrixConfig");
  const rows = Object.entries(shapes.properties ?? {}).flatMap(([key, shape]) => {
    const [file, name] = within[key] ?? [];
    const value = key === "targets" ? undefined : valueAt(defaults, key);
    if (file === undefined || name === undefined) return [keyRow(key, value, comments.get(key))];
    const fields = Object.keys(shape.properties ?? shape.items?.properties ?? {});
    const inner = docCommentsOf(file, name);
    const dotted = shape.items === undefined ? `${key}.` : `${key}[].`;
    return [
      keyRow(key, undefined, comments.get(key)),
      ...fields.map((field) =>
        keyRow(`${dotted}${field}`, valueAt(value, field), inner.get(field)),
      ),
    ];
  });
  return ["| key | default | meaning |", "|---|---|---|", ...rows];
}

const valueAt = (value: unknown, key: string): unknown => Object(value)[key];

/** What the schema fills in; where that depends on more than the config, what the comment says. */
function keyRow(key: string, value: unknown, comment = ""): string {
  const [, said] = /\(default: (.*?)\)\.?$/.exec(comment) ?? [];
  const [, amid] = /\(default: ([^)]*)\)/.exec(comment) ?? [];
  const filled = value === undefined || value === null ? null : `\`${JSON.stringify(value)}\``;
  const words = comment.replace(/ ?\(default: [^)]*\)/, "");
  return row(`\`${key}\``, filled ?? said ?? amid ?? "", words);
}

const row = (...cells: readonly string[]) => `| ${cells.map(cellText).join(" | ")} |`;

/** Names in angle brackets are no tags. */
const cellText = (text: string) =>
  text
    .split("`")
    .map((part, index) => (index % 2 === 0 ? part.replace(/</g, "\\<") : part))
    .join("`")
    .replace(/\|/g, "\\|");

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(root, "docs/reference.md"), referencePage());
}
