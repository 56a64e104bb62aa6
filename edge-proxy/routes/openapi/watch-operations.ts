/** What looks after the site: health, check, alarms, the proof of scope, the service account. */

import { alertChangeCodec, alertStateCodec, alertTryCodec } from '../../../shared/wire/alerts.ts';
import { checkStatusCodec } from '../../../shared/wire/check.ts';
import { siteHealthCodec } from '../../../shared/wire/room-health.ts';
import { serviceAccountReportCodec, serviceSignInCodec } from '../../../shared/wire/service-account.ts';
import { alarmCodec, alarmListCodec, scopeReportCodec } from '../../../shared/wire/watch.ts';
import type { Operations } from './describe-operations.ts';

export const watchOperations: Operations = {
  '/api/console/check': {
    get: {
      id: 'readCheck',
      says: 'The last result of the check, and whether one is under way.',
      who: 'Viewer',
      status: 200,
      answer: checkStatusCodec,
    },
    post: {
      id: 'runCheck',
      says: 'Runs the check, or joins the one under way; answers at its end, or after 25 s with how far it is.',
      who: 'Operator',
      status: 200,
      answer: checkStatusCodec,
    },
  },
  '/api/console/health': {
    get: {
      id: 'readHealth',
      says: 'How well every room is kept.',
      who: 'Viewer',
      status: 200,
      answer: siteHealthCodec,
    },
  },
  '/api/console/alerts': {
    get: {
      id: 'readAlerts',
      says: 'Whom alarms are told, and when not.',
      who: 'Viewer',
      status: 200,
      answer: alertStateCodec,
    },
    put: {
      id: 'changeAlerts',
      says: 'Decides that; a webhook that gets a new secret is told it in this answer alone.',
      who: 'Admin',
      status: 200,
      body: alertChangeCodec,
      answer: alertStateCodec,
    },
  },
  '/api/console/alerts/try': {
    post: {
      id: 'tryAlerts',
      says: 'Sends a test to all of them now.',
      who: 'Admin',
      status: 200,
      answer: alertTryCodec,
    },
  },
  '/api/console/alarms': {
    get: {
      id: 'listAlarms',
      says: 'What is wrong, and what was.',
      who: 'Viewer',
      status: 200,
      answer: alarmListCodec,
    },
  },
  '/api/console/alarms/{id}/acknowledge': {
    post: {
      id: 'acknowledgeAlarm',
      says: 'Says that somebody has seen it.',
      who: 'Operator',
      status: 200,
      answer: alarmCodec,
    },
  },
  '/api/console/canary': {
    get: {
      id: 'readScope',
      says: "Whether the app's scope is proven.",
      who: 'Viewer',
      status: 200,
      answer: scopeReportCodec,
    },
  },
  '/api/console/canary/try': {
    post: {
      id: 'tryCanary',
      says: 'Tries the canary mailbox now.',
      who: 'Operator',
      status: 200,
      answer: scopeReportCodec,
    },
  },
  '/api/console/service-account': {
    get: {
      id: 'readServiceAccount',
      says: 'Which service account is signed in, where the app acts in the name of one; 404 where it does not.',
      who: 'Viewer',
      status: 200,
      answer: serviceAccountReportCodec,
    },
    delete: { id: 'signOutServiceAccount', says: 'Signs it out and wipes what was kept.', who: 'Admin', status: 204 },
  },
  '/api/console/service-account/sign-in': {
    post: {
      id: 'signInServiceAccount',
      says: 'Begins a sign-in: the code that a person enters, where, until when.',
      who: 'Admin',
      status: 200,
      answer: serviceSignInCodec,
    },
  },
};
