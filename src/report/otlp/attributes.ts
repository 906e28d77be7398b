// Attributes in OTLP's JSON. Pure.

export interface Attribute {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly intValue?: string;
    readonly boolValue?: boolean;
  };
}

/** Numbers are whole ones; what is undefined is left out. */
export function attributes(
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): readonly Attribute[] {
  return Object.entries(values).flatMap(([key, value]): readonly Attribute[] => {
    if (value === undefined) return [];
    if (typeof value === "boolean") return [{ key, value: { boolValue: value } }];
    if (typeof value === "number") return [{ key, value: { intValue: String(Math.round(value)) } }];
    return [{ key, value: { stringValue: value.toWellFormed() } }];
  });
}
