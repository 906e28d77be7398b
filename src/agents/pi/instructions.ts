// How a person points a pi of their own at the embedded provider, in words and commands.
import { directoryVariable } from "./names.ts";
import { redirect } from "./redirect.ts";

/** `first` is a model to try it with. */
export function instructions(
  providers: readonly string[],
  baseUrl: string,
  first: { readonly provider: string; readonly id: string },
): string {
  const targets = providers.map((provider) => ({ provider }));
  const { modelsJson, environment } = redirect(targets, baseUrl);
  const variables = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  const question = `Reply with one line, made by joining these parts with nothing between them: "a" and "b"`;
  return `${[
    `Listening at ${baseUrl}`,
    "",
    "1. Make an empty directory and put this into its models.json:",
    JSON.stringify(modelsJson, null, 2),
    "",
    "2. In a shell where no key of yours is set:",
    `  export ${directoryVariable}=<that directory>`,
    ...variables,
    "",
    "3. Ask it something that it can put together:",
    `  pi -p --provider ${first.provider} --model ${first.id} '${question}'`,
    "",
    "Ctrl-C ends it. Requests:",
  ].join("\n")}\n`;
}
