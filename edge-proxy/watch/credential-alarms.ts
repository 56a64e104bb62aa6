/** What becomes of the credential's news: an alarm while Entra or Graph says no, with what that means and what to do. */

import type { OnCredentialNews } from '../ports/trouble.ts';
import type { Alarms } from './alarms.ts';

export function credentialAlarms(alarms: Pick<Alarms, 'raise' | 'clear'>): OnCredentialNews {
  return (news) => {
    switch (news.kind) {
      case 'refused': {
        const { code, meaning, remedy } = news;
        alarms.raise('credential-refused', 'app', { severity: 'critical', cause: `${code}: ${meaning}`, remedy });
        return;
      }
      case 'issued':
        alarms.clear('credential-refused', 'app');
        return;
      case 'not-accepted':
        alarms.raise('token-401-circuit', 'app', {
          severity: 'critical',
          cause: 'Graph answers 401 to tokens that Entra has just issued',
          remedy:
            'Check that GRAPH_ENDPOINT and AZURE_AUTHORITY_HOST belong to one cloud, that the app is not blocked or disabled in the tenant, and the clock of this machine. We go on trying.',
        });
        return;
      case 'accepted':
        alarms.clear('token-401-circuit', 'app');
        return;
      default:
        news satisfies never;
    }
  };
}
