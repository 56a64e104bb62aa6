/** The check over a sandbox tenant of its own, by HTTP, from the environment that an admin would set; green until a test breaks something. */

import { configurationLines } from '../../../edge-proxy/check/check-report.ts';
import { composeCheck } from '../../../edge-proxy/compose-check.ts';
import { readConfig } from '../../../edge-proxy/config.ts';
import { createLanes } from '../../../edge-proxy/graph/lanes.ts';
import { inspectDatabase, StoreUnusable } from '../../../edge-proxy/store/open-database.ts';
import { addMs, MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { CheckLine } from '../../../shared/wire/check.ts';
import { at } from '../../support/builders.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createLeapingClock } from '../../support/leaping-clock.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { startSandbox } from '../../support/sandbox.ts';
import { type Answer, startStandIn } from '../../support/stand-in.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

export const BERGEN = 'bergen@northwind.example';
export const KYOTO = 'kyoto@northwind.example';
const PRIYA = 'priya.raman@northwind.example';
/** Nobody listens on the port that TCP keeps for itself. */
export const NOBODY = 'http://127.0.0.1:1';
const NOON = '12:00';

export type CheckSite = Awaited<ReturnType<typeof createCheckSite>>;

export async function createCheckSite() {
  const exchangeClock = createVirtualClock(at(NOON));
  const sandbox = await startSandbox({ clock: exchangeClock, answerDelayMs: 1_000 });
  const { exchange } = sandbox;
  const clock = createLeapingClock(at(NOON));
  const log = createMemoryLog();
  let answerWebhook = (token: string): Answer => ({ headers: { 'content-type': 'text/plain' }, text: token });
  const webhook = await startStandIn(({ url }) =>
    answerWebhook(new URL(url, 'http://x').searchParams.get('validationToken') ?? ''),
  );
  const { certificatePem, keyPem } = makeCertificate();
  const keeping = { deleteSubject: false, addOrganizerToSubject: false, removePrivateProperty: false };
  for (const { mailbox } of exchange.rooms()) exchange.setProcessing(mailbox.address, keeping);
  const roomAddresses = exchange.rooms().map(({ mailbox }) => mailbox.address);

  return {
    sandbox,
    exchange,
    clock,
    log,
    webhook,
    roomAddresses,
    /** Whether facilities have named somebody to be mailed. */
    sendsMail: false,
    files: new Map([['/certificate.pem', `${certificatePem}${keyPem}`]]),
    /** What the admin has set; a test changes it. */
    environment: {
      ...sandbox.environment,
      AZURE_CLIENT_SECRET_EXPIRES: '2028-01-01',
      PUBLIC_URL: webhook.origin,
      DATA_DIR: 'data',
    } as Record<string, string>,
    answerWebhookWith(answer: (token: string) => Answer) {
      answerWebhook = answer;
    },
    consentTo(...roles: string[]) {
      sandbox.directory.daemon.roles = roles;
    },
    /** RBAC for Applications as the paper sets it up, with nothing but places consented to in Entra. */
    scopeByAssignments(rooms: readonly string[] = roomAddresses) {
      exchange.setAccessPolicy(null);
      exchange.setRoleAssignments([
        { role: 'Calendars.Read', mailboxes: rooms },
        { role: 'MailboxSettings.Read', mailboxes: rooms },
        { role: 'Calendars.ReadWrite', mailboxes: [sandbox.serviceUser] },
      ]);
      sandbox.directory.daemon.roles = ['Place.Read.All'];
    },
    async subscribeAsDoorsDo(room: string) {
      const form = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
      const { tenantId, clientId, clientSecret, origin } = sandbox;
      const issued = await fetch(`${origin}/entra/${tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }),
      });
      const { access_token } = (await issued.json()) as { access_token: string };
      const made = await fetch(`${origin}/graph/v1.0/subscriptions`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          changeType: 'created,updated,deleted',
          notificationUrl: `${webhook.origin}/webhooks/graph`,
          resource: `users/${room}/events`,
          expirationDateTime: new Date(addMs(at(NOON), 24 * 60 * MINUTE_MS)).toISOString(),
          clientState: 'of the doors',
        }),
      });
      if (made.status !== 201) throw new Error(await made.text());
    },
    /** Three meetings of the coming days, answered by the room as it is set up. */
    async invite(room: string) {
      for (const hours of [20, 22, 24]) {
        const start = addMs(at(NOON), hours * 60 * MINUTE_MS);
        const end = addMs(start, 30 * MINUTE_MS);
        const made = exchange.organize(PRIYA, {
          subject: 'Merger talks',
          start,
          end,
          attendees: [{ address: room }],
        });
        if (!made.ok) throw new Error(JSON.stringify(made.error));
      }
      await exchangeClock.advance(2_000);
      clock.pass(2_000);
    },
    async run(): Promise<CheckLine[]> {
      const { files, environment, sendsMail } = this;
      const readFile = (path: string) => files.get(path) ?? fail(path);
      const config = readConfig(environment, readFile);
      if (!config.ok) return configurationLines(config.error);
      if (config.value.mode === 'sandbox') throw new Error('no tenant is set');
      const { value: tenant } = config;
      const lines: CheckLine[] = [];
      const check = composeCheck({
        server: tenant,
        tenant,
        lanes: createLanes(),
        tryStore: async () => storeFault(tenant.dataDir),
        readFile,
        environment,
        sendsMail,
        clock,
        chance: createFixedChance(),
        log,
        fetch,
      });
      for await (const line of check) lines.push(line);
      return lines;
    },
    async close() {
      await webhook.close();
      await sandbox.close();
    },
  };
}

function fail(path: string): never {
  throw new Error(`no file ${path}`);
}

function storeFault(dataDir: string) {
  try {
    inspectDatabase(dataDir);
    return null;
  } catch (cause) {
    if (cause instanceof StoreUnusable) return cause;
    throw cause;
  }
}
