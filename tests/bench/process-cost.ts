/** What a process has cost its machine so far, as the kernel counts it: from outside, so that it is the same for any program. */

import { readFileSync } from 'node:fs';

/** How the kernel counts time for `/proc`, on every Linux that we know of. */
const TICK_MS = 10;
/** Fields of `/proc/PID/stat` behind the program's name, which may have blanks: state is the first of them. */
const USER = 11;
const SYSTEM = 12;

/** User and system time. @throws where there is no such process, or no `/proc` */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER]) + Number(fields[SYSTEM])) * TICK_MS;
}

/** What of its memory is in the machine's. */
export function residentBytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}
