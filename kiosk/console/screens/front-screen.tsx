/** Before anybody is signed in: one sentence, one button, and what came in the way if something did. */

import type { ComponentChildren } from 'preact';
import type { Instant } from '../../../shared/basics/instant.ts';
import { Brand } from '../components/brand.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import type { Place } from '../state/place-model.ts';
import type { SessionModel } from '../state/session-model.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './front-screen.module.css';

type Props = { session: SessionModel; place: Place; now: () => Instant; say: SayTime };

export function FrontScreen({ session, place, now, say }: Props) {
  const state = session.session.value;
  switch (state.kind) {
    case 'starting':
      return <Front title="Facilities console" lede="One moment." />;
    case 'leaving':
      return <Front title="Facilities console" lede="Taking you to the sign-in." />;
    case 'signed-out':
      return (
        <Front
          title="Facilities console"
          lede={
            place.page === 'pair' && place.code !== null
              ? 'Sign in with your work account to pair the tablet in front of you.'
              : 'Pair tablets with rooms, and see how every door is. Sign in with your work account.'
          }
          notice={state.failure === null ? null : describeFailure(state.failure, say, now())}
        >
          <Button kind="solid" onPress={() => void session.signIn({ choose: false })}>
            Sign in
          </Button>
        </Front>
      );
    case 'failed':
      return (
        <Front title="Facilities console" lede="" notice={describeFailure(state.failure, say, now())}>
          <Button kind="solid" onPress={() => void session.start()}>
            Try again
          </Button>
        </Front>
      );
    case 'no-role':
      return (
        <Front
          title="You have no role here yet"
          lede={`You are signed in${state.profile === null ? '' : ` as ${state.profile.name}`}. Ask your IT admin for the role Viewer, Operator or Admin of this app in Entra, then sign in again.`}
        >
          <Button kind="solid" onPress={() => void session.signIn({ choose: true })}>
            Use another account
          </Button>
          <Button kind="line" onPress={() => void session.signOut()}>
            Sign out
          </Button>
        </Front>
      );
  }
}

type FrontProps = {
  title: string;
  lede: string;
  notice?: ReturnType<typeof describeFailure> | null;
  children?: ComponentChildren;
};

function Front({ title, lede, notice = null, children }: FrontProps) {
  return (
    <main class={style['front']}>
      <Brand />
      <div class={style['question']}>
        <PageHead title={title}>{lede !== '' && <p role="status">{lede}</p>}</PageHead>
        {notice !== null && <NoticeBox notice={notice} />}
      </div>
      <div class={style['answers']}>{children}</div>
    </main>
  );
}
