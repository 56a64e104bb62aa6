/** What the console asks of the service account: who is signed in, signing in by a code, signing out. */

import { Hono, type MiddlewareHandler } from 'hono';
import type { OperatorRole } from '../../shared/wire/console.ts';
import {
  type ServiceAccountReport,
  type ServiceSignIn,
  serviceAccountReportCodec,
  serviceSignInCodec,
} from '../../shared/wire/service-account.ts';
import type { Audit } from '../http/audit.ts';
import type { WithOperator } from '../http/operator-session.ts';
import { problemResponse } from '../http/problem-response.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';

type Needs = {
  /** Null where the app proves itself: then there is no account to sign in, and nothing here. */
  readonly account: {
    signIn(): Promise<ServiceSignIn>;
    report(): Promise<ServiceAccountReport>;
    signOut(): Promise<void>;
  } | null;
  readonly requireOperator: (role: OperatorRole) => MiddlewareHandler<WithOperator>;
  readonly audit: Audit;
};

const PATH = '/api/console/service-account';

export function serviceAccountRoutes({ account, requireOperator, audit }: Needs) {
  return new Hono<WithOperator>()
    .get(PATH, requireOperator('Viewer'), async () => {
      if (account === null) return problemResponse({ kind: 'not-found' });
      return Response.json(serviceAccountReportCodec.encode(await account.report()));
    })
    .post(`${PATH}/sign-in`, requireOperator('Admin'), async (c) => {
      if (account === null) return problemResponse({ kind: 'not-found' });
      try {
        const code = await account.signIn();
        await audit({ actor: c.var.operator.username, action: 'service-account.sign-in-begun', subject: 'app' });
        return Response.json(serviceSignInCodec.encode(code));
      } catch (cause) {
        if (!(cause instanceof CalendarUnavailable)) throw cause;
        const { cause: why, remedy } = await account.report();
        return problemResponse({
          kind: 'not-ready',
          detail: `${why ?? 'Entra could not be asked'}. ${remedy ?? ''}`.trim(),
        });
      }
    })
    .delete(PATH, requireOperator('Admin'), async (c) => {
      if (account === null) return problemResponse({ kind: 'not-found' });
      await account.signOut();
      await audit({ actor: c.var.operator.username, action: 'service-account.signed-out', subject: 'app' });
      return new Response(null, { status: 204 });
    });
}
