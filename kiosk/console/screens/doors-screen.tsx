/** Every paired tablet: those that need somebody with their cause, the others a quiet line each. */

import type { Instant } from '../../../shared/basics/instant.ts';
import { Button } from '../components/button.tsx';
import { DoorRow } from '../components/door-row.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { finding, lede } from '../state/fleet-finding.ts';
import type { FleetModel } from '../state/fleet-model.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './doors-screen.module.css';

type Props = { fleet: FleetModel; mayChange: boolean; onPair(): void; now: () => Instant; say: SayTime };

export function DoorsScreen({ fleet, mayChange, onPair, now, say }: Props) {
  const doors = fleet.doors.value;
  const failure = fleet.failure.value;
  const readAt = fleet.readAt.value;
  const removalFailure = fleet.removalFailure.value;
  if (doors === null) {
    return (
      <>
        <PageHead title="Doors">{failure === null && <p role="status">Looking at the doors.</p>}</PageHead>
        {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      </>
    );
  }
  // Old news is told as old, in the past tense: these doors may have changed since.
  const stale = failure !== null && readAt !== null;
  return (
    <>
      <PageHead
        title={stale ? `At ${say.clock(readAt, now())}: ${finding(doors)}` : finding(doors)}
        actions={
          mayChange && (
            <Button kind="solid" onPress={onPair}>
              Pair a tablet
            </Button>
          )
        }
      >
        <p role="status">{stale ? 'This list is old. We go on asking.' : lede(doors)}</p>
      </PageHead>
      {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      {removalFailure !== null && <NoticeBox notice={describeFailure(removalFailure, say, now())} />}
      {doors.length > 0 && (
        <ul class={style['doors']}>
          {doors.map((door) => (
            <DoorRow
              key={door.device.id}
              door={door}
              place={door.device.room === null ? null : fleet.placeOfRoom(door.device.room.id)}
              paired={`Paired ${say.clock(door.device.pairedAt, now())} by ${door.device.pairedBy}`}
              seen={door.device.lastSeenAt === null ? null : `Last seen ${say.clock(door.device.lastSeenAt, now())}`}
              mayRemove={mayChange}
              asking={fleet.asking.value === door.device.id}
              removing={fleet.removing.value}
              onAsk={() => fleet.ask(door.device.id)}
              onKeep={() => fleet.ask(null)}
              onRemove={() => void fleet.remove(door.device.id).then(focusTitle)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

/** The row that had the focus is gone; the title says what the list has come to. */
function focusTitle(): void {
  document.querySelector('h1')?.focus();
}
