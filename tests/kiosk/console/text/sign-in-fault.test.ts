import { expect, test } from 'vitest';
import { describeSignInFault, readSignInFault } from '../../../../kiosk/console/text/sign-in-fault.ts';

test.for([
  {
    error: { errorCode: 'access_denied', errorMessage: 'AADSTS65004: User declined to consent' },
    fault: { kind: 'declined', code: 'AADSTS65004' },
  },
  {
    error: {
      errorCode: 'invalid_grant',
      errorMessage: 'AADSTS50105: Your administrator has configured the application',
    },
    fault: { kind: 'not-assigned', code: 'AADSTS50105' },
  },
  {
    error: { errorCode: 'invalid_resource', errorMessage: 'AADSTS500011: The resource principal was not found' },
    fault: { kind: 'app-unknown', code: 'AADSTS500011' },
  },
  {
    error: { errorCode: 'invalid_request', message: 'invalid_request: AADSTS9002326: Cross-origin token redemption' },
    fault: { kind: 'not-a-single-page-app', code: 'AADSTS9002326' },
  },
  { error: { errorCode: 'access_denied' }, fault: { kind: 'declined', code: 'access_denied' } },
  {
    error: { errorCode: 'no_token_request_cache_error' },
    fault: { kind: 'came-back-lost', code: 'no_token_request_cache_error' },
  },
  { error: { errorCode: 'interaction_in_progress' }, fault: { kind: 'under-way', code: 'interaction_in_progress' } },
  { error: { errorCode: 'post_request_failed' }, fault: { kind: 'entra-away', code: 'post_request_failed' } },
  { error: { errorCode: 'brand_new' }, fault: { kind: 'unforeseen', code: 'brand_new' } },
  {
    error: { errorCode: 'invalid_client', errorMessage: 'AADSTS99999: something new' },
    fault: { kind: 'unforeseen', code: 'AADSTS99999' },
  },
  { error: new TypeError('x is not a function'), fault: { kind: 'unforeseen', code: null } },
  { error: null, fault: { kind: 'unforeseen', code: null } },
])('$error is read as $fault.kind', ({ error, fault }) => {
  expect(readSignInFault(error)).toEqual(fault);
});

test.for([
  'insecure',
  'declined',
  'not-assigned',
  'consent-missing',
  'app-unknown',
  'not-a-single-page-app',
  'came-back-lost',
  'under-way',
  'entra-away',
  'unforeseen',
] as const)('%s has words that blame nobody', (kind) => {
  const { heading, sentence } = describeSignInFault({ kind, code: 'AADSTS1' });

  expect(heading).toMatch(/\.$/);
  expect(`${heading} ${sentence}`).not.toMatch(/error|please|sorry|!/i);
});

test('what the IT admin needs to search for is said where they must help', () => {
  expect(describeSignInFault({ kind: 'unforeseen', code: 'AADSTS99999' }).sentence).toContain('AADSTS99999');
});
