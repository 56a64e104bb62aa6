/** Whatever single thing is set up wrongly, the check names that one, and nothing else, with what mends it. */

import { afterEach, expect, test } from 'vitest';
import { aPaper } from './a-paper.ts';
import { BERGEN, type CheckSite, createCheckSite, KYOTO, NOBODY } from './check-site.ts';

let site: CheckSite;
afterEach(() => site.close());

const MINUTE_MS = 60_000;
const ANY_GUID = '11111111-2222-4333-8444-555555555555';
const DENIED = { kind: 'status', status: 403, code: 'ErrorAccessDenied' } as const;

type Misconfiguration = {
  readonly wrong: string;
  readonly breaks: (site: CheckSite) => unknown;
  /** The ids of every line that is neither well nor skipped. */
  readonly names: readonly string[];
  /** Of the last of them, which is the cause. */
  readonly remedy: RegExp;
  readonly command?: RegExp;
};

const set = (variables: Record<string, string>) => (site: CheckSite) => Object.assign(site.environment, variables);
const unset = (variable: string) => (site: CheckSite) => delete site.environment[variable];
const consent =
  (...roles: string[]) =>
  (site: CheckSite) =>
    site.consentTo(...roles);
/** The access policy with and without somebody. */
const reach =
  ({ also = [], but = [] }: { also?: string[]; but?: string[] }) =>
  ({ exchange, sandbox, roomAddresses }: CheckSite) =>
    exchange.setAccessPolicy(
      [sandbox.serviceUser, ...roomAddresses, ...also].filter((address) => !but.includes(address)),
    );

