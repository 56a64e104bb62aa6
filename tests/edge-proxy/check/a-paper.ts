/** A paper of this repository, by its headings, as the sites that show it make addresses of them. */

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../../..');

export function aPaper(path: string) {
  const text = readFileSync(join(repository, path), 'utf8');
  return {
    text,
    anchors: () => new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => `${path}#${slug(heading)}`)),
  };
}

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
