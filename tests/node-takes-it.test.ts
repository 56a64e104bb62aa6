/**
 * Node runs our files as they are, with the types blanked out, and its parser takes less than the compiler, the linter and
 * the one that unit tests come through: a proxy that none of them faulted did not start.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '..');

test.for(['edge-proxy', 'shared'])('Node takes every file in %s as it is', (folder) => {
  const files = readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' });
  const refused = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      try {
        stripTypeScriptTypes(readFileSync(join(repository, folder, file), 'utf8'));
        return [];
      } catch (error) {
        return [`${file}: ${error instanceof Error ? error.message : error}`];
      }
    });

  expect(refused).toEqual([]);
});
