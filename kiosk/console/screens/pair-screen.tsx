/** Pairing, one question to a page: what does the tablet say, is it this one and where does it hang, and there it is. */

import { useEffect } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import { Button } from '../components/button.tsx';
import { CodeField } from '../components/code-field.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { isComplete } from '../state/code-entry.ts';
import { nameOf } from '../state/fleet-words.ts';
import type { PairingDeskModel } from '../state/pairing-desk-model.ts';
import type { Place } from '../state/place-model.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import { HangingTablet } from './hanging-tablet.tsx';
import { NewTablet } from './new-tablet.tsx';
import style from './pair-screen.module.css';
import { submit } from './tablet-facts.tsx';

type Props = {
  desk: PairingDeskModel;
  place: Place & { page: 'pair' };
  mayPair: boolean;
  onAnother(): void;
  onDone(): void;
  now: () => Instant;
  say: SayTime;
};

export function PairScreen({ desk, place, mayPair, onAnother, onDone, now, say }: Props) {
  useEffect(() => {
    desk.startAgain();
    if (place.code !== null && mayPair) {
      desk.enter(place.code);
      void desk.findTablet();
    }
    return desk.close;
  }, [desk, place, mayPair]);

  if (!mayPair) {
    return (
      <PageHead title="Your role looks only">
        <p>To pair tablets you need the role Operator. Your IT admin gives it in Entra.</p>
      </PageHead>
    );
  }
  const step = desk.step.value;
  const failure = desk.failure.value;
  const notice = failure === null ? null : <NoticeBox notice={describeFailure(failure, say, now())} />;
  switch (step.kind) {
    case 'code':
      return (
        <form class={style['step']} onSubmit={submit(desk.findTablet)} key="code">
          <PageHead title="What does the tablet say?" />
          <CodeField entry={desk.entry.value} onType={desk.enter} />
          {notice}
          <div class={style['answers']}>
            {isComplete(desk.entry.value) && (
              <Button kind="solid" busy={desk.busy.value}>
                Go on
              </Button>
            )}
            <p class={style['aside']}>Or point your phone’s camera at the square on the tablet.</p>
          </div>
        </form>
      );
    case 'room':
      return <NewTablet desk={desk} tablet={step.tablet} notice={notice} onAnother={onAnother} now={now} say={say} />;
    case 'hangs':
      return <HangingTablet desk={desk} step={step} notice={notice} onAnother={onAnother} now={now} say={say} />;
    case 'off':
      return (
        <div class={style['step']} key="off">
          <PageHead title={`The tablet is off ${nameOf(step.device)}`}>
            <p role="status">It has forgotten the room and shows a code for its next one.</p>
          </PageHead>
          <div class={style['answers']}>
            <Button kind="solid" onPress={onAnother}>
              Give it another room
            </Button>
            <Button kind="line" onPress={onDone}>
              See all doors
            </Button>
          </div>
        </div>
      );
    case 'done': {
      const name = nameOf(step.device);
      const what = step.device.board === null ? `${name}’s door` : `The board ${name}`;
      return (
        <div class={style['step']} key="done">
          <PageHead title={step.lit === 'yes' ? `${what} is lit` : `${what} lights up`}>
            <p role="status">{afterwards[step.lit]}</p>
          </PageHead>
          <div class={style['answers']}>
            <Button kind="solid" onPress={onAnother}>
              Pair another tablet
            </Button>
            <Button kind="line" onPress={onDone}>
              See all doors
            </Button>
          </div>
        </div>
      );
    }
  }
}

const afterwards = {
  waiting: 'The tablet fetches its room now; that takes a few seconds. Leave it switched on.',
  yes: 'The tablet shows its room. Hang it up and leave it plugged in: from here on it needs nobody.',
  'not-yet':
    'The room is set, but the tablet has not come for it. Look whether it is on and still shows Doorlight; it comes by itself.',
} as const;
