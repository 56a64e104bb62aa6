/**
 * The proxy as main.ts composes it, on a port, before its start: every route is there and guarded, and Exchange is away.
 * Tokens come from a tenant that signs whatever it is asked to; two tablets are paired, and one more was.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../edge-proxy/compose.ts';
import { listen } from '../../edge-proxy/http/listen.ts';
import { hashSecret } from '../../edge-proxy/http/secret-hash.ts';
import { createLog } from '../../edge-proxy/runtime/log.ts';
import { openSqliteStore } from '../../edge-proxy/store/sqlite-store.ts';
import type { BoardId, DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { addMs, HOUR_MS } from '../../shared/basics/instant.ts';
import { CLIENT, startEntra, TENANT } from '../edge-proxy/http/entra-stand-in.ts';
import { aBoard, at } from './builders.ts';
import { createFixedChance } from './fixed-chance.ts';
import { createVirtualClock } from './virtual-clock.ts';

export type GuardedSite = Awaited<ReturnType<typeof openGuardedSite>>;

/** Who asks, and with what. */
export const askers = [
  'nobody',
  'door',
  'board',
  'revoked',
  'Viewer',
  'Operator',
  'Admin',
  'no-role',
  'expired',
  'wrong-audience',
  'other-tenant',
  'door-as-operator',
  'operator-as-door',
] as const;
export type Asker = (typeof askers)[number];

export async function openGuardedSite() {
  const clock = createVirtualClock(at('10:00'));
  const chance = createFixedChance();
  const entra = await startEntra();
  const dataDir = mkdtempSync(join(tmpdir(), 'doorlight-guarded-'));
  const store = openSqliteStore({ dataDir, chance });
  const logged: string[] = [];
  await store.saveBoard(aBoard({ id: 'board-1' as BoardId }));

  /** Paired as a tablet is, its credential claimed. */
  async function pair(name: string, place: { roomId: RoomId; boardId: null } | { roomId: null; boardId: BoardId }) {
    const now = clock.now();
    const pairing = { code: `CODE${name}`, requestHash: hashSecret(`request ${name}`), particulars: null };
    const expiresAt = addMs(now, HOUR_MS);
    const asked = {
      name: null,
      ...pairing,
      address: '10.0.0.9',
      askedAt: now,
      expiresAt,
      status: 'waiting',
      deviceId: null,
    } as const;
    await store.savePairing(asked);
    await store.confirmPairing(asked.code, {
      id: `device-${name}` as DeviceId,
      ...place,
      credentialHash: hashSecret(`nobody's ${name}`),
      particulars: null,
      pairedAt: now,
      pairedBy: 'anna',
      lastSeenAt: null,
      name: null,
      revokedAt: null,
    });
    await store.claimPairing(asked.requestHash, hashSecret(`credential-${name}`));
  }
  await pair('door', { roomId: 'room-lisbon' as RoomId, boardId: null });
  await pair('board', { roomId: null, boardId: 'board-1' as BoardId });
  await pair('revoked', { roomId: 'room-lisbon' as RoomId, boardId: null });
  await store.revokeDevice('device-revoked' as DeviceId, clock.now());

  let answer: (request: Request, env: unknown) => Response | Promise<Response> = () => new Response();
  const listening = await listen({ host: '127.0.0.1', port: 0, tls: null, answer: (one, env) => answer(one, env) });
  const origin = `http://127.0.0.1:${listening.port}`;
  const site = await compose({
    server: {
      host: '127.0.0.1',
      port: listening.port,
      publicUrl: 'https://doors.example',
      dataDir,
      marksDir: null,
      tls: null,
    },
    tenant: {
      mode: 'tenant',
      tenantId: TENANT,
      clientId: CLIENT,
      credential: { kind: 'secret', secret: 'none' },
      authorityHost: entra.origin,
      graphEndpoint: `${entra.origin}/graph`,
      serviceUser: 'doors@northwind.example',
      operatorClientId: CLIENT,
      canaryMailbox: null,
      roomLists: [],
    },
    sandboxOrigin: null,
    store,
    files: new Map(),
    version: '0.0.0',
    clock,
    chance,
    log: createLog({ clock, destination: { write: (line) => void logged.push(line) } }),
  });
  answer = (request, env) => site.app.fetch(request, env as never);

  const bearer = async (claims: Record<string, unknown>): Promise<Record<string, string>> => ({
    Authorization: `Bearer ${await entra.token(clock.now(), claims)}`,
  });
  const cookie = (value: string) => ({ Cookie: `doorlight-device=${value}` });

  let count = 0;

  async function credentialOf(asker: Asker): Promise<Record<string, string>> {
    const past = Math.floor(clock.now() / 1_000) - 3_600;
    switch (asker) {
      case 'nobody':
        return {};
      case 'door':
      case 'board':
      case 'revoked':
        return cookie(`credential-${asker}`);
      case 'Viewer':
      case 'Operator':
      case 'Admin':
        return await bearer({ roles: [asker] });
      case 'no-role':
        return await bearer({ roles: [] });
      case 'expired':
        return await bearer({ roles: ['Admin'], iat: past - 3_600, nbf: past - 3_600, exp: past });
      case 'wrong-audience':
        return await bearer({ roles: ['Admin'], aud: '00000003-0000-0000-c000-000000000000' });
      case 'other-tenant':
        return await bearer({ roles: ['Admin'], tid: '99999999-2222-4333-8444-555555555555' });
      case 'door-as-operator':
        return { Authorization: 'Bearer credential-door' };
      case 'operator-as-door':
        return cookie((await entra.token(clock.now(), { roles: ['Admin'] })).slice(0, 200));
    }
  }

  return {
    origin,
    app: site.app,
    clock,
    store,
    entra,
    logged,
    credentialOf,
    /** The head of the answer: what streams or takes long is let go as soon as it has begun. */
    async ask(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Response> {
      count += 1;
      // From an address of its own, so that what one does wears out nobody else's tries.
      const from = { 'X-Forwarded-For': `10.${Math.floor(count / 250)}.0.${count % 250}` };
      const hangUp = new AbortController();
      const asked = fetch(`${origin}${path}`, {
        method,
        headers: { ...from, ...headers },
        signal: hangUp.signal,
        ...(body && { body }),
      });
      let isAnswered = false;
      const answered = asked.finally(() => {
        isAnswered = true;
      });
      answered.catch(() => undefined);
      // What waits by the clock gets its time.
      while (!isAnswered) {
        await clock.advance(1_000);
        await new Promise((turn) => setImmediate(turn));
      }
      const head = await answered;
      const isEndless = head.headers.get('Content-Type')?.startsWith('text/event-stream') === true;
      const text = isEndless ? null : await head.text();
      hangUp.abort();
      return new Response(text, {
        status: head.status === 204 || head.status === 304 ? 200 : head.status,
        headers: head.headers,
      });
    },
    async close() {
      site.close();
      await listening.close(0);
      await entra.close();
      await store.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
