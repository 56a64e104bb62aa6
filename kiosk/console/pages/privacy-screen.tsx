/** What the doors may tell of a meeting. Turning titles on says first what an admin must have seen to. */

import { useEffect } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { SwitchRow } from '../components/switch-row.tsx';
import type { PrivacyModel } from '../state/privacy-model.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './privacy-screen.module.css';

type Props = { privacy: PrivacyModel; mayChange: boolean; now: () => Instant; say: SayTime };

export function PrivacyScreen({ privacy, mayChange, now, say }: Props) {
  useEffect(() => {
    void privacy.load();
  }, [privacy]);
  const choices = privacy.choices.value;
  const failure = privacy.failure.value;
  return (
    <>
      <PageHead title={choices === null ? 'Privacy' : finding(choices)}>
        <p role="status">
          {choices === null && failure === null
            ? 'Reading what is set.'
            : 'For every door of your organisation. A meeting that Outlook knows as private shows neither, whatever is set here.'}
        </p>
      </PageHead>
      {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      {choices !== null && (
        <div class={style['choices']}>
          <SwitchRow
            label="Show titles"
            on={choices.showTitles}
            mayChange={mayChange}
            onTurn={(on) => void privacy.turn('showTitles', on)}
          />
          {privacy.warning.value && <TitlesWarning privacy={privacy} />}
          <SwitchRow
            label="Show organisers"
            on={choices.showOrganizers}
            mayChange={mayChange}
            onTurn={(on) => void privacy.turn('showOrganizers', on)}
          />
        </div>
      )}
      {choices !== null && !mayChange && <p class={style['aside']}>Only Admins change this.</p>}
    </>
  );
}

/** The parameters that decide what a room's own copy of a meeting still tells (Set-CalendarProcessing). */
const COMMAND =
  'Get-Mailbox -RecipientTypeDetails RoomMailbox -ResultSize Unlimited | Set-CalendarProcessing -RemovePrivateProperty $false -DeleteSubject $false -AddOrganizerToSubject $false';

function TitlesWarning({ privacy }: { privacy: PrivacyModel }) {
  return (
    <section class={style['warning']} aria-labelledby="titles-warning">
      <h2 id="titles-warning">Private meetings may not look private to us</h2>
      <p>
        By default Exchange removes the private mark from a room’s copy of a meeting (RemovePrivateProperty). Then we
        cannot tell, and the title of a private meeting would stand on the door. It may also put the organiser’s name in
        place of the title. Have your Exchange admin run this first; it holds for meetings booked from then on:
      </p>
      <pre>
        <code>{COMMAND.split(' ').flatMap((word) => [<span key={word}>{word}</span>, ' '])}</code>
      </pre>
      <div class={style['answers']}>
        <Button kind="line" focused onPress={() => void privacy.answerWarning(false)}>
          Keep titles hidden
        </Button>
        <Button kind="solid" busy={privacy.busy.value} onPress={() => void privacy.answerWarning(true)}>
          It is done, show titles
        </Button>
      </div>
    </section>
  );
}

function finding({ showTitles, showOrganizers }: { showTitles: boolean; showOrganizers: boolean }): string {
  if (showTitles && showOrganizers) return 'Doors show titles and organisers';
  if (showTitles) return 'Doors show titles, but no organisers';
  if (showOrganizers) return 'Doors show organisers, but no titles';
  return 'Doors show neither titles nor organisers';
}
