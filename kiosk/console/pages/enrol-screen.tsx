/** Many tablets at once, in the three ways that they come: by a link each, by their names, by a list of names. */

import type { Instant } from '../../../shared/basics/instant.ts';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { type EnrolModel, isReady } from '../state/enrol-model.ts';
import { linkToPage } from '../state/page-link.ts';
import { describeFailure } from '../text/notice.ts';
import { plural, type SayTime } from '../text/say-time.ts';
import { EnrolLinks } from './enrol-links.tsx';
import { EnrolNames } from './enrol-names.tsx';
import style from './enrol-screen.module.css';
import { EnrolSheet } from './enrol-sheet.tsx';
import { EnrolWaiting } from './enrol-waiting.tsx';

type Props = {
  enrol: EnrolModel;
  /** Which of the three; null for the first. */
  part: string | null;
  onPart(part: string | null): void;
  now: () => Instant;
  say: SayTime;
};

const PARTS = [
  { part: null, label: 'Links' },
  { part: 'waiting', label: 'Waiting' },
  { part: 'names', label: 'Names' },
] as const;

export function EnrolScreen({ enrol, part, onPart, now, say }: Props) {
  const made = enrol.made.value;
  const failure = enrol.failure.value;
  const notice = failure === null ? null : <NoticeBox notice={describeFailure(failure, say, now())} />;
  if (made !== null) {
    return <EnrolSheet links={made} notice={notice} onDone={enrol.putAway} now={now} say={say} />;
  }
  const waiting = enrol.waiting.value;
  const ready = waiting.filter(isReady).length;
  const open = enrol.enrolments.value.filter(({ state }) => state === 'open').length;
  return (
    <>
      <PageHead title={finding(waiting.length, ready, open)}>
        <p role="status">A tablet opens its link, or says its name, and has its room. Nobody types a code.</p>
      </PageHead>
      <nav class={style['parts']} aria-label="Ways to pair many">
        {PARTS.map(({ part: one, label }) => (
          <a
            key={label}
            href={linkToPage('enrol', one)}
            aria-current={part === one ? 'true' : undefined}
            onClick={(event) => {
              event.preventDefault();
              onPart(one);
            }}
          >
            {label}
            {one === 'waiting' && waiting.length > 0 && <span> {waiting.length}</span>}
          </a>
        ))}
      </nav>
      {notice}
      {part === 'waiting' ? (
        <EnrolWaiting enrol={enrol} now={now} />
      ) : part === 'names' ? (
        <EnrolNames enrol={enrol} />
      ) : (
        <EnrolLinks enrol={enrol} now={now} say={say} />
      )}
    </>
  );
}

function finding(waiting: number, ready: number, open: number): string {
  if (ready > 0) return `${plural(ready, 'tablet')} ${ready === 1 ? 'knows its' : 'know their'} room`;
  if (waiting > 0) return `${plural(waiting, 'tablet')} ${waiting === 1 ? 'waits' : 'wait'} for a room`;
  return open === 0 ? 'Pair many tablets' : `${plural(open, 'link')} ${open === 1 ? 'is' : 'are'} open`;
}