const misconfigurations: readonly Misconfiguration[] = [
  // ── What is set ──
  {
    wrong: "the secret's ID in place of its value",
    breaks: set({ AZURE_CLIENT_SECRET: ANY_GUID }),
    names: ['configuration:AZURE_CLIENT_SECRET'],
    remedy: /"Value"/,
  },
  {
    wrong: 'Graph of another cloud than the sign-in',
    breaks: set({
      AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us',
      GRAPH_ENDPOINT: 'https://graph.microsoft.com',
    }),
    names: ['configuration:GRAPH_ENDPOINT'],
    remedy: /graph\.microsoft\.us/,
  },
  // ── This machine ──
  {
    wrong: 'a store that cannot be written',
    breaks: set({ DATA_DIR: 'package.json' }),
    names: ['store'],
    remedy: /DATA_DIR/,
  },
  {
    wrong: 'certificates that nobody verifies',
    breaks: set({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    names: ['network'],
    remedy: /NODE_EXTRA_CA_CERTS/,
  },
  {
    wrong: 'a web proxy that Node does not heed',
    breaks: set({ HTTPS_PROXY: 'http://proxy.contoso.com:8080' }),
    names: ['network'],
    remedy: /NODE_USE_ENV_PROXY/,
  },
  {
    wrong: 'a clock that is a minute behind',
    breaks: ({ clock }) => clock.pass(-MINUTE_MS),
    names: ['clock'],
    remedy: /time server/,
    command: /timedatectl/,
  },
  {
    wrong: 'a clock that is six seconds ahead',
    breaks: ({ clock }) => clock.pass(7_000),
    names: ['clock'],
    remedy: /time server/,
  },
  {
    wrong: 'no way to Graph',
    breaks: set({ GRAPH_ENDPOINT: NOBODY }),
    names: ['graph'],
    remedy: /port 443/,
    command: /Test-NetConnection/,
  },
  {
    wrong: 'Graph down',
    breaks: ({ sandbox }) => sandbox.faults.order({ preset: 'graph-down' }),
    names: ['graph'],
    remedy: /Wait/,
  },
  // ── Who we are ──
  {
    wrong: 'a wrong secret',
    breaks: set({ AZURE_CLIENT_SECRET: 'wrong~secret' }),
    names: ['token'],
    remedy: /"Value"/,
    command: /az ad app credential reset/,
  },
  {
    wrong: 'an expired secret',
    breaks: ({ sandbox }) => sandbox.control('PATCH', '/entra', { secretExpired: true }),
    names: ['token'],
    remedy: /new secret/,
    command: /az ad app credential reset/,
  },
  {
    wrong: 'another tenant',
    breaks: set({ AZURE_TENANT_ID: ANY_GUID }),
    names: ['token'],
    remedy: /AZURE_TENANT_ID/,
    command: /az account show/,
  },
  {
    wrong: 'an app that the tenant does not know',
    breaks: set({ AZURE_CLIENT_ID: ANY_GUID }),
    names: ['token'],
    remedy: /AZURE_CLIENT_ID/,
    command: /az ad app show/,
  },
  {
    wrong: 'a certificate that was not uploaded',
    breaks: ({ environment }) => {
      delete environment['AZURE_CLIENT_SECRET'];
      delete environment['AZURE_CLIENT_SECRET_EXPIRES'];
      environment['AZURE_CLIENT_CERTIFICATE_PATH'] = '/certificate.pem';
    },
    names: ['token'],
    remedy: /Upload/,
    command: /--cert '@doorlight-public.pem'/,
  },
  {
    wrong: 'Entra down',
    breaks: ({ sandbox }) => sandbox.faults.order({ preset: 'entra-down' }),
    names: ['token'],
    remedy: /wait/,
  },
  {
    wrong: 'no way to Entra',
    breaks: set({ AZURE_AUTHORITY_HOST: NOBODY }),
    names: ['token'],
    remedy: /AZURE_AUTHORITY_HOST/,
  },
  {
    wrong: 'a secret that runs out in a week',
    breaks: set({ AZURE_CLIENT_SECRET_EXPIRES: '2026-12-01' }),
    names: ['credential'],
    remedy: /new one/,
    command: /credential reset/,
  },
  {
    wrong: 'a secret whose end nobody told',
    breaks: unset('AZURE_CLIENT_SECRET_EXPIRES'),
    names: ['credential'],
    remedy: /AZURE_CLIENT_SECRET_EXPIRES/,
    command: /credential list/,
  },
  // ── Operators ──
  {
    wrong: 'sign-in metadata that cannot be read',
    breaks: ({ sandbox }) => sandbox.control('PATCH', '/entra', { metadataStatus: 503 }),
    names: ['operators'],
    remedy: /openid-configuration/,
  },
  {
    wrong: "a console's app that the tenant does not know",
    breaks: set({ OPERATOR_CLIENT_ID: ANY_GUID }),
    names: ['operators'],
    remedy: /OPERATOR_CLIENT_ID/,
    command: new RegExp(ANY_GUID),
  },
  // ── Permissions ──
  { wrong: 'no consent at all', breaks: consent(), names: ['consent'], remedy: /consent/, command: /admin-consent/ },
  {
    wrong: 'no Place.Read.All',
    breaks: consent('Calendars.ReadWrite', 'MailboxSettings.Read'),
    names: ['permission-places'],
    remedy: /Place\.Read\.All/,
    command: /913b9306-0ce1-42b8-9137-6a7df690a760=Role/,
  },
  {
    wrong: 'no permission for calendars',
    breaks: consent('MailboxSettings.Read', 'Place.Read.All'),
    names: ['permission-calendars-read'],
    remedy: /30 minutes .* 2 hours/,
    command: /-Role 'Application Calendars\.Read' -CustomResourceScope 'Doorlight rooms'/,
  },
  {
    wrong: 'reading without writing',
    breaks: consent('Calendars.Read', 'MailboxSettings.Read', 'Place.Read.All'),
    names: ['permission-calendars-write'],
    remedy: /Calendars\.ReadWrite/,
    command: /-Role 'Application Calendars\.ReadWrite' -CustomResourceScope 'Doorlight service user'/,
  },
  {
    wrong: 'no MailboxSettings.Read',
    breaks: consent('Calendars.ReadWrite', 'Place.Read.All'),
    names: ['permission-mailbox-settings'],
    remedy: /MailboxSettings\.Read/,
    command: /Application MailboxSettings\.Read/,
  },
  {
    wrong: 'no Mail.Send though somebody is to be mailed',
    breaks: (site) => {
      site.sendsMail = true;
      site.consentTo('Calendars.ReadWrite', 'MailboxSettings.Read', 'Place.Read.All');
    },
    names: ['permission-mail-send'],
    remedy: /over the service user alone.* application access policy, consent to Mail\.Send/,
    command: /-Role 'Application Mail\.Send' -CustomResourceScope 'Doorlight service user'/,
  },
  {
    wrong: 'Mail.Send consented to for everybody, beside calendars that are scoped',
    breaks: (site) => {
      site.scopeByAssignments();
      site.consentTo('Place.Read.All', 'Mail.Send');
    },
    names: ['scope'],
    remedy: /service user alone/,
    command: /b633e1c5-b582-4048-a93e-9f11b44c7e96/,
  },
  {
    wrong: 'a role assignment that holds the service user and no room',
    breaks: (site) => {
      site.scopeByAssignments([]);
    },
    names: ['permission-calendars-read'],
    remedy: /over the rooms/,
    command: /Application Calendars\.Read'/,
  },
  {
    wrong: 'a permission that Doorlight does not need',
    breaks: ({ sandbox, consentTo }) => consentTo(...sandbox.directory.daemon.roles, 'Mail.ReadWrite'),
    names: ['scope'],
    remedy: /API permissions/,
  },
  // ── Rooms ──
  {
    wrong: 'an address in ROOM_LISTS that is no room list',
    breaks: set({ ROOM_LISTS: 'spreeufer@northwind.example, lobby@northwind.example' }),
    names: ['room-list:lobby@northwind.example'],
    remedy: /ROOM_LISTS/,
    command: /RoomList/,
  },
  {
    wrong: 'a room list without rooms',
    breaks: ({ exchange, environment }) => {
      exchange.addRoomList({ id: ANY_GUID, address: 'attic@northwind.example', displayName: 'Attic', rooms: [] });
      environment['ROOM_LISTS'] = 'spreeufer@northwind.example, attic@northwind.example';
    },
    names: ['room-list:attic@northwind.example'],
    remedy: /Put rooms on it/,
    command: /Add-DistributionGroupMember -Identity 'attic@northwind\.example'/,
  },
  {
    wrong: 'a tenant without rooms',
    breaks: ({ exchange, roomAddresses }) => roomAddresses.forEach((address) => void exchange.removeMailbox(address)),
    names: ['rooms'],
    remedy: /room mailboxes/,
    command: /RoomMailbox/,
  },
  {
    wrong: 'a room outside the policy',
    breaks: reach({ but: [KYOTO] }),
    names: [`room-readable:${KYOTO}`],
    remedy: /2 hours/,
    command: /^Add-DistributionGroupMember -Identity 'Doorlight rooms' -Member 'kyoto@northwind\.example'$/,
  },
  {
    wrong: 'a room outside the role assignment',
    breaks: (site) => site.scopeByAssignments(site.roomAddresses.filter((address) => address !== KYOTO)),
    names: [`room-readable:${KYOTO}`],
    remedy: /2 hours/,
    command: /'kyoto@northwind\.example'/,
  },
  {
    wrong: 'a policy without the rooms, or one that does not hold yet',
    breaks: ({ exchange, sandbox }) => exchange.setAccessPolicy([sandbox.serviceUser]),
    names: ['room-readable'],
    remedy: /30 minutes/,
    command: /'bergen@northwind\.example', .* \| ForEach-Object/,
  },
  {
    wrong: 'a place whose mailbox is elsewhere',
    breaks: ({ sandbox }) =>
      sandbox.plan.onRequest(
        { operation: 'list-calendar-view', mailbox: KYOTO },
        { kind: 'status', status: 404, code: 'MailboxNotEnabledForRESTAPI' },
      ),
    names: [`room-readable:${KYOTO}`],
    remedy: /Exchange server of your own/,
    command: /Get-EXORecipient/,
  },
  {
    wrong: 'a room whose zone cannot be read',
    breaks: ({ sandbox }) => sandbox.plan.onRequest({ operation: 'get-mailbox-settings', mailbox: BERGEN }, DENIED),
    names: ['zones'],
    remedy: /zone/,
    command: /Set-MailboxRegionalConfiguration -Identity 'bergen/,
  },
  {
    wrong: 'a room with the defaults of Exchange, which rewrite titles',
    breaks: async (site) => {
      const defaults = { deleteSubject: true, addOrganizerToSubject: true, removePrivateProperty: true };
      site.exchange.setProcessing(BERGEN, defaults);
      await site.invite(BERGEN);
    },
    names: ['titles'],
    remedy: /titles off/,
    command:
      /^Set-CalendarProcessing -Identity 'bergen@northwind\.example' -DeleteSubject \$false -AddOrganizerToSubject \$false -RemovePrivateProperty \$false$/,
  },
  {
    wrong: 'a room that answers nobody',
    breaks: async (site) => {
      site.exchange.setProcessing(BERGEN, { automateProcessing: 'AutoUpdate' });
      await site.invite(BERGEN);
    },
    names: ['accepting'],
    remedy: /accept by itself/,
    command: /-AutomateProcessing AutoAccept/,
  },
  // ── Being called by Graph ──
  { wrong: 'no PUBLIC_URL', breaks: unset('PUBLIC_URL'), names: ['webhook'], remedy: /Set PUBLIC_URL/ },
  {
    wrong: 'an address that nobody answers at',
    breaks: set({ PUBLIC_URL: NOBODY }),
    names: ['webhook'],
    remedy: /Start the proxy/,
    command: /Invoke-WebRequest -Method Post/,
  },
  {
    wrong: 'an address at which something else answers',
    breaks: ({ answerWebhookWith }) => answerWebhookWith(() => ({ text: '<h1>It works!</h1>' })),
    names: ['webhook'],
    remedy: /reverse proxy/,
    command: /validationToken/,
  },
  {
    wrong: 'a firewall that lets us through and not Microsoft',
    breaks: ({ answerWebhookWith }) =>
      answerWebhookWith((token) =>
        token.includes('Doorlight') ? { headers: { 'content-type': 'text/plain' }, text: token } : { status: 403 },
      ),
    names: ['webhook'],
    remedy: /from the internet/,
  },
  {
    wrong: 'a right to read that is none to subscribe',
    breaks: ({ sandbox }) =>
      sandbox.plan.onRequest(
        { operation: 'create-subscription' },
        { kind: 'status', status: 403, code: 'ExtensionError' },
      ),
    names: ['webhook'],
    remedy: /polled meanwhile/,
  },
  // ── The service user ──
  {
    wrong: 'a service user outside the policy',
    breaks: (site) => reach({ but: [site.sandbox.serviceUser] })(site),
    names: ['service-user'],
    remedy: /2 hours/,
    command: /Add-DistributionGroupMember -Identity 'Doorlight service user'/,
  },
  {
    wrong: 'a service user that is not there',
    breaks: ({ exchange, sandbox }) => exchange.removeMailbox(sandbox.serviceUser),
    names: ['service-user'],
    remedy: /make the mailbox/,
    command: /^New-Mailbox -Shared .* 'doorlight@northwind\.example'$/,
  },
  {
    wrong: 'a service user with a misspelt address',
    breaks: set({ SERVICE_USER: 'dorlight@northwind.example' }),
    names: ['service-user'],
    remedy: /SERVICE_USER/,
  },
  // ── The scope ──
  { wrong: 'no canary', breaks: unset('CANARY_MAILBOX'), names: ['canary'], remedy: /Set CANARY_MAILBOX/ },
  {
    wrong: 'a canary that is not there',
    breaks: set({ CANARY_MAILBOX: 'nobody@northwind.example' }),
    names: ['canary'],
    remedy: /exists/,
  },
  {
    wrong: 'the canary within the policy',
    breaks: (site) => reach({ also: [site.sandbox.canaryMailbox] })(site),
    names: ['canary', 'scope'],
    remedy: /out of its group/,
  },
  {
    wrong: 'consent in Entra that no policy narrows',
    breaks: ({ exchange }) => exchange.setAccessPolicy(null),
    names: ['canary', 'scope'],
    remedy: /make the policy/,
  },
  {
    wrong: 'consent in Entra that was left over beside role assignments',
    breaks: (site) => {
      site.scopeByAssignments();
      site.consentTo('Calendars.Read', 'Place.Read.All');
    },
    names: ['canary', 'scope'],
    remedy: /take this consent away/,
    command: /'798ee544-9d2d-430c-a058-570e29e34338' \| ForEach-Object \{ Remove-MgServicePrincipalAppRoleAssignment/,
  },
  {
    wrong: 'role assignments that hold the canary too',
    breaks: (site) => site.scopeByAssignments([...site.roomAddresses, site.sandbox.canaryMailbox]),
    names: ['canary'],
    remedy: /Narrow the scope/,
    command: /^Test-ServicePrincipalAuthorization .* -Resource 'marguerite/,
  },
];

test.for(misconfigurations)('$wrong is named, with its remedy', async ({ breaks, names, remedy, command }) => {
  site = await createCheckSite();
  await breaks(site);
  const lines = await site.run();
  const troubles = lines.filter(({ verdict }) => verdict === 'warning' || verdict === 'failed');

  expect(troubles.map(({ id }) => id)).toEqual(names);
  const cause = troubles.at(-1);
  expect(cause?.remedy).toMatch(remedy);
  if (command !== undefined) expect(cause?.command).toMatch(command);
});

test('with nothing wrong every line is well, and nothing is left behind', async () => {
  site = await createCheckSite();
  await site.invite(BERGEN);
  const lines = await site.run();

  expect(lines.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(site.exchange.calendar(site.sandbox.serviceUser).items()).toEqual([]);
  expect(await (await site.sandbox.control('GET', '/subscriptions')).json()).toEqual([]);
});

test('role assignments alone, with places the only consent, are as well as an access policy', async () => {
  site = await createCheckSite();
  site.scopeByAssignments();
  const lines = await site.run();

  expect(lines.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(lines.find(({ id }) => id === 'scope')?.cameBack).toMatch(/RBAC for Applications gives the calendars/);
});

test('what is refused everywhere proves nothing by refusing the canary', async () => {
  site = await createCheckSite();
  site.exchange.setAccessPolicy([]);
  const lines = await site.run();

  expect(lines.find(({ id }) => id === 'canary')).toMatchObject({ verdict: 'skipped' });
});

test("the doors' own subscription is neither in the way nor disturbed", async () => {
  site = await createCheckSite();
  await site.subscribeAsDoorsDo(BERGEN);
  const before = await (await site.sandbox.control('GET', '/subscriptions')).json();
  const lines = await site.run();

  expect(before).toHaveLength(1);
  expect(lines.find(({ id }) => id === 'webhook')).toMatchObject({ verdict: 'ok' });
  expect(await (await site.sandbox.control('GET', '/subscriptions')).json()).toEqual(before);
});

test('no line holds a secret, a token or what a meeting is called, and neither does the log', async () => {
  site = await createCheckSite();
  await site.invite(BERGEN);
  const said = JSON.stringify([await site.run(), site.log.lines]);

  expect(said).not.toContain(site.sandbox.clientSecret);
  expect(said).not.toContain('Merger talks');
  expect(said).not.toMatch(/eyJ[\w-]{8,}\./);
});

test('each line leads to a heading of the paper', async () => {
  site = await createCheckSite();
  const anchors = aPaper('docs/tenant-setup.md').anchors();
  const lines = await site.run();

  expect(lines.filter(({ guide }) => !anchors.has(guide))).toEqual([]);
});
