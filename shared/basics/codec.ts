/**
 * Reading and writing JSON at a border. One definition gives the TypeScript type, the decoder with the path of what was
 * wrong, the encoder, and the JSON Schema from which the proxy publishes its OpenAPI, so that the four cannot part.
 * Our own and not a library's, because it also runs on the tablet, where the smallest library costs a tenth of the
 * whole budget (docs/decisions/0002).
 */

import { type Instant, parseIso, toIso } from './instant.ts';
import { err, ok, type Result } from './result.ts';

/** Where the input was wrong, as a JSON Pointer (RFC 6901; empty for the whole), and what was wanted there. */
export type DecodeFault = { readonly path: string; readonly wanted: string };

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };
export type JsonSchema = { [keyword: string]: Json };

export type Codec<T> = {
  decode(input: unknown, path?: string): Result<T, DecodeFault>;
  encode(value: T): Json;
  readonly schema: JsonSchema;
};

export type Decoded<C> = C extends Codec<infer T> ? T : never;

/** Put in by the build for tablets, which publish no schema and so need not carry what makes them. */
declare const WITHOUT_SCHEMAS: boolean | undefined;
const describes = typeof WITHOUT_SCHEMAS === 'undefined';

/** JSON text to a value; text that is no JSON is a fault like any other. */
export function decodeText<T>(codec: Codec<T>, text: string): Result<T, DecodeFault> {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return fault('', 'JSON');
  }
  return codec.decode(input);
}

export function encodeText<T>(codec: Codec<T>, value: T): string {
  return JSON.stringify(codec.encode(value));
}

type TextLimits = { min?: number; max?: number };

/** Lengths in UTF-16 code units. Always bounded: an endless string is an attack, not an input. */
export function text({ min = 0, max = 1_000 }: TextLimits = {}): Codec<string> {
  return plain(
    (input) => typeof input === 'string' && input.length >= min && input.length <= max,
    `text of ${min} to ${max} characters`,
    describes ? { type: 'string', minLength: min, maxLength: max } : {},
  );
}

type NumberLimits = { min: number; max: number };

export function integer({ min, max }: NumberLimits): Codec<number> {
  return plain(
    (input) => Number.isInteger(input) && (input as number) >= min && (input as number) <= max,
    `a whole number from ${min} to ${max}`,
    describes ? { type: 'integer', minimum: min, maximum: max } : {},
  );
}

export const flag: Codec<boolean> = plain((input) => typeof input === 'boolean', 'true or false', { type: 'boolean' });

export function oneOf<const T extends string>(...members: readonly T[]): Codec<T> {
  return plain((input) => (members as readonly unknown[]).includes(input), `one of ${members.join(', ')}`, {
    type: 'string',
    enum: [...members],
  });
}

export function literal<const T extends string>(member: T): Codec<T> {
  return plain((input) => input === member, member, { type: 'string', const: member });
}

/** An instant as ISO 8601 with its offset; written with `Z`. */
export const isoInstant: Codec<Instant> = parsed(parseIso, toIso, 'an ISO 8601 time with its offset', {
  type: 'string',
  format: 'date-time',
});

/** A string that some parser of ours makes a narrower type of; null from it means no. */
export function parsed<T>(
  parse: (text: string) => T | null,
  print: (value: T) => string,
  wanted: string,
  schema: JsonSchema,
): Codec<T> {
  return {
    decode(input, path = '') {
      const value = typeof input === 'string' ? parse(input) : null;
      return value === null ? fault(path, wanted) : ok(value);
    },
    encode: print,
    schema,
  };
}

/** A string taken as it is for a branded type: ids that somebody else mints. */
export function branded<T extends string>(max = 500): Codec<T> {
  return text({ min: 1, max }) as unknown as Codec<T>;
}

export function nullable<T>(inner: Codec<T>): Codec<T | null> {
  return {
    decode: (input, path = '') => (input === null ? ok(null) : inner.decode(input, path)),
    encode: (value) => (value === null ? null : inner.encode(value)),
    schema: describes ? { anyOf: [inner.schema, { type: 'null' }] } : {},
  };
}

/** `inner`, with what is missing taken from `otherwise`: what an older release wrote stays readable. */
export function filledUp<T>(inner: Codec<T>, otherwise: T): Codec<T> {
  const missing = inner.encode(otherwise) as Record<string, Json>;
  return {
    decode: (input, path = '') => inner.decode(isRecord(input) ? { ...missing, ...input } : input, path),
    encode: (value) => inner.encode(value),
    schema: inner.schema,
  };
}

