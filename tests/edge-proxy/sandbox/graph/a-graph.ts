/** Graph over a small tenant, asked without a socket; its subscribers are reached by a `post` that the test holds. */

import { createFaultPlan } from '../../../../edge-proxy/sandbox/graph/faults.ts';
import { createGraphApp } from '../../../../edge-proxy/sandbox/graph/graph-app.ts';
import type { AppToken } from '../../../../edge-proxy/sandbox/graph/operation.ts';
import type { Post } from '../../../../edge-proxy/sandbox/graph/post.ts';
import { anExchange, countedChance } from '../exchange/an-exchange.ts';

export const BASE_URL = 'http://127.0.0.1:4711';

export const everyRole = ['Calendars.ReadWrite', 'MailboxSettings.Read', 'Mail.Send', 'Place.Read.All'];

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever stands in the JSON.
  body: any;
};

export type Delivered = { url: string; body: unknown };

/** Says back what it is told and takes what it is given. */
export function obligingPost(delivered: Delivered[] = []): Post {
  return async (url, { body }) => {
    const token = new URL(url).searchParams.get('validationToken');
    if (token !== null) return { status: 200, contentType: 'text/plain', text: token };
    delivered.push({ url, body: JSON.parse(body) });
    return { status: 202, contentType: '', text: '' };
  };
}

type Options = { roles?: readonly string[]; post?: Post; fractions?: readonly number[] };

export function aGraph({ roles = everyRole, post = obligingPost(), fractions = [0] }: Options = {}) {
  const { exchange, clock } = anExchange();
  const faults = createFaultPlan();
  const token: AppToken = {
    tenantId: '84bd8158-6d4d-4958-8b9f-9d6445542f95',
    appId: '24d3b144-21ae-4080-943f-7067b395b913',
    roles,
  };
  const graph = createGraphApp({
    exchange,
    clock,
    chance: countedChance(fractions),
    verifyToken: async (bearer) =>
      bearer === 'good' ? token : bearer === 'other' ? { ...token, appId: 'other-app' } : null,
    baseUrl: () => BASE_URL,
    faults,
    post,
  });

  async function ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await graph.app.request(`${BASE_URL}/v1.0${path}`, {
      method,
      headers: { Authorization: 'Bearer good', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  const get = (path: string, headers: Record<string, string> = {}) => ask('GET', path, undefined, headers);
  return { ...graph, exchange, clock, faults, ask, get };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const TODAY = 'startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-11-25T00:00:00Z';
