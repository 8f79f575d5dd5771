/** What a value must look like: a JSON schema for whoever calls, and the check that goes with it, so that the two cannot differ. */
export interface Schema<T> {
  readonly json: JsonSchema;
  /** @param at where the value stands, for the message. @throws InputError */
  read(value: unknown, at: string): T;
  readonly isOptional?: boolean;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What values of a schema are. */
export type Of<S> = S extends Schema<infer T> ? T : never;

/** A value that is not as its schema says. The message says what is allowed, in English: it is for a program. */
export class InputError extends Error {
  constructor(at: string, expected: string) {
    super(`${at}: ${expected}`);
    this.name = 'InputError';
  }
}

export interface TextLimits {
  readonly description?: string;
  /** UTF-16 units. */
  readonly most?: number;
}

export function text({ description, most }: TextLimits = {}): Schema<string> {
  return {
    json: { type: 'string', ...limit('maxLength', most), ...described(description) },
    read(value, at) {
      if (typeof value !== 'string') throw new InputError(at, `must be a text, and is ${kindOf(value)}`);
      if (most !== undefined && value.length > most)
        throw new InputError(at, `at most ${most} characters, and it has ${value.length}`);
      return value;
    },
  };
}

export function choice<const T extends string>(options: readonly T[], description?: string): Schema<T> {
  return {
    json: { type: 'string', enum: options, ...described(description) },
    read(value, at) {
      const found = options.find((option) => option === value);
      if (found === undefined) throw new InputError(at, `must be one of ${options.join(', ')}`);
      return found;
    },
  };
}

export function yes(description?: string): Schema<boolean> {
  return {
    json: { type: 'boolean', ...described(description) },
    read(value, at) {
      if (typeof value !== 'boolean')
        throw new InputError(at, `must be true or false, and is ${kindOf(value)}`);
      return value;
    },
  };
}

export interface NumberLimits {
  readonly description?: string;
  readonly least?: number;
  readonly most?: number;
}

/** A whole number. */
export function whole(limits: NumberLimits = {}): Schema<number> {
  return number('integer', limits);
}

export function real(limits: NumberLimits = {}): Schema<number> {
  return number('number', limits);
}

function number(type: 'integer' | 'number', { description, least, most }: NumberLimits): Schema<number> {
  const range = least !== undefined && most !== undefined ? ` between ${least} and ${most}` : '';
  return {
    json: { type, ...limit('minimum', least), ...limit('maximum', most), ...described(description) },
    read(value, at) {
      const isRight =
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (type === 'number' || Number.isInteger(value)) &&
        (least === undefined || value >= least) &&
        (most === undefined || value <= most);
      if (!isRight) throw new InputError(at, `must be a ${type === 'integer' ? 'whole ' : ''}number${range}`);
      return value;
    },
  };
}

export interface ListLimits {
  readonly description?: string;
  readonly least?: number;
  readonly most?: number;
}

export function list<T>(
  of: Schema<T>,
  { description, least = 0, most }: ListLimits = {},
): Schema<readonly T[]> {
  return {
    json: {
      type: 'array',
      items: of.json,
      ...(least > 0 && { minItems: least }),
      ...limit('maxItems', most),
      ...described(description),
    },
    read(value, at) {
      if (!Array.isArray(value)) throw new InputError(at, `must be a list, and is ${kindOf(value)}`);
      if (value.length < least) throw new InputError(at, `at least ${least}, and there are ${value.length}`);
      if (most !== undefined && value.length > most)
        throw new InputError(at, `at most ${most}, and there are ${value.length}`);
      return value.map((each, i) => of.read(each, `${at}[${i}]`));
    },
  };
}

export function nullable<T>(of: Schema<T>): Schema<T | null> {
  return {
    json: { anyOf: [of.json, { type: 'null' }] },
    read: (value, at) => (value === null ? null : of.read(value, at)),
  };
}

export type Optional<T> = Schema<T> & { readonly isOptional: true };

/** A field that may be absent. */
export function optional<T>(of: Schema<T>): Optional<T> {
  return { ...of, isOptional: true };
}

type Fields = Readonly<Record<string, Schema<unknown>>>;

type RecordOf<F extends Fields> = {
  readonly [K in keyof F as F[K] extends Optional<unknown> ? never : K]: Of<F[K]>;
} & {
  readonly [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: Of<F[K]>;
};

/** An object of these fields and no others. */
export function record<const F extends Fields>(fields: F, description?: string): Schema<RecordOf<F>> {
  const names = Object.keys(fields);
  const required = names.filter((name) => !fields[name]!.isOptional);
  return {
    json: {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, fields[name]!.json])),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
      ...described(description),
    },
    read(value, at) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new InputError(at, `must be an object, and is ${kindOf(value)}`);
      const given = value as Readonly<Record<string, unknown>>;
      const stranger = Object.keys(given).find((name) => !names.includes(name));
      if (stranger !== undefined)
        throw new InputError(
          at,
          `has no "${shortened(stranger)}"; it may have ${names.join(', ') || 'nothing'}`,
        );
      const read: [string, unknown][] = [];
      for (const name of names) {
        const schema = fields[name]!;
        if (given[name] !== undefined) read.push([name, schema.read(given[name], inside(at, name))]);
        else if (!schema.isOptional) throw new InputError(inside(at, name), 'is missing');
      }
      return Object.fromEntries(read) as RecordOf<F>;
    },
  };
}

function inside(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

function described(description: string | undefined): JsonSchema {
  return description === undefined ? {} : { description };
}

function limit(name: string, value: number | undefined): JsonSchema {
  return value === undefined ? {} : { [name]: value };
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function shortened(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
