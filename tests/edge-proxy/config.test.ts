import { describe, expect, test } from 'vitest';
import { type Config, describeFaults, readConfig } from '../../edge-proxy/config.ts';
import type { Environment } from '../../edge-proxy/config-values.ts';
import { makeCertificate } from '../support/certificate.ts';

const own = makeCertificate();
const other = makeCertificate();
const files: Record<string, string> = {
  'app.pem': own.keyPem + own.certificatePem,
  'public-half.pem': own.certificatePem,
  'mixed.pem': other.keyPem + own.certificatePem,
  'token.jwt': 'aaa.bbb.ccc\n',
  'diary.txt': 'Dear diary',
  'doorlight.key': `${'0f'.repeat(32)}\n`,
  'tls.crt': own.certificatePem,
  'tls.key': own.keyPem,
  'other.key': other.keyPem,
};

function readFile(path: string): string {
  const text = files[path];
  if (text === undefined) throw new Error('ENOENT');
  return text;
}

const tenant = {
  AZURE_TENANT_ID: '8eaef023-2b34-4da1-9baa-8bc8c9d6a490',
  AZURE_CLIENT_ID: '535fb089-9ff3-47b6-9bfb-4f1264799865',
  AZURE_CLIENT_SECRET: 'sampleCredentia1s~x',
  SERVICE_USER: 'Rooms@contoso.com',
  OPERATOR_CLIENT_ID: '11111111-2222-3333-4444-555555555555',
};

function good(env: Environment): Config {
  const result = readConfig(env, readFile);
  if (!result.ok) throw new Error(describeFaults(result.error));
  return result.value;
}

/** The variables at fault, in their order. */
function faulty(env: Environment): string[] {
  const result = readConfig(env, readFile);
  return result.ok ? [] : result.error.map(({ variable }) => variable);
}

describe('with no AZURE_* variable the sandbox serves', () => {
  test('on this machine, at 8080, polling, with data beside it', () => {
    expect(good({})).toEqual({
      mode: 'sandbox',
      ignored: [],
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      dataDir: './data',
      marksDir: null,
      tls: null,
      worker: 'on',
    });
  });

  test('and empty ones are as good as none', () => {
    expect(good({ AZURE_TENANT_ID: '', AZURE_CLIENT_SECRET: '  ', PORT: '', DATABASE_URL: '' }).mode).toBe('sandbox');
  });

  test('and what the Azure CLI or a build agent sets for itself makes no tenant', () => {
    const agent = { AZURE_CONFIG_DIR: '/home/me/.azure', AZURE_EXTENSION_DIR: '/opt/az', AZURE_HTTP_USER_AGENT: 'ci' };

    expect(good(agent).mode).toBe('sandbox');
    expect(good({ ...tenant, ...agent }).mode).toBe('tenant');
  });

  test('what only a tenant has is named as of no use', () => {
    expect(good({ SERVICE_USER: 'rooms@contoso.com' })).toMatchObject({ mode: 'sandbox', ignored: ['SERVICE_USER'] });
  });
});

