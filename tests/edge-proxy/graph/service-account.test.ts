import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createServiceAccount } from '../../../edge-proxy/graph/service-account.ts';
import { createVault } from '../../../edge-proxy/store/vault.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { startSandbox } from '../../support/sandbox.ts';
import { enterDeviceCode } from '../../support/service-account.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const SERVICE_USER = 'doorlight@northwind.example';
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A tenant and a service account over real HTTP, in one time, which passes only where the test lets it. */
async function aSite({ serviceUser = SERVICE_USER } = {}) {
  const clock = createVirtualClock(at('09:00'));
  const sandbox = await startSandbox({ clock });
  const folder = mkdtempSync(join(tmpdir(), 'doorlight-account-'));
  const keyPath = join(folder, 'doorlight.key');
  const store = createMemoryStore();
  const log = createMemoryLog();
  let underWay = 0;
  const watched: typeof fetch = async (...asked) => {
    underWay += 1;
    try {
      return await fetch(...asked);
    } finally {
      underWay -= 1;
    }
  };
  const open = () => {
    const account = createServiceAccount({
      source: {
        tenantId: sandbox.tenantId,
        clientId: sandbox.serviceClientId,
        authorityHost: `${sandbox.origin}/entra`,
        graphEndpoint: `${sandbox.origin}/graph`,
      },
      serviceUser,
      store,
      vault: createVault({ keyPath, mayMake: true }),
      clock,
      chance: createFixedChance(),
      log,
      fetch: watched,
    });
    closing.push(() => account.close());
    return account;
  };
  closing.push(() => rmSync(folder, { recursive: true }));
  closing.push(() => sandbox.close());

  /** Lets time pass and whatever fell due be answered. */
  async function pass(ms: number): Promise<void> {
    await clock.advance(ms);
    for (let quiet = 0; quiet < 20; quiet = underWay === 0 ? quiet + 1 : 0) await setImmediate();
  }

  const account = open();
  return {
    account,
    open,
    sandbox,
    store,
    log,
    clock,
    keyPath,
    pass,
    async signIn(who = SERVICE_USER) {
      const { userCode, verificationUri } = await account.signIn();
      await enterDeviceCode(verificationUri, userCode, who);
      await pass(5 * SECOND_MS);
    },
  };
}

test('a person enters the code, the account is signed in, and its token opens Graph', async () => {
  const { account, sandbox, pass, clock } = await aSite();
  const before = await account.report();
  const { userCode, verificationUri, expiresAt } = await account.signIn();
  await pass(5 * SECOND_MS);
  const waiting = await account.report();
  await enterDeviceCode(verificationUri, userCode, SERVICE_USER);
  await pass(5 * SECOND_MS);
  const token = await account.credential.token();
  const me = await fetch(`${sandbox.origin}/graph/v1.0/me/events`, { headers: { Authorization: `Bearer ${token}` } });

  expect(before).toMatchObject({ state: 'signed-out', account: null });
  expect(expiresAt).toBe(at('09:15'));
  expect(waiting).toMatchObject({ state: 'waiting', since: at('09:00') });
  expect(await account.report()).toEqual({
    state: 'signed-in',
    account: SERVICE_USER,
    since: clock.now(),
    cause: null,
    remedy: null,
  });
  expect(me.status).not.toBe(401);
});

test('while nobody is signed in there is no token, and it says who must do what', async () => {
  const { account } = await aSite();

  await expect(account.credential.token()).rejects.toMatchObject({ reason: 'credential-refused' });
  expect(account.credential.refusal()).toMatchObject({
    meaning: 'no service account is signed in',
    remedy: expect.stringContaining('npm run sign-in'),
  });
});

test('what is stored is sealed, outlives a restart, and is never logged', async () => {
  const site = await aSite();
  await site.signIn();
  const stored = await site.store.findServiceAccount();
  const next = site.open();
  const token = await next.credential.token();

  expect(stored?.account).toBe(SERVICE_USER);
  expect(token).toMatch(/^ey/);
  expect(JSON.stringify(site.log)).not.toContain(token);
  expect(JSON.stringify(site.log)).not.toContain(SERVICE_USER);
});

test('each renewal keeps the refresh token that came with it in place of the last', async () => {
  const site = await aSite();
  await site.signIn();
  const first = (await site.store.findServiceAccount())?.sealedToken;
  await site.account.credential.token();
  const second = (await site.store.findServiceAccount())?.sealedToken;
  await site.pass(60 * MINUTE_MS);
  await site.account.credential.token();
  const third = (await site.store.findServiceAccount())?.sealedToken;

  expect(new Set([first, second, third]).size).toBe(3);
});

test('a rotated token that cannot be written costs nothing: the one before is still good', async () => {
  const site = await aSite();
  await site.signIn();
  site.store.fail(new Error('disk full'));
  await site.account.credential.token();
  site.store.fail(null);
  await site.pass(60 * MINUTE_MS);

  expect(await site.account.credential.token()).toMatch(/^ey/);
});

