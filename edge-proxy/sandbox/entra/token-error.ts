/**
 * Entra's refusals, member for member. What an admin reads in the proxy's check is made of these, so the numbers, the
 * statuses and the sentence up to the first "Trace ID" are those of the documents and public logs.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */

type Shape = { status: 400 | 401; error: string; number: number; text: string };

/** Each refusal by what went wrong; the words that differ each time are arguments. */
export const refusals = {
  tenantUnknown: (tenant: string): Shape => ({
    status: 400,
    error: 'invalid_request',
    number: 90002,
    text: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  }),
  tenantMalformed: (tenant: string): Shape => ({
    status: 400,
    error: 'invalid_request',
    number: 900023,
    text: `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
  }),
  appUnknown: (clientId: string, directory: string): Shape => ({
    status: 400,
    error: 'unauthorized_client',
    number: 700016,
    text: `Application with identifier '${clientId}' was not found in the directory '${directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  }),
  secretWrong: (clientId: string): Shape => ({
    status: 401,
    error: 'invalid_client',
    number: 7000215,
    text: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  }),
  secretExpired: (clientId: string): Shape => ({
    status: 401,
    error: 'invalid_client',
    number: 7000222,
    text: `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
  }),
  credentialMissing: (): Shape => ({
    status: 401,
    error: 'invalid_client',
    number: 7000218,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  }),
  assertionSignature: (why: string): Shape => ({
    status: 401,
    error: 'invalid_client',
    number: 700027,
    text: `Client assertion contains an invalid signature.${why === '' ? '' : ` [Reason - ${why}]`}`,
  }),
  assertionTimes: (): Shape => ({
    status: 401,
    error: 'invalid_client',
    number: 700024,
    text: 'Client assertion is not within its valid time range.',
  }),
  assertionAudience: (): Shape => ({
    status: 401,
    error: 'invalid_client',
    number: 700023,
    text: 'Client assertion audience claim does not match Realm issuer.',
  }),
  assertionIssuer: (): Shape => ({
    status: 401,
    error: 'invalid_client',
    number: 700021,
    text: "Client assertion application identifier doesn't match 'client_id' parameter.",
  }),
  assertionMalformed: (): Shape => ({
    status: 401,
    error: 'invalid_client',
    number: 50027,
    text: 'JWT token is invalid or malformed.',
  }),
  scopeWrong: (scope: string): Shape => ({
    status: 400,
    error: 'invalid_scope',
    number: 70011,
    text: `The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  }),
  parameterMissing: (name: string): Shape => ({
    status: 400,
    error: 'invalid_request',
    number: 900144,
    text: `The request body must contain the following parameter: '${name}'.`,
  }),
  grantUnsupported: (grant: string): Shape => ({
    status: 400,
    error: 'unsupported_grant_type',
    number: 70003,
    text: `The app requested an unsupported grant type '${grant}'.`,
  }),
  responseTypeUnsupported: (asked: string): Shape => ({
    status: 400,
    error: 'unsupported_response_type',
    number: 700054,
    text: `response_type '${asked}' is not enabled for the application.`,
  }),
  responseModeUnsupported: (asked: string): Shape => ({
    status: 400,
    error: 'invalid_request',
    number: 70007,
    text: `'${asked}' is not a supported value of 'response_mode' when requesting a token.`,
  }),
  redirectUnknown: (uri: string, clientId: string): Shape => ({
    status: 400,
    error: 'invalid_request',
    number: 50011,
    text: `The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
  }),
  challengeMissing: (): Shape => ({
    status: 400,
    error: 'invalid_request',
    number: 9002325,
    text: 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  }),
  challengeUnsupported: (): Shape => ({
    status: 400,
    error: 'invalid_request',
    number: 501491,
    text: 'Invalid size or method of Code_Challenge parameter.',
  }),
  codeInvalid: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 70000,
    text: "Provided grant is invalid or malformed. The value of parameter 'code' is not valid.",
  }),
  codeExpired: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 70008,
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  }),
  codeRedeemed: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 54005,
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  }),
  verifierWrong: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 501481,
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  }),
  redirectChanged: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 500112,
    text: 'The reply address does not match the reply address provided when requesting Authorization code.',
  }),
  refreshInvalid: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 9002313,
    text: 'Invalid request. Request is malformed or invalid.',
  }),
  refreshExpired: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 700084,
    text: 'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.',
  }),
  notSignedIn: (): Shape => ({
    status: 400,
    error: 'login_required',
    number: 50058,
    text: 'A silent sign-in request was sent but no user is signed in.',
  }),
  authorizationPending: (): Shape => ({
    status: 400,
    error: 'authorization_pending',
    number: 70016,
    text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  }),
  slowDown: (): Shape => ({
    status: 400,
    error: 'slow_down',
    number: 70016,
    text: 'OAuth 2.0 device flow error. Authorization is pending. Poll less often.',
  }),
  deviceDeclined: (): Shape => ({
    status: 400,
    error: 'authorization_declined',
    number: 65004,
    text: 'User declined to consent to access the app.',
  }),
  deviceCodeExpired: (): Shape => ({
    status: 400,
    error: 'expired_token',
    number: 70020,
    text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
  }),
  deviceCodeUnknown: (): Shape => ({
    status: 400,
    error: 'bad_verification_code',
    number: 70018,
    text: 'Invalid verification code due to user typing in wrong user code for device code flow.',
  }),
  refreshRevoked: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 50173,
    text: 'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  }),
  refreshUnused: (): Shape => ({
    status: 400,
    error: 'invalid_grant',
    number: 700082,
    text: 'The refresh token has expired due to inactivity.',
  }),
  declined: (): Shape => ({
    status: 400,
    error: 'access_denied',
    number: 65004,
    text: 'User declined to consent to access the app.',
  }),
} as const;

export type Refusal = Shape;

/** `now` in epoch milliseconds; the correlation id is the caller's own where it sent one. */
export type ErrorContext = { now: number; traceId: string; correlationId: string };

export type TokenErrorBody = {
  error: string;
  error_description: string;
  error_codes: number[];
  timestamp: string;
  trace_id: string;
  correlation_id: string;
  error_uri: string;
};

export function tokenErrorBody(refusal: Refusal, { now, traceId, correlationId }: ErrorContext): TokenErrorBody {
  // Seconds and a blank in place of the T: Entra prints "2026-03-03 08:00:00Z".
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    error: refusal.error,
    error_description: `AADSTS${refusal.number}: ${refusal.text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [refusal.number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.number}`,
  };
}
