/** Graph's own payloads from tests/recorded, by their file names there. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Recorded = { readonly response?: { readonly status: number; readonly body?: unknown } };

const FOLDER = join(import.meta.dirname, '../recorded/graph');

export function recordedBody(name: string): unknown {
  return (JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Recorded).response?.body;
}

/** Names, `composed/` included, that match. */
export function recordedNames(pattern: RegExp): string[] {
  const own = readdirSync(FOLDER);
  const composed = readdirSync(join(FOLDER, 'composed')).map((name) => `composed/${name}`);
  return [...own, ...composed].filter((name) => name.endsWith('.json') && pattern.test(name)).sort();
}
