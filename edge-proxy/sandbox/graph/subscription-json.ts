/** A subscription as a client asks for it, and as Graph writes it. */

import { err, ok, type Result } from '../../../shared/basics/result.ts';
import { printMoment } from './event-json.ts';
import { type GraphAnswer, problem } from './graph-answer.ts';
import { CHANGE_TYPES, type Subscription } from './subscriptions.ts';

const LONGEST_CLIENT_STATE = 128;
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|\?|$)/i;

type Wanted = Pick<
  Subscription,
  | 'resource'
  | 'changeType'
  | 'notificationUrl'
  | 'lifecycleNotificationUrl'
  | 'clientState'
  | 'latestSupportedTlsVersion'
>;

export function readWanted(body: Record<string, unknown>): Result<Wanted, GraphAnswer> {
  const { changeType, notificationUrl, resource, clientState, lifecycleNotificationUrl, latestSupportedTlsVersion } =
    body as Record<keyof Wanted, unknown>;
  if (typeof changeType !== 'string' || !changeType.split(',').every(isChangeType)) {
    return err(
      problem(400, 'InvalidRequest', 'The property changeType must be one or more of created, updated, deleted.'),
    );
  }
  if (typeof resource !== 'string') return err(problem(400, 'InvalidRequest', 'The property resource is required.'));
  if (!isDeliverable(notificationUrl)) return err(undeliverable('notificationUrl'));
  const lifecycleUrl = lifecycleNotificationUrl ?? null;
  if (lifecycleUrl !== null && !isDeliverable(lifecycleUrl)) return err(undeliverable('lifecycleNotificationUrl'));
  const state = clientState ?? null;
  if (state !== null && (typeof state !== 'string' || state.length > LONGEST_CLIENT_STATE)) {
    return err(
      problem(400, 'InvalidRequest', `The property clientState can have at most ${LONGEST_CLIENT_STATE} characters.`),
    );
  }
  return ok({
    resource,
    changeType,
    notificationUrl,
    lifecycleNotificationUrl: lifecycleUrl,
    clientState: state,
    latestSupportedTlsVersion: typeof latestSupportedTlsVersion === 'string' ? latestSupportedTlsVersion : 'v1_2',
  });
}

function isChangeType(text: string): boolean {
  return (CHANGE_TYPES as readonly string[]).includes(text);
}

/** The service wants https; on loopback, where nobody listens in, plain http will do here. */
export function isDeliverable(url: unknown): url is string {
  return typeof url === 'string' && URL.canParse(url) && (url.startsWith('https://') || LOOPBACK.test(url));
}

export function undeliverable(name: string): GraphAnswer {
  return problem(400, 'InvalidRequest', `The property ${name} must be a valid absolute URL with the scheme https.`);
}

export function subscriptionJson(subscription: Subscription) {
  return {
    id: subscription.id,
    applicationId: subscription.appId,
    notificationQueryOptions: null,
    creatorId: subscription.creatorId,
    includeResourceData: null,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
    changeType: subscription.changeType,
    notificationUrl: subscription.notificationUrl,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
    resource: subscription.resource,
    expirationDateTime: printMoment(subscription.expiresAt),
    clientState: subscription.clientState,
    latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
  };
}
