/** A tablet that hangs already and shows a code: does it move, or does it come off? (decision 0027) */

import type { ComponentChild } from 'preact';
import type { Instant } from '../../../shared/basics/instant.ts';
import { Button } from '../components/button.tsx';
import { PageHead } from '../components/page-head.tsx';
import { RoomPicker } from '../components/room-picker.tsx';
import { nameOf } from '../state/fleet-words.ts';
import type { PairingDeskModel, PairingStep } from '../state/pairing-desk-model.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './pair-screen.module.css';
import { submit, TabletFacts } from './tablet-facts.tsx';

type Props = {
  desk: PairingDeskModel;
  step: PairingStep & { kind: 'hangs' };
  notice: ComponentChild;
  onAnother(): void;
  now: () => Instant;
  say: SayTime;
};

export function HangingTablet({ desk, step, notice, onAnother, now, say }: Props) {
  const { tablet, device, askedOff } = step;
  const name = nameOf(device);
  const next = desk.chosen.value;
  const moves = next !== null && next.id !== device.room?.id;
  return (
    <form class={style['step']} onSubmit={submit(askedOff ? desk.takeOff : desk.confirm)} key="hangs">
      <PageHead title={device.board === null ? `This tablet hangs at ${name}` : `This screen is the board ${name}`} />
      <TabletFacts tablet={tablet} now={now()} say={say} />
      {askedOff ? (
        <div class={`${style['answers']} ${style['sticky']}`}>
          <p class={style['question']} role="status">
            Take it off {name}? It forgets the room and shows a code for its next one.
          </p>
          {notice}
          <Button kind="solid" busy={desk.busy.value}>
            Yes, take it off
          </Button>
          <Button kind="line" focused onPress={() => desk.askOff(false)}>
            Keep it there
          </Button>
        </div>
      ) : (
        <>
          <h2 class={style['where']}>Where does it hang from now on?</h2>
          <RoomPicker
            found={desk.found.value}
            search={desk.search.value}
            chosen={next}
            onSearch={desk.searchRooms}
            onChoose={desk.choose}
          />
          <div class={`${style['answers']} ${style['sticky']}`}>
            {notice}
            {moves && (
              <Button kind="solid" busy={desk.busy.value}>
                Yes, move it to {next.displayName}
              </Button>
            )}
            <Button kind="line" onPress={() => desk.askOff(true)}>
              Take it off {name}
            </Button>
            <Button kind="line" onPress={onAnother}>
              No, this is another one
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
