/** What the proxy has noticed: what nobody has seen yet first, then what somebody sees to, and folded what is over. */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { Alarm } from '../../../shared/wire/watch.ts';
import { Button } from '../components/button.tsx';
import { SaidList, SaidRow } from '../components/said-row.tsx';
import { ALARM_WORDS, type Standing, sayAlarm } from '../state/health-words.ts';
import { plural, type SayTime } from '../text/say-time.ts';
import style from './health-screen.module.css';

type Props = {
  alarms: readonly Alarm[];
  /** Of the room that it is about; null where it is about something else, which its cause says. */
  roomName(subject: string): string | null;
  mayAct: boolean;
  doing: string | null;
  onAcknowledge(id: string): void;
  now: () => Instant;
  say: SayTime;
};

const MOST_OVER = 50;

export function AlarmRows(props: Props) {
  const open = props.alarms.filter(({ clearedAt }) => clearedAt === null);
  const fresh = open.filter(({ acknowledgedBy }) => acknowledgedBy === null);
  const seen = open.filter(({ acknowledgedBy }) => acknowledgedBy !== null);
  const over = props.alarms.filter(({ clearedAt }) => clearedAt !== null).slice(0, MOST_OVER);
  return (
    <section class={style['part']} aria-labelledby="health-alarms">
      <h2 id="health-alarms">
        {open.length === 0 ? 'Nothing is wrong' : `${plural(open.length, 'alarm')}, ${fresh.length} not seen yet`}
      </h2>
      {open.length > 0 && (
        <SaidList>
          {[...fresh, ...seen].map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} {...props} />
          ))}
        </SaidList>
      )}
      {over.length > 0 && (
        <details class={style['older']}>
          <summary>{over.length === 1 ? 'One that is over' : `${over.length} that are over`}</summary>
          <SaidList>
            {over.map((alarm) => (
              <AlarmRow key={alarm.id} alarm={alarm} {...props} />
            ))}
          </SaidList>
        </details>
      )}
    </section>
  );
}

function AlarmRow({ alarm, roomName, mayAct, doing, onAcknowledge, now, say }: Props & { alarm: Alarm }) {
  const name = ALARM_WORDS[alarm.kind];
  const isOver = alarm.clearedAt !== null;
  return (
    <SaidRow
      standing={standingOf(alarm)}
      name={name}
      words={sayAlarm(alarm, roomName)}
      actions={
        mayAct &&
        !isOver &&
        alarm.acknowledgedBy === null && (
          <Button kind="line" small busy={doing === `acknowledge ${alarm.id}`} onPress={() => onAcknowledge(alarm.id)}>
            I see to it<span class="unseen">: {name}</span>
          </Button>
        )
      }
    >
      <p class={style['seen']}>{history(alarm, say, now())}</p>
    </SaidRow>
  );
}

function standingOf({ severity, acknowledgedBy, clearedAt }: Alarm): Standing {
  if (clearedAt !== null) return 'well';
  return severity === 'notice' || acknowledgedBy !== null ? 'look' : 'bad';
}

function history({ firstSeenAt, count, acknowledgedBy, acknowledgedAt, clearedAt }: Alarm, say: SayTime, now: Instant) {
  const times = count === 1 ? '' : `, seen ${count} times`;
  const at = acknowledgedAt === undefined ? '' : ` since ${say.clock(acknowledgedAt, now)}`;
  const by = acknowledgedBy === null ? '' : ` ${acknowledgedBy} sees to it${at}.`;
  const over = clearedAt === null ? '' : ` Over since ${say.clock(clearedAt, now)}.`;
  return `Since ${say.clock(firstSeenAt, now)}${times}.${by}${over}`;
}
