import { contributes } from '../../../package.json';

/** Settings of the manifest as they are read here: what VS Code shows and what the extension takes is one table. */
const schemas = contributes.configuration.properties satisfies Readonly<Record<string, Schema>>;

type Schema = { readonly default: unknown } & (
  | { readonly type: string; readonly enum?: readonly string[] }
  | { readonly type: string; readonly minimum: number; readonly maximum: number }
);

export const section = 'spellwright';

type WithoutSection<Key> = Key extends `${typeof section}.${infer Name}` ? Name : never;

/** A setting's name, without the section. */
export type SettingName = WithoutSection<keyof typeof schemas>;

export const settingNames = Object.keys(schemas).map((key) => key.slice(section.length + 1)) as SettingName[];

/**
 * A setting's value out of what a user wrote, who may have written anything. A number outside its bounds is moved to the
 * nearer one, and what is not of the setting's kind counts as the default.
 */
export function settingValue(name: SettingName, raw: unknown): unknown {
  const schema: Schema = schemas[`${section}.${name}`];
  return checked(schema, raw) ?? schema.default;
}

function checked(schema: Schema, raw: unknown): unknown {
  if ('minimum' in schema) return between(schema.minimum, schema.maximum, raw);
  if (schema.enum) return schema.enum.find((value) => value === raw);
  if (schema.type === 'string') return typeof raw === 'string' ? raw.trim() : undefined;
  if (schema.type === 'array') return isTexts(raw) ? raw : undefined;
  return typeof raw === schema.type ? raw : undefined;
}

function between(low: number, high: number, raw: unknown): number | undefined {
  return typeof raw === 'number' && Number.isFinite(raw)
    ? Math.min(Math.max(Math.round(raw), low), high)
    : undefined;
}

function isTexts(raw: unknown): boolean {
  return Array.isArray(raw) && raw.every((each) => typeof each === 'string');
}
