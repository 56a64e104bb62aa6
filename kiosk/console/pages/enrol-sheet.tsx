/** The links just made, a square and a room's name each, to be printed and cut; or as a list for whoever manages tablets. */

import type { ComponentChild } from 'preact';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { MadeLink } from '../../../shared/wire/enrolment.ts';
import { QrCode } from '../../components/qr-code.tsx';
import { Button } from '../components/button.tsx';
import { PageHead } from '../components/page-head.tsx';
import { linksAsCsv } from '../state/enrol-model.ts';
import { placeOf } from '../state/find-rooms.ts';
import { saveFile } from '../state/save-file.ts';
import { plural, type SayTime } from '../text/say-time.ts';
import style from './enrol-sheet.module.css';

type Props = {
  links: readonly MadeLink[];
  /** Why there are not more of them, if so. */
  notice: ComponentChild;
  onDone(): void;
  now: () => Instant;
  say: SayTime;
};

export function EnrolSheet({ links, notice, onDone, now, say }: Props) {
  const until = links[0]?.enrolment.expiresAt;
  return (
    <>
      <PageHead
        title={`${plural(links.length, 'link')}, good once each`}
        actions={
          <>
            <Button kind="solid" onPress={() => window.print()}>
              Print the squares
            </Button>
            <Button
              kind="line"
              onPress={() => saveFile('links.csv', new Blob([linksAsCsv(links)], { type: 'text/csv' }))}
            >
              Save as a list
            </Button>
          </>
        }
      >
        <p role="status">
          The first tablet that opens one has its room{until !== undefined && `, until ${say.clock(until, now())}`}.
          They are shown here and never again: print or save them now.
        </p>
      </PageHead>
      {notice}
      <ul class={style['sheet']}>
        {links.map(({ enrolment: { id, place, building, floor, name, expiresAt }, url }) => (
          <li key={id}>
            <QrCode text={url} label={`Link that pairs a tablet with ${place}`} />
            <b>
              <bdi>{place}</bdi>
            </b>
            <span>
              <bdi>{[placeOf({ building, floor }), name].filter((part) => part !== null).join(', ')}</bdi>
            </span>
            <small>Scan with the tablet. Good once, until {say.clock(expiresAt, now())}.</small>
          </li>
        ))}
      </ul>
      <div class={style['done']}>
        <Button kind="line" onPress={onDone}>
          I have them
        </Button>
      </div>
    </>
  );
}
