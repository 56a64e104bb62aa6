import { expect, test } from 'vitest';
import { isFromOurPage } from '../../../../edge-proxy/sandbox/outlook-page/same-site.ts';

const publicBase = 'http://doors.local:8080/sandbox';

test.for([
  { headers: {}, allowed: true, because: 'a program sends no origin' },
  {
    headers: { origin: 'http://doors.local:8080', 'sec-fetch-site': 'same-origin' },
    allowed: true,
    because: 'it is our page',
  },
  { headers: { origin: 'http://doors.local:8080' }, allowed: true, because: 'over plain http browsers say no more' },
  {
    headers: { origin: 'http://192.168.1.5:8080', host: '192.168.1.5:8080' },
    allowed: true,
    because: 'it was opened by address',
  },
  {
    headers: { origin: 'http://localhost:8080', host: '127.0.0.1:4000', 'x-forwarded-host': 'localhost:8080' },
    allowed: true,
    because: 'the proxy handed it on',
  },
  { headers: { origin: 'http://evil.example' }, allowed: false, because: 'it is a foreign page' },
  { headers: { origin: 'null' }, allowed: false, because: 'a sandboxed frame has no origin' },
  { headers: { 'sec-fetch-site': 'cross-site' }, allowed: false, because: 'the browser says so' },
  {
    headers: { origin: 'http://localhost:9090', host: 'localhost:8080', 'sec-fetch-site': 'same-site' },
    allowed: false,
    because: 'another port is another page',
  },
  {
    headers: { origin: 'http://rebound.example:8080', host: 'rebound.example:8080' },
    allowed: false,
    because: 'a rebound name proves nothing',
  },
])('a change with $headers is allowed: $allowed, because $because', ({ headers, allowed }) => {
  const given: Record<string, string | undefined> = headers;
  const header = (name: string) => given[name.toLowerCase()];

  expect(isFromOurPage({ method: 'POST', header, publicBase })).toBe(allowed);
  expect(isFromOurPage({ method: 'GET', header, publicBase })).toBe(true);
});
