#!/usr/bin/env node
/**
 * A Chromium of years ago, as today's Playwright can drive it: `OLD_CHROMIUM=/path/to/chromium npm run journeys`. Started in
 * the place of a browser, it starts the one named and hands on what the two say to each other. Playwright's own script uses
 * what old browsers lack; that alone is lent to it, in the world that it keeps apart from the page's, so that the page still
 * stands on what the browser has.
 */

import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

/** In the world of Playwright, never in the page's: each has its own prototypes. */
const LENT = `
Element.prototype.checkVisibility ||= function () {
  for (let at = this; at !== null; at = at.parentElement) if (getComputedStyle(at).display === 'none') return false;
  return this.isConnected;
};
Array.prototype.at ||= function (place) { return this[place < 0 ? this.length + place : place]; };
String.prototype.replaceAll ||= function (what, by) { return what instanceof RegExp ? this.replace(what, by) : this.split(what).join(by); };
Object.hasOwn ||= (one, key) => Object.prototype.hasOwnProperty.call(one, key);
Element.prototype.replaceChildren ||= function (...children) { this.textContent = ''; this.append(...children); };
`.replace(/(\S+) \|\|= /g, 'if (!$1) $1 = ');

const path = process.env['OLD_CHROMIUM'];
if (path === undefined || path === '') throw new Error('OLD_CHROMIUM names no browser');

// It has no GPU to draw on, and its own software renderer is what it was released with.
const browser = spawn(path, ['--headless', '--use-gl=swiftshader', ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'],
});
const [, , , commands, answers] = browser.stdio as unknown as [null, null, null, Writable, Readable];
const [fromPlaywright, toPlaywright] = [createReadStream('', { fd: 3 }), createWriteStream('', { fd: 4 })];

/** Messages end with a null byte. */
let rest = '';
fromPlaywright.setEncoding('utf8').on('data', (chunk) => {
  const messages = (rest + String(chunk)).split('\0');
  rest = messages.pop() ?? '';
  for (const message of messages) commands.write(`${withLent(message)}\0`);
});
fromPlaywright.on('close', () => browser.kill());
answers.pipe(toPlaywright);
browser.on('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => browser.kill(signal));

function withLent(message: string): string {
  if (!message.includes('\\"isUtilityWorld\\":true')) return message;
  const command = JSON.parse(message) as { method: string; params: { expression: string } };
  if (command.method === 'Runtime.evaluate') command.params.expression = LENT + command.params.expression;
  return JSON.stringify(command);
}