export function listOf<T>(inner: Codec<T>, { max }: { max: number }): Codec<readonly T[]> {
  return {
    decode(input, path = '') {
      if (!Array.isArray(input) || input.length > max) return fault(path, `a list of at most ${max}`);
      const values: T[] = [];
      for (const [index, entry] of input.entries()) {
        const value = inner.decode(entry, `${path}/${index}`);
        if (!value.ok) return value;
        values.push(value.value);
      }
      return ok(values);
    },
    encode: (values) => values.map((value) => inner.encode(value)),
    schema: describes ? { type: 'array', items: inner.schema, maxItems: max } : {},
  };
}

type Members = Record<string, Codec<unknown>>;
type Shape<M, O> = { readonly [K in keyof M]: Decoded<M[K]> } & { readonly [K in keyof O]?: Decoded<O[K]> };

/**
 * An object with these members, and possibly the optional ones. Others are let pass and dropped, so that an old tablet
 * can talk to a newer proxy and the other way round.
 */
export function object<
  M extends { [K in keyof M]: Codec<unknown> },
  O extends { [K in keyof O]: Codec<unknown> } = Record<never, never>,
>(members: M, optional: O = {} as O): Codec<Shape<M, O>> {
  const wanted = Object.entries(members as Members);
  const welcome = Object.entries(optional as Members);
  return {
    decode(input, path = '') {
      if (!isRecord(input)) return fault(path, 'an object');
      const decoded: Record<string, unknown> = {};
      for (const [name, codec] of wanted) {
        const value = codec.decode(input[name], `${path}/${name}`);
        if (!value.ok) return value;
        decoded[name] = value.value;
      }
      for (const [name, codec] of welcome) {
        if (input[name] === undefined) continue;
        const value = codec.decode(input[name], `${path}/${name}`);
        if (!value.ok) return value;
        decoded[name] = value.value;
      }
      return ok(decoded as Shape<M, O>);
    },
    encode(value) {
      const encoded: Record<string, Json> = {};
      const given = value as Record<string, unknown>;
      for (const [name, codec] of wanted) encoded[name] = codec.encode(given[name]);
      for (const [name, codec] of welcome) {
        if (given[name] !== undefined) encoded[name] = codec.encode(given[name]);
      }
      return encoded;
    },
    schema: describes
      ? {
          type: 'object',
          properties: Object.fromEntries([...wanted, ...welcome].map(([name, codec]) => [name, codec.schema])),
          required: wanted.map(([name]) => name),
        }
      : {},
  };
}

type Variants<V> = { [K in keyof V]: { readonly kind: K } & Decoded<V[K]> }[keyof V];

/** A closed union told apart by its member `kind`. */
export function union<V extends { [K in keyof V]: Codec<unknown> }>(variants: V): Codec<Variants<V>> {
  const byKind = new Map(Object.entries(variants as Members));
  const kinds = [...byKind.keys()];
  return {
    decode(input, path = '') {
      const kind = typeof input === 'object' && input !== null ? (input as { kind?: unknown }).kind : undefined;
      const codec = typeof kind === 'string' ? byKind.get(kind) : undefined;
      if (codec === undefined) return fault(`${path}/kind`, `one of ${kinds.join(', ')}`);
      const value = codec.decode(input, path);
      return value.ok ? ok({ ...(value.value as object), kind } as Variants<V>) : value;
    },
    encode(value) {
      const codec = byKind.get(value.kind as string);
      if (codec === undefined) throw new Error(`no variant ${String(value.kind)}`);
      return { kind: value.kind as string, ...(codec.encode(value) as Record<string, Json>) };
    },
    schema: describes
      ? {
          oneOf: [...byKind].map(([kind, codec]) => ({
            allOf: [{ type: 'object', properties: { kind: { const: kind } }, required: ['kind'] }, codec.schema],
          })),
        }
      : {},
  };
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function plain<T>(test: (input: unknown) => boolean, wanted: string, schema: JsonSchema): Codec<T> {
  return {
    decode: (input, path = '') => (test(input) ? ok(input as T) : fault(path, wanted)),
    encode: (value) => value as Json,
    schema,
  };
}

/** For codecs that are made elsewhere. */
export function fault(path: string, wanted: string): Result<never, DecodeFault> {
  return err({ path, wanted });
}
