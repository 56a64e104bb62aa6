/** The control API's refusals: problem+json (RFC 9457), with a sentence that the page can show as it is. */

import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export type Problem = { status: ContentfulStatusCode; title: string; detail: string };

export function answerProblem(c: Context, { status, title, detail }: Problem): Response {
  return c.body(JSON.stringify({ type: 'about:blank', status, title, detail }), status, {
    'Content-Type': 'application/problem+json',
  });
}

export const problems = {
  badInput: (path: string, wanted: string): Problem => ({
    status: 400,
    title: 'Bad input',
    detail: `${path === '' ? 'The body' : path.slice(1)} must be ${wanted}.`,
  }),
  notJson: (): Problem => ({ status: 415, title: 'Unsupported media type', detail: 'Send application/json.' }),
  foreignPage: (): Problem => ({ status: 403, title: 'Forbidden', detail: 'Only our own page may do this.' }),
  notFound: (what: string): Problem => ({ status: 404, title: 'Not found', detail: `There is no such ${what}.` }),
  refusedByExchange: (status: number, detail: string): Problem => ({
    status: status as ContentfulStatusCode,
    title: 'Exchange refuses',
    detail,
  }),
};
