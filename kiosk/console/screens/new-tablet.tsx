/** A tablet without a room: is it the one in front of you, where does it hang, and does it take over from another? */

import type { ComponentChild } from 'preact';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { WaitingTablet } from '../../../shared/wire/pairing.ts';
import { BoardName } from '../components/board-name.tsx';
import { Button } from '../components/button.tsx';
import { PageHead } from '../components/page-head.tsx';
import { ReplaceChoice } from '../components/replace-choice.tsx';
import { RoomPicker } from '../components/room-picker.tsx';
import type { PairingDeskModel } from '../state/pairing-desk-model.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './pair-screen.module.css';
import { submit, TabletFacts } from './tablet-facts.tsx';

type Props = {
  desk: PairingDeskModel;
  tablet: WaitingTablet;
  notice: ComponentChild;
  onAnother(): void;
  now: () => Instant;
  say: SayTime;
};

export function NewTablet({ desk, tablet, notice, onAnother, now, say }: Props) {
  const board = desk.board.value;
  const target = board === null ? (desk.chosen.value?.displayName ?? '') : board.trim();
  const there = desk.there.value;
  return (
    <form class={style['step']} onSubmit={submit(desk.confirm)} key="room">
      <PageHead title="Is this the tablet in front of you?" />
      <TabletFacts tablet={tablet} now={now()} say={say} />
      <h2 class={style['where']}>Where does it hang?</h2>
      {board === null ? (
        <RoomPicker
          found={desk.found.value}
          search={desk.search.value}
          chosen={desk.chosen.value}
          onSearch={desk.searchRooms}
          onChoose={desk.choose}
          under={
            there.length > 0 && (
              <ReplaceChoice
                room={target}
                there={there}
                replaces={desk.replaces.value}
                onReplace={desk.replace}
                now={now()}
                say={say}
              />
            )
          }
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
            {desk.replaces.value === null ? `Yes, pair it with ${target}` : `Yes, replace the one at ${target}`}
          </Button>
        )}
        <Button kind="line" onPress={onAnother}>
          No, this is another one
        </Button>
      </div>
    </form>
  );
}
