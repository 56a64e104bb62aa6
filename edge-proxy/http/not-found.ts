/** What is not there, and what is there but not for this method, told apart by the routes themselves. */

import type { Hono, NotFoundHandler } from 'hono';
import { problemResponse } from './problem-response.ts';

type Routes = { readonly routes: readonly { readonly method: string; readonly path: string }[] };

/** For `app.notFound`, once everything is mounted. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the app's variables are, only its table of routes is read.
export function answerNotFound(app: Hono<any>): NotFoundHandler {
  return (c) => {
    const allow = methodsAt(app, c.req.path);
    return problemResponse(allow.length > 0 ? { kind: 'method-not-allowed', allow } : { kind: 'not-found' });
  };
}

function methodsAt({ routes }: Routes, path: string): string[] {
  // Middleware stands in the table as ALL, and the pages' catch-all must not make each path "wrong method".
  const fitting = routes.filter((route) => route.method !== 'ALL' && fits(route.path, path));
  return [...new Set(fitting.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

function fits(pattern: string, path: string): boolean {
  if (pattern.includes('*')) return false;
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i]))
  );
}
