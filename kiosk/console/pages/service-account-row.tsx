/** The account that we act for, where there is one: who it is, and signing it in by a code or out. */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { ServiceAccountReport } from '../../../shared/wire/service-account.ts';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { SaidRow } from '../components/said-row.tsx';
import type { Said } from '../state/health-words.ts';
import type { ServiceAccountModel } from '../state/service-account-model.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './health-screen.module.css';

type Props = { account: ServiceAccountModel; maySignIn: boolean; now: () => Instant; say: SayTime };

export function ServiceAccountRow({ account, maySignIn, now, say }: Props) {
  const report = account.account.value;
  if (report === null) return null;
  const code = account.code.value;
  const failure = account.failure.value;
  const asking = account.asking.value;
  const busy = account.busy.value;
  return (
    <SaidRow
      name="Service account"
      {...accountSaid(report, say, now())}
      actions={
        maySignIn &&
        !asking && (
          <>
            <Button kind="line" small busy={busy} onPress={() => void account.signIn()}>
              {report.account === null ? 'Sign it in' : 'Sign in another'}
            </Button>
            {report.account !== null && (
              <Button kind="line" small onPress={() => account.askSignOut(true)}>
                Sign it out
              </Button>
            )}
          </>
        )
      }
    >
      {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      {code !== null && (
        <div role="status">
          <p>
            Open{' '}
            <a href={code.verificationUri} target="_blank" rel="noreferrer">
              {code.verificationUri}
            </a>{' '}
            and enter this code as the service account, by {say.clock(code.expiresAt, now())}:
          </p>
          <p class={style['code']}>{code.userCode}</p>
        </div>
      )}
      {asking && (
        <div>
          <p>Sign {report.account} out? No calendar can be read until another one is signed in.</p>
          <div class={style['deeds']}>
            <Button kind="solid" small busy={busy} onPress={() => void account.signOut()}>
              Yes, sign it out
            </Button>
            <Button kind="line" small focused onPress={() => account.askSignOut(false)}>
              Keep it
            </Button>
          </div>
        </div>
      )}
    </SaidRow>
  );
}

function accountSaid(report: ServiceAccountReport, say: SayTime, now: Instant): Said {
  const since = report.since === null ? '' : ` since ${say.clock(report.since, now)}`;
  switch (report.state) {
    case 'signed-in':
      return { standing: 'well', words: `${report.account} is signed in${since}.` };
    case 'waiting':
      return { standing: 'look', words: 'Waiting for somebody to enter the code.' };
    case 'signed-out':
      return { standing: 'bad', words: 'Nobody is signed in, so no calendar can be read.' };
    case 'refused':
      return { standing: 'bad', words: `${report.cause ?? 'The sign-in was refused'}. ${report.remedy ?? ''}`.trim() };
  }
}
