/**
 * What the relay is measured beside: nginx with nchan, the quickest that one can install, where this machine has it; and
 * node:http as most use it, which every machine has. Neither knows who listens, nor keeps anything.
 */

import { fork, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/site.ts';
import { startFlags } from '../support/start-flags.ts';
import { until } from './stage.ts';

export type Relay = {
  readonly port: number;
  /** Of the process that does the work. */
  readonly pid: number;
  /** Where the tablets listen. */
  readonly path: string;
  /** Sends `data` to all as an event of that name. */
  publish(event: string, data: string): Promise<void>;
  close(): Promise<void>;
};

const PATH = '/stream';
const MOST_CONNECTIONS = 16_000;
/** Where Debian's packages put them (nginx-light, libnginx-mod-nchan). */
const NGINX = '/usr/sbin/nginx';
const NCHAN = '/usr/lib/nginx/modules/ngx_nchan_module.so';

export async function startPlainRelay(): Promise<Relay> {
  const child = fork(new URL('./plain-relay-main.ts', import.meta.url), {
    execArgv: [...startFlags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()));
  const port = await Promise.race([
    new Promise<number>((settle) => child.once('message', (told) => settle((told as { port: number }).port))),
    ended.then(() => Promise.reject(new Error('the plain relay ended'))),
  ]);
  return {
    port,
    pid: child.pid ?? 0,
    path: PATH,
    publish: (event, data) => post(`http://127.0.0.1:${port}/publish`, `event: ${event}\ndata: ${data}\n\n`, {}),
    async close() {
      child.disconnect();
      await ended;
    },
  };
}

export function nchanIsInstalled(): boolean {
  return existsSync(NGINX) && existsSync(NCHAN);
}

/** One worker, as we are one process. */
export async function startNchan(): Promise<Relay> {
  const home = await mkdtemp(join(tmpdir(), 'doorlight-nchan-'));
  const port = await freePort();
  await writeFile(join(home, 'nginx.conf'), configuration(home, port));
  const master = spawn(NGINX, ['-p', home, '-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((settle) => master.once('exit', () => settle()));
  const close = async () => {
    master.kill('SIGTERM');
    await ended;
    await rm(home, { recursive: true });
  };
  try {
    await until('nginx answers', () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      ),
    );
    return {
      port,
      pid: workerOf(master.pid ?? 0),
      path: PATH,
      publish: (event, data) => post(`http://127.0.0.1:${port}/publish`, data, { 'X-EventSource-Event': event }),
      close,
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** @see https://nchan.io */
function configuration(home: string, port: number): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${home}/${name};`,
  );
  return `
load_module ${NCHAN};
daemon off;
worker_processes 1;
worker_rlimit_nofile ${MOST_CONNECTIONS + 1_000};
pid ${home}/nginx.pid;
events { worker_connections ${MOST_CONNECTIONS}; }
http {
  access_log off;
  ${folders.join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location = ${PATH} { nchan_subscriber eventsource; nchan_channel_id door; }
    location = /publish { nchan_publisher; nchan_channel_id door; nchan_message_buffer_length 1; }
  }
}
`;
}

/** nginx's own process only looks after it. */
function workerOf(master: number): number {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(parent) === master) return Number(entry);
    } catch {
      // Over since it was listed.
    }
  }
  throw new Error('nginx has no worker');
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'text/plain', ...headers }, body });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the relay answered a message with ${answer.status}`);
}
