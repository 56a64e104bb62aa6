import { afterEach, expect, test } from 'vitest';
import { createScopeProbe } from '../../../edge-proxy/graph/scope-probe.ts';
import { aGraphClient } from '../../support/graph-needs.ts';
import { recordedBody } from '../../support/recorded.ts';
import { type Answer, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function tryWhere(answer: Answer) {
  server = await startStandIn(() => answer);
  const { client, clock } = aGraphClient(server.origin);
  return { answer: await createScopeProbe(client, clock).tryMailbox('ceo@northwind.example'), server };
}

test.for([
  { recorded: 'error-403-application-access-policy.json', because: 'an application access policy says so' },
  { recorded: 'composed/error-403-raop.json', because: 'it says so at more length' },
  { recorded: 'composed/error-403-rbac-out-of-scope.json', because: 'RBAC for Applications says so' },
])('$recorded is a refusal: $because', async ({ recorded }) => {
  const { answer } = await tryWhere({ status: 403, json: recordedBody(recorded) });

  expect(answer).toBe('denied');
});

test.for([
  { name: 'an empty calendar', json: { value: [] } },
  { name: 'a full one', json: { value: [{ id: 'AAMk' }] } },
])('$name is readable, whatever is in it', async ({ json }) => {
  const { answer, server } = await tryWhere({ json });
  const url = new URL(server.asked[0]?.url ?? '', server.origin);

  expect(answer).toBe('readable');
  expect(url.pathname).toBe('/graph/v1.0/users/ceo%40northwind.example/calendarView');
  expect(url.searchParams.get('$select')).toBe('id');
  expect(url.searchParams.get('$top')).toBe('1');
});

test.for([
  {
    name: 'a mailbox that is not there',
    answer: { status: 404, json: recordedBody('composed/error-404-user-not-found.json') },
  },
  {
    name: 'a user without a mailbox',
    answer: { status: 404, json: recordedBody('composed/error-404-mailbox-not-enabled.json') },
  },
  { name: 'Graph away', answer: { status: 503, json: recordedBody('composed/error-503-service-unavailable.json') } },
  {
    name: 'a token that is refused',
    answer: { status: 401, json: recordedBody('composed/error-401-token-expired.json') },
  },
  { name: "a firewall's page", answer: { status: 403, text: '<html>Forbidden</html>' } },
  { name: "a firewall's bare no", answer: { status: 403, json: {} } },
  { name: 'a captive portal', answer: { status: 200, text: '<html>Welcome</html>' } },
  { name: 'JSON of somebody else', answer: { json: { hello: 'world' } } },
  { name: 'a cut connection', answer: { fault: 'cut' } },
] as const)('$name proves nothing', async ({ answer }) => {
  const { answer: said } = await tryWhere(answer);

  expect(said).toEqual({ unknown: expect.stringMatching(/\w+ \w+/) });
});
