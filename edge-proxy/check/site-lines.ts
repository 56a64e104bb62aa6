/** What stands on this machine: the store, the trust in certificates, the way to Graph, the clock. */

import type { CheckLine } from '../../shared/wire/check.ts';
import { failed, good, REACH_WORDS, skipped, warning } from './check-lines.ts';
import type { CheckNeeds } from './check-setup.ts';

export async function* siteLines({ site }: CheckNeeds): AsyncGenerator<CheckLine, void> {
  const tried = 'Looked whether everything can be kept in DATA_DIR.';
  const unusable = await site.tryStore();
  if (unusable === null) yield good('store', { tried, cameBack: 'It can be written.' });
  else yield failed('store', { tried, cameBack: `${capital(unusable.reason)}.`, remedy: unusable.remedy });
  yield networkLine(site);
}

function networkLine({ isTlsUnverified, webProxy }: CheckNeeds['site']): CheckLine {
  const tried = 'Looked at what Node was told about certificates and web proxies.';
  if (isTlsUnverified) {
    return failed('network', {
      tried,
      cameBack: 'NODE_TLS_REJECT_UNAUTHORIZED is 0: whoever stands between us and Microsoft could take the secret.',
      remedy:
        'Unset it. Where a firewall opens TLS, name its root certificate, in PEM form, in NODE_EXTRA_CA_CERTS instead.',
      command: 'Remove-Item Env:NODE_TLS_REJECT_UNAUTHORIZED',
    });
  }
  if (webProxy === 'ignored') {
    return warning('network', {
      tried,
      cameBack: 'HTTPS_PROXY is set, but Node heeds it only where NODE_USE_ENV_PROXY is 1.',
      remedy: 'Set NODE_USE_ENV_PROXY=1 where the web proxy is the only way out, or unset HTTPS_PROXY.',
      command: "$Env:NODE_USE_ENV_PROXY = '1'",
    });
  }
  const way = webProxy === 'used' ? 'Requests go out by the web proxy of HTTPS_PROXY.' : 'Requests go out directly.';
  return good('network', { tried, cameBack: `Certificates are verified. ${way}` });
}

/** Beyond this a door turns at another moment than the phone of whoever stands before it. */
const MOST_OFF_MS = 5_000;
/** HTTP tells the time by the second. */
const RESOLUTION_MS = 999;

/** Gives whether Graph can be asked at all. */
export async function* graphLines({ probe, clock }: CheckNeeds): AsyncGenerator<CheckLine, boolean> {
  const before = clock.now();
  const reached = await probe.reachGraph();
  const after = clock.now();
  const tried = 'Called Microsoft Graph without a token.';
  if (!reached.ok) {
    yield failed('graph', {
      tried,
      cameBack: `It cannot be reached: ${REACH_WORDS[reached.error]}.`,
      remedy:
        reached.error === 'untrusted'
          ? 'A firewall opens TLS: name its root certificate, in PEM form, in NODE_EXTRA_CA_CERTS.'
          : 'Let this machine go out to GRAPH_ENDPOINT and AZURE_AUTHORITY_HOST on port 443, and check both addresses.',
      command: 'Test-NetConnection graph.microsoft.com -Port 443',
    });
    yield skipped('clock', 'graph');
    return false;
  }
  const { status, time } = reached.value;
  if (status >= 500 || status === 429) {
    yield failed('graph', {
      tried,
      cameBack: `It answered ${status}: it is down, or has too much to do.`,
      remedy: 'Wait, and check again. The health of the service is in the Microsoft 365 admin center.',
    });
  } else {
    yield good('graph', { tried, cameBack: 'It answers.' });
  }
  if (time === null) {
    yield warning('clock', {
      tried: 'Compared our clock with that of Graph.',
      cameBack: 'Graph told no time.',
      remedy: 'Something between us and Graph takes the Date header away. Compare the clock by hand.',
    });
  } else {
    yield clockLine(Math.max(0, before - (time + RESOLUTION_MS), time - after));
  }
  return status < 500 && status !== 429;
}

function clockLine(offMs: number): CheckLine {
  const tried = 'Compared our clock with that of Graph.';
  if (offMs <= MOST_OFF_MS) return good('clock', { tried, cameBack: `${secondsOf(offMs)} apart.` });
  return failed('clock', {
    tried,
    cameBack: `${secondsOf(offMs)} apart: every door turns that much too early or too late.`,
    remedy: 'Let this machine follow a time server (on Windows: w32tm /resync).',
    command: 'timedatectl set-ntp true',
  });
}

function secondsOf(ms: number): string {
  return ms < 1_000 ? 'Less than a second' : `${Math.round(ms / 1_000)} seconds`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