describe('with any of them it is a tenant, and nothing is guessed', () => {
  test('but the addresses of the public cloud', () => {
    expect(good(tenant)).toEqual({
      mode: 'tenant',
      tenantId: tenant.AZURE_TENANT_ID,
      clientId: tenant.AZURE_CLIENT_ID,
      credential: { kind: 'secret', secret: 'sampleCredentia1s~x' },
      authorityHost: 'https://login.microsoftonline.com',
      graphEndpoint: 'https://graph.microsoft.com',
      serviceUser: 'rooms@contoso.com',
      operatorClientId: tenant.OPERATOR_CLIENT_ID,
      canaryMailbox: null,
      roomLists: [],
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      dataDir: './data',
      marksDir: null,
      tls: null,
      worker: 'on',
    });
  });

  test.for(Object.keys(tenant).filter((name) => name.startsWith('AZURE_')))('%s alone is enough for that', (name) => {
    expect(faulty({ [name]: tenant[name as keyof typeof tenant] })).toContain('SERVICE_USER');
  });

  test.for([
    { AZURE_CLIENT_CERTIFICATE_PATH: 'app.pem', kind: 'certificate', path: 'app.pem' },
    { AZURE_FEDERATED_TOKEN_FILE: 'token.jwt', kind: 'federated', path: 'token.jwt' },
  ])('$kind is a credential too', ({ kind, path, ...variable }) => {
    expect(good({ ...tenant, AZURE_CLIENT_SECRET: '', ...variable })).toMatchObject({ credential: { kind, path } });
  });

  test.for([
    { given: 'https://graph.microsoft.com', read: 'https://graph.microsoft.com' },
    { given: 'https://graph.microsoft.com/', read: 'https://graph.microsoft.com' },
    { given: 'https://graph.microsoft.com/v1.0', read: 'https://graph.microsoft.com' },
    { given: 'https://graph.microsoft.com/v1.0/', read: 'https://graph.microsoft.com' },
    { given: 'http://127.0.0.1:4010/graph', read: 'http://127.0.0.1:4010/graph' },
    { given: 'http://localhost:4010/graph/v1.0', read: 'http://localhost:4010/graph' },
    { given: 'http://[::1]:4010', read: 'http://[::1]:4010' },
  ])('Graph at $given is $read', ({ given, read }) => {
    expect(good({ ...tenant, GRAPH_ENDPOINT: given })).toMatchObject({ graphEndpoint: read });
  });

  test('room lists may stand with blanks between, in any case, twice', () => {
    const ROOM_LISTS = ' B1@contoso.com, b2@contoso.com ,,b1@contoso.com';

    expect(good({ ...tenant, ROOM_LISTS })).toMatchObject({ roomLists: ['b1@contoso.com', 'b2@contoso.com'] });
  });

  test('a national cloud is named by both of its addresses', () => {
    const env = { ...tenant, AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' };

    expect(faulty(env)).toEqual(['GRAPH_ENDPOINT']);
    expect(good({ ...env, GRAPH_ENDPOINT: 'https://dod-graph.microsoft.us/v1.0' })).toMatchObject({
      authorityHost: 'https://login.microsoftonline.us',
      graphEndpoint: 'https://dod-graph.microsoft.us',
    });
  });
});

describe('what is wrong is said', () => {
  test.for<{ env: Environment; variable: string; because: string }>([
    { env: { AZURE_TENANT_ID: 'contoso' }, variable: 'AZURE_TENANT_ID', because: 'it is neither a GUID nor a domain' },
    { env: { AZURE_CLIENT_ID: 'doorlight' }, variable: 'AZURE_CLIENT_ID', because: 'it is the name and not the id' },
    {
      env: { AZURE_CLIENT_SECRET: '11111111-2222-3333-4444-555555555555' },
      variable: 'AZURE_CLIENT_SECRET',
      because: 'it is the ID of the secret',
    },
    {
      env: { AZURE_CLIENT_SECRET: '"11111111-2222-3333-4444-555555555555"' },
      variable: 'AZURE_CLIENT_SECRET',
      because: 'quotes that an env file handed on make it no secret',
    },
    { env: { AZURE_CLIENT_SECRET: '' }, variable: 'AZURE_CLIENT_CERTIFICATE_PATH', because: 'there is no credential' },
    {
      env: { AZURE_CLIENT_CERTIFICATE_PATH: 'app.pem' },
      variable: 'AZURE_CLIENT_CERTIFICATE_PATH',
      because: 'there are two credentials',
    },
    {
      env: { AZURE_CLIENT_SECRET: '', AZURE_CLIENT_CERTIFICATE_PATH: 'gone.pem' },
      variable: 'AZURE_CLIENT_CERTIFICATE_PATH',
      because: 'the file is not there',
    },
    {
      env: { AZURE_CLIENT_SECRET: '', AZURE_CLIENT_CERTIFICATE_PATH: 'public-half.pem' },
      variable: 'AZURE_CLIENT_CERTIFICATE_PATH',
      because: 'the key is missing',
    },
    {
      env: { AZURE_CLIENT_SECRET: '', AZURE_CLIENT_CERTIFICATE_PATH: 'mixed.pem' },
      variable: 'AZURE_CLIENT_CERTIFICATE_PATH',
      because: 'the key is of another certificate',
    },
    {
      env: { AZURE_CLIENT_SECRET: '', AZURE_FEDERATED_TOKEN_FILE: 'diary.txt' },
      variable: 'AZURE_FEDERATED_TOKEN_FILE',
      because: 'it holds no token',
    },
    { env: { AZURE_USERNAME: 'ada' }, variable: 'AZURE_USERNAME', because: 'nobody signs in as a person' },
    {
      env: { AZURE_CLIENT_CERTIFICATE_PASSWORD: 'x' },
      variable: 'AZURE_CLIENT_CERTIFICATE_PASSWORD',
      because: 'keys with a passphrase are not taken',
    },
    { env: { AZURE_TENANTID: 'x' }, variable: 'AZURE_TENANTID', because: 'it is misspelt' },
    { env: { SERVICE_USER: 'rooms' }, variable: 'SERVICE_USER', because: 'it is no address' },
    { env: { OPERATOR_CLIENT_ID: '' }, variable: 'OPERATOR_CLIENT_ID', because: 'operators could not sign in' },
    {
      env: { CANARY_MAILBOX: 'rooms@CONTOSO.com' },
      variable: 'CANARY_MAILBOX',
      because: 'it must be denied, and the service user must not',
    },
    { env: { ROOM_LISTS: 'Building 1' }, variable: 'ROOM_LISTS', because: 'it is a name and no address' },
    {
      env: { GRAPH_ENDPOINT: 'http://graph.microsoft.com' },
      variable: 'GRAPH_ENDPOINT',
      because: 'the token would go in the clear',
    },
    {
      env: { GRAPH_ENDPOINT: 'http://127.0.0.1.evil.example' },
      variable: 'GRAPH_ENDPOINT',
      because: 'it only looks like loopback',
    },
    { env: { GRAPH_ENDPOINT: 'graph.microsoft.com' }, variable: 'GRAPH_ENDPOINT', because: 'it has no https://' },
    {
      env: { GRAPH_ENDPOINT: 'https://graph.microsoft.com/beta' },
      variable: 'GRAPH_ENDPOINT',
      because: 'we speak version v1.0 only',
    },
    {
      env: { AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/contoso.com' },
      variable: 'AZURE_AUTHORITY_HOST',
      because: 'the tenant has a variable of its own',
    },
    {
      env: { AZURE_AUTHORITY_HOST: 'http://login.example' },
      variable: 'AZURE_AUTHORITY_HOST',
      because: 'the secret would go in the clear',
    },
    {
      env: { AZURE_AUTHORITY_HOST: 'https://user:pw@login.example' },
      variable: 'AZURE_AUTHORITY_HOST',
      because: 'it holds a password',
    },
    { env: { PUBLIC_URL: 'http://doorlight.contoso.com' }, variable: 'PUBLIC_URL', because: 'Graph calls https only' },
    {
      env: { PUBLIC_URL: 'https://doorlight.contoso.com/?a=b' },
      variable: 'PUBLIC_URL',
      because: 'paths are put behind it',
    },
    { env: { PORT: '80a' }, variable: 'PORT', because: 'it is no number' },
    { env: { PORT: '65536' }, variable: 'PORT', because: 'there are no more than 65535' },
    { env: { PORT: '-1' }, variable: 'PORT', because: 'there is none below nought' },
    { env: { DATABASE_URL: 'postgres://u:hunter2@db/x' }, variable: 'DATABASE_URL', because: 'PostgreSQL comes later' },
    { env: { KIOSK_WORKER: 'no' }, variable: 'KIOSK_WORKER', because: 'it is neither on nor off' },
    { env: { TLS_CERT_PATH: 'tls.crt' }, variable: 'TLS_KEY_PATH', because: 'it takes both' },
    { env: { TLS_KEY_PATH: 'tls.key' }, variable: 'TLS_CERT_PATH', because: 'it takes both' },
    {
      env: { TLS_CERT_PATH: 'tls.crt', TLS_KEY_PATH: 'other.key' },
      variable: 'TLS_KEY_PATH',
      because: 'they are no pair',
    },
    {
      env: { TLS_CERT_PATH: 'diary.txt', TLS_KEY_PATH: 'tls.key' },
      variable: 'TLS_CERT_PATH',
      because: 'it holds no certificate',
    },
  ])('of $variable, because $because', ({ env, variable }) => {
    expect(faulty({ ...tenant, ...env })).toEqual([variable]);
  });

  test('all at once', () => {
    const env = { AZURE_TENANT_ID: 'x', PORT: 'x', DATABASE_URL: 'x', PUBLIC_URL: 'x' };

    expect(faulty(env).sort()).toEqual([
      'AZURE_CLIENT_CERTIFICATE_PATH',
      'AZURE_CLIENT_ID',
      'AZURE_TENANT_ID',
      'DATABASE_URL',
      'OPERATOR_CLIENT_ID',
      'PORT',
      'PUBLIC_URL',
      'SERVICE_USER',
    ]);
  });

  test('with a remedy for each, and never with what was given', () => {
    const given = {
      AZURE_TENANT_ID: 'hunter2-tenant',
      AZURE_CLIENT_ID: 'hunter2-client',
      AZURE_CLIENT_SECRET: '99999999-2222-3333-4444-555555555555',
      AZURE_PASSWORD: 'hunter2-password',
      SERVICE_USER: 'hunter2-user',
      GRAPH_ENDPOINT: 'http://hunter2.example',
      DATABASE_URL: 'postgres://u:hunter2@db/x',
      PORT: 'hunter2',
    };
    const result = readConfig(given, readFile);
    if (result.ok) throw new Error('it was taken');

    const told = describeFaults(result.error);
    for (const name of Object.keys(given)) expect(told).toContain(name);
    expect(told).not.toMatch(/hunter2|99999999/);
    for (const { remedy } of result.error) expect(remedy).toMatch(/\.$/);
  });
});

test('TLS opens the port to others than this machine, and HOST has the last word', () => {
  const tls = { TLS_CERT_PATH: 'tls.crt', TLS_KEY_PATH: 'tls.key' };

  expect(good(tls)).toMatchObject({ host: '0.0.0.0', tls: { certPath: 'tls.crt', keyPath: 'tls.key' } });
  expect(good({ ...tls, HOST: '10.0.0.5' }).host).toBe('10.0.0.5');
});

test.for([
  { PORT: '0', port: 0 },
  { PORT: '65535', port: 65_535 },
  { PORT: ' 9000 ', port: 9_000 },
])('port $PORT is taken', ({ PORT, port }) => {
  expect(good({ PORT }).port).toBe(port);
});

test.for([
  { given: 'https://doorlight.contoso.com/', read: 'https://doorlight.contoso.com' },
  { given: 'https://contoso.com/doorlight/', read: 'https://contoso.com/doorlight' },
  { given: 'http://localhost:8080', read: 'http://localhost:8080' },
])('the public address $given is $read', ({ given, read }) => {
  expect(good({ PUBLIC_URL: given }).publicUrl).toBe(read);
});

describe('a managed identity', () => {
  const { AZURE_CLIENT_SECRET: _, AZURE_CLIENT_ID: clientId, ...machine } = tenant;
  const platform = { IDENTITY_ENDPOINT: 'http://127.0.0.1:41567/msi/token', IDENTITY_HEADER: 'shown' };
  const imds = 'http://169.254.169.254/metadata/identity/oauth2/token';

  test.for([
    {
      env: { ...machine, AZURE_MANAGED_IDENTITY: 'system' },
      clientId: '',
      credential: { identityClientId: null, endpoint: imds, header: null },
      because: 'a virtual machine has the same address everywhere',
    },
    {
      env: { ...machine, AZURE_MANAGED_IDENTITY: 'user', AZURE_CLIENT_ID: clientId },
      clientId,
      credential: { identityClientId: clientId, endpoint: imds, header: null },
      because: 'of several identities one is meant',
    },
    {
      env: { ...machine, ...platform },
      clientId: '',
      credential: { identityClientId: null, endpoint: platform.IDENTITY_ENDPOINT, header: 'shown' },
      because: 'App Service offers its own, and nothing else is set',
    },
    {
      env: { ...machine, ...platform, AZURE_CLIENT_ID: clientId },
      clientId,
      credential: { identityClientId: clientId, endpoint: platform.IDENTITY_ENDPOINT, header: 'shown' },
      because: 'the Azure SDK reads AZURE_CLIENT_ID so, too',
    },
  ])('is taken, because $because', ({ env, clientId: id, credential }) => {
    expect(good(env)).toMatchObject({ clientId: id, credential: { kind: 'managed-identity', ...credential } });
  });

  test('what the platform offers gives way to a credential that somebody set', () => {
    expect(good({ ...tenant, ...platform })).toMatchObject({ credential: { kind: 'secret' } });
  });

  test.for([
    { env: { ...tenant, AZURE_MANAGED_IDENTITY: 'user' }, wrong: ['AZURE_CLIENT_SECRET'] },
    { env: { ...machine, AZURE_MANAGED_IDENTITY: 'yes' }, wrong: ['AZURE_MANAGED_IDENTITY'] },
    { env: { ...machine, AZURE_MANAGED_IDENTITY: 'user' }, wrong: ['AZURE_CLIENT_ID'] },
    { env: { ...machine, AZURE_MANAGED_IDENTITY: 'system', AZURE_CLIENT_ID: clientId }, wrong: ['AZURE_CLIENT_ID'] },
    {
      env: { ...machine, AZURE_MANAGED_IDENTITY: 'system', IDENTITY_ENDPOINT: 'somewhere' },
      wrong: ['IDENTITY_ENDPOINT'],
    },
    {
      env: { ...machine, AZURE_MANAGED_IDENTITIES: 'system', AZURE_CLIENT_ID: clientId, ...platform },
      wrong: ['AZURE_MANAGED_IDENTITIES'],
    },
  ])('half set is a fault of $wrong', ({ env, wrong }) => {
    expect(faulty(env)).toEqual(wrong);
  });
});

describe('the date of a secret', () => {
  test.for([
    { given: '2027-05-31', means: '2027-05-31T00:00:00Z' },
    { given: '2027-05-31T12:00:00+02:00', means: '2027-05-31T10:00:00Z' },
  ])('$given is taken', ({ given, means }) => {
    expect(good({ ...tenant, AZURE_CLIENT_SECRET_EXPIRES: given })).toMatchObject({
      credential: { kind: 'secret', expiresAt: Date.parse(means) },
    });
  });

  test('is a fault where it is no date, or belongs to nothing', () => {
    const { AZURE_CLIENT_SECRET: _, ...bare } = tenant;
    const certificate = { ...bare, AZURE_CLIENT_CERTIFICATE_PATH: 'app.pem' };

    for (const given of ['31.05.2027', 'soon', '2027-13-41']) {
      expect(faulty({ ...tenant, AZURE_CLIENT_SECRET_EXPIRES: given })).toEqual(['AZURE_CLIENT_SECRET_EXPIRES']);
    }
    expect(faulty({ ...certificate, AZURE_CLIENT_SECRET_EXPIRES: '2027-05-31' })).toEqual([
      'AZURE_CLIENT_SECRET_EXPIRES',
    ]);
  });
});

describe('a service account', () => {
  const { AZURE_CLIENT_SECRET: _, ...rest } = tenant;
  const delegated = { ...rest, CALENDAR_ACCESS: 'delegated' };

  test('needs the app and no credential', () => {
    expect(good(delegated)).toMatchObject({
      credential: { kind: 'delegated', keyFile: null },
      clientId: tenant.AZURE_CLIENT_ID,
      serviceUser: 'rooms@contoso.com',
    });
  });

  test('may have its key elsewhere', () => {
    expect(good({ ...delegated, DOORLIGHT_KEY_FILE: 'doorlight.key' })).toMatchObject({
      credential: { kind: 'delegated', keyFile: 'doorlight.key' },
    });
  });

  test('goes before an identity that the platform offers', () => {
    const env = { ...delegated, IDENTITY_ENDPOINT: 'http://localhost:1/token', IDENTITY_HEADER: 'x' };
    expect(good(env)).toMatchObject({ credential: { kind: 'delegated' } });
  });

  test.for([
    [{ CALENDAR_ACCESS: 'app' }, 'AZURE_CLIENT_CERTIFICATE_PATH'],
    [{ CALENDAR_ACCESS: 'both' }, 'CALENDAR_ACCESS'],
    [{ AZURE_CLIENT_SECRET: 'sampleCredentia1s~x' }, 'AZURE_CLIENT_SECRET'],
    [{ AZURE_CLIENT_CERTIFICATE_PATH: 'app.pem' }, 'AZURE_CLIENT_CERTIFICATE_PATH'],
    [{ AZURE_MANAGED_IDENTITY: 'system' }, 'AZURE_MANAGED_IDENTITY'],
    [{ AZURE_CLIENT_ID: '' }, 'AZURE_CLIENT_ID'],
    [{ DOORLIGHT_KEY_FILE: 'nowhere.key' }, 'DOORLIGHT_KEY_FILE'],
    [{ DOORLIGHT_KEY_FILE: 'diary.txt' }, 'DOORLIGHT_KEY_FILE'],
    [{ CALENDAR_ACCESS: 'app', DOORLIGHT_KEY_FILE: 'doorlight.key' }, 'DOORLIGHT_KEY_FILE'],
  ] as const)('with %j is a fault of %s', ([change, variable]) => {
    expect(faulty({ ...delegated, ...change })).toContain(variable);
  });
});
