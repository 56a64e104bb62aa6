/** `npm run kills -- --bookings 200 --seed 7`: prints what killing the proxy did, and ends with 1 if it cost anything. */

import { parseArgs } from 'node:util';
import { killTheProxy } from './kill-the-proxy.ts';

const { values } = parseArgs({
  options: { bookings: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const figures = await killTheProxy({ bookings: Number(values.bookings), seed: Number(values.seed) });
for (const [name, value] of Object.entries(figures)) process.stdout.write(`${name.padEnd(16)} ${value}\n`);
const { bookings, confirmed, lost, doubled, unsaid, unsettled } = figures;
process.exitCode = confirmed === bookings && lost + doubled + unsaid + unsettled === 0 ? 0 : 1;