test.for([
  { said: 'nothing for fifteen minutes', who: undefined, cause: 'nobody entered the code in time' },
  { said: 'no', who: null, cause: 'the sign-in was declined' },
  { said: 'another name', who: 'priya.raman@northwind.example', cause: 'somebody else than SERVICE_USER signed in' },
])('a person who says $said leaves nobody signed in', async ({ who, cause }) => {
  const site = await aSite();
  const { userCode, verificationUri } = await site.account.signIn();
  if (who !== undefined) await enterDeviceCode(verificationUri, userCode, who);
  for (let n = 0; n < (who === undefined ? 185 : 1); n += 1) await site.pass(5 * SECOND_MS);

  expect(await site.account.report()).toMatchObject({ state: 'refused', account: null, cause });
  expect(await site.store.findServiceAccount()).toBeNull();
});

test('polling goes on through an outage of Entra', async () => {
  const site = await aSite();
  const { userCode, verificationUri } = await site.account.signIn();
  await enterDeviceCode(verificationUri, userCode, SERVICE_USER);
  site.sandbox.faults.order({ preset: 'entra-down' });
  await site.pass(5 * SECOND_MS);
  site.sandbox.faults.mendAll();
  await site.pass(5 * SECOND_MS);

  expect(await site.account.report()).toMatchObject({ state: 'signed-in' });
});

test('after a new password it says that somebody must sign in again, and then serves at once', async () => {
  const site = await aSite();
  await site.signIn();
  await site.account.credential.token();
  site.sandbox.revokeSignIns();
  await site.pass(61 * MINUTE_MS);
  await expect(site.account.credential.token()).rejects.toMatchObject({ reason: 'credential-refused' });
  const refused = await site.account.report();
  await site.signIn();

  expect(refused).toMatchObject({
    state: 'refused',
    account: SERVICE_USER,
    since: expect.any(Number),
    cause: expect.stringContaining('revoked'),
    remedy: expect.stringContaining('Sign in again'),
  });
  expect(await site.account.credential.token()).toMatch(/^ey/);
  expect(await site.account.report()).toMatchObject({ state: 'signed-in' });
});

test('signing out wipes what was kept, and no token is given from then on', async () => {
  const site = await aSite();
  await site.signIn();
  await site.account.credential.token();
  await site.account.signOut();

  expect(await site.store.findServiceAccount()).toBeNull();
  await expect(site.account.credential.token()).rejects.toMatchObject({ reason: 'credential-refused' });
  expect(await site.account.report()).toMatchObject({ state: 'signed-out', account: null });
});

test('signing out while a code waits leaves nobody signed in, whatever the person does then', async () => {
  const site = await aSite();
  const { userCode, verificationUri } = await site.account.signIn();
  await site.account.signOut();
  await enterDeviceCode(verificationUri, userCode, SERVICE_USER);
  await site.pass(10 * SECOND_MS);

  expect(await site.account.report()).toMatchObject({ state: 'signed-out' });
});

test('a second sign-in gives up the first code; the account of before serves until then', async () => {
  const site = await aSite();
  await site.signIn();
  const first = await site.account.signIn();
  const second = await site.account.signIn();
  await enterDeviceCode(first.verificationUri, first.userCode, SERVICE_USER);
  await site.pass(5 * SECOND_MS);
  const between = await site.account.report();

  expect(between).toMatchObject({ state: 'waiting', account: SERVICE_USER });
  expect(await site.account.credential.token()).toMatch(/^ey/);

  await enterDeviceCode(second.verificationUri, second.userCode, SERVICE_USER);
  await site.pass(5 * SECOND_MS);
  expect(await site.account.report()).toMatchObject({ state: 'signed-in' });
});

test('a wrong key file says so and loses nothing', async () => {
  const site = await aSite();
  await site.signIn();
  const stored = await site.store.findServiceAccount();
  writeFileSync(site.keyPath, 'ab'.repeat(32));
  const next = site.open();
  await expect(next.credential.token()).rejects.toMatchObject({ reason: 'credential-refused' });

  expect(await next.report()).toMatchObject({
    state: 'refused',
    account: SERVICE_USER,
    cause: expect.stringContaining('another key'),
    remedy: expect.stringContaining('nothing is lost'),
  });
  expect(await site.store.findServiceAccount()).toEqual(stored);
});

test('an app that is no public client is told what to set', async () => {
  const site = await aSite();
  const app = site.sandbox.directory.serviceApp;
  if (app !== undefined) app.isPublic = false;

  await expect(site.account.signIn()).rejects.toMatchObject({
    reason: 'credential-refused',
    cause: { refusal: { remedy: expect.stringContaining('Allow public client flows') } },
  });
});
