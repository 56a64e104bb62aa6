/** Pairing, one question to a page: what does the tablet say, is it this one and where does it hang, and there it is. */

import { useEffect } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { WaitingTablet } from '../../../shared/wire/pairing.ts';
import { BoardName } from '../components/board-name.tsx';
import { Button } from '../components/button.tsx';
import { CodeField } from '../components/code-field.tsx';
import { Facts } from '../components/facts.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { RoomPicker } from '../components/room-picker.tsx';
import { groupCode, isComplete } from '../state/code-entry.ts';
import { nameOf } from '../state/fleet-words.ts';
import type { PairingDeskModel } from '../state/pairing-desk-model.ts';
import type { Place } from '../state/place-model.ts';
import { describeFailure } from '../text/notice.ts';
import { type SayTime, sayAgo } from '../text/say-time.ts';
import style from './pair-screen.module.css';

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
    case 'room': {
      const board = desk.board.value;
      const target = board === null ? (desk.chosen.value?.displayName ?? '') : board.trim();
      const [first, second] = groupCode(step.tablet.code);
      return (
        <form class={style['step']} onSubmit={submit(desk.confirm)} key="room">
          <PageHead title="Is this the tablet in front of you?" />
          <p class={style['code']}>
            <span>{first}</span> <span>{second}</span>
          </p>
          <Facts facts={factsOf(step.tablet, now(), say)} />
          <h2 class={style['where']}>Where does it hang?</h2>
          {board === null ? (
            <RoomPicker
              found={desk.found.value}
              search={desk.search.value}
              chosen={desk.chosen.value}
              onSearch={desk.searchRooms}
              onChoose={desk.choose}
            />
          ) : (
            <BoardName name={board} onName={desk.callBoard} />
          )}
          <div class={style['answers']}>
            <Button kind="line" small onPress={() => desk.callBoard(board === null ? 'Lobby' : null)}>
              {board === null ? 'At no door: it is a board of many rooms' : 'At the door of a room'}
            </Button>
          </div>
          <div class={`${style['answers']} ${style['sticky']}`}>
            {notice}
            {target !== '' && (
              <Button kind="solid" busy={desk.busy.value}>
                Yes, pair it with {target}
              </Button>
            )}
            <Button kind="line" onPress={onAnother}>
              No, this is another one
            </Button>
          </div>
        </form>
      );
    }
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

function factsOf(tablet: WaitingTablet, now: Instant, say: SayTime): readonly (readonly [string, string])[] {
  const { particulars } = tablet;
  return [
    ...(tablet.name === null ? [] : [['Name', tablet.name] as const]),
    ['Tablet', particulars === null ? 'It tells nothing of itself' : `${particulars.model}, ${particulars.screen}`],
    ...(particulars === null ? [] : [['Browser', particulars.browser] as const]),
    ['Network', tablet.address],
    ['Asked', sayAgo(tablet.askedAt, now)],
    ['Good until', say.clock(tablet.expiresAt, now)],
  ];
}

function submit(deed: () => Promise<void>) {
  return (event: Event) => {
    event.preventDefault();
    void deed();
  };
}
