/** Who did what, latest first: to look through, to search, and to take away as a table. */

import { useEffect, useState } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { TextField } from '../components/text-field.tsx';
import type { AuditModel } from '../state/audit-model.ts';
import { saveFile } from '../state/save-file.ts';
import { auditHints, sayAction, saySubject } from '../text/audit-words.ts';
import { describeFailure, type Notice } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './audit-screen.module.css';

type Props = { audit: AuditModel; now: () => Instant; say: SayTime };

export function AuditScreen({ audit, now, say }: Props) {
  const [tableFailed, setTableFailed] = useState<Notice | null>(null);
  useEffect(() => {
    void audit.load();
  }, [audit]);
  const entries = audit.entries.value;
  const failure = audit.failure.value;
  const takeAway = async () => {
    const table = await audit.table();
    setTableFailed(table.ok ? null : describeFailure(table.error, say, now()));
    if (table.ok) saveFile('doorlight-audit.csv', await table.value.blob());
  };
  return (
    <>
      <PageHead
        title="Audit"
        actions={
          <Button kind="line" small onPress={() => void takeAway()}>
            Export as a table
          </Button>
        }
      >
        <p>
          Who paired, took off, decided, gave back, signed in or was refused. Nobody can change it, and no title of a
          meeting is in it. Kept for 400 days.
        </p>
      </PageHead>
      <Filter audit={audit} />
      {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      {tableFailed !== null && <NoticeBox notice={tableFailed} />}
      <p class={style['found']} role="status">
        {entries === null ? (failure === null ? 'Reading the trail.' : '') : foundWords(entries.length, audit)}
      </p>
      {entries !== null && entries.length > 0 && (
        <table class={style['trail']}>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">About</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td class={style['when']}>{say.clock(entry.at, now())}</td>
                <td class={style['who']}>
                  <bdi>{entry.actor}</bdi>
                </td>
                <td class={style['what']}>{sayAction(entry)}</td>
                <td class={style['about']}>
                  <bdi>{saySubject(entry.subject, audit.nameOfRoom)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {audit.more.value && (
        <div class={style['older']}>
          <Button kind="line" busy={audit.busy.value} onPress={() => void audit.readOlder()}>
            Show older ones
          </Button>
        </div>
      )}
    </>
  );
}

function Filter({ audit }: { audit: AuditModel }) {
  const { who, what, room, from, to } = audit.filter.value;
  return (
    <search class={style['filter']}>
      <TextField label="Who" type="search" value={who} onType={(typed) => audit.look({ who: typed })} />
      <div class={style['field']}>
        <label for="audit-what">What</label>
        <input
          id="audit-what"
          type="search"
          list="audit-hints"
          autocomplete="off"
          value={what}
          onInput={({ currentTarget }) => audit.look({ what: currentTarget.value })}
        />
        <datalist id="audit-hints">
          {auditHints.map(([hint, words]) => (
            <option key={hint} value={hint} label={words} />
          ))}
        </datalist>
      </div>
      <div class={style['field']}>
        <label for="audit-room">Room</label>
        <select
          id="audit-room"
          value={room}
          onChange={({ currentTarget }) => audit.look({ room: currentTarget.value })}
        >
          <option value="">Any</option>
          {audit.rooms.value.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
        </select>
      </div>
      <TextField label="From" type="date" value={from} max={to} onType={(day) => audit.look({ from: day })} />
      <TextField label="To" type="date" value={to} min={from} onType={(day) => audit.look({ to: day })} />
      {audit.isFiltered.value && (
        <Button kind="line" small onPress={() => void audit.lookAtAll()}>
          Show all
        </Button>
      )}
    </search>
  );
}

function foundWords(shown: number, audit: AuditModel): string {
  if (shown === 0) return audit.isFiltered.value ? 'Nothing like that is in the trail.' : 'Nothing has been done yet.';
  const entries = shown === 1 ? '1 entry' : `${shown} entries`;
  const which = audit.isFiltered.value ? ' of what you look for' : '';
  return audit.more.value ? `The latest ${entries}${which}.` : `${entries}${which}.`;
}
