/** What an admin must have seen to before titles are shown. */

import { Button } from '../components/button.tsx';
import style from './titles-warning.module.css';

/** The parameters that decide what a room's own copy of a meeting still tells (Set-CalendarProcessing). */
const COMMAND =
  'Get-Mailbox -RecipientTypeDetails RoomMailbox -ResultSize Unlimited | Set-CalendarProcessing -RemovePrivateProperty $false -DeleteSubject $false -AddOrganizerToSubject $false';

/** `yes`: what the answer says that goes on. Without `onAnswer` it only warns, and the page has the answers. */
export function TitlesWarning({ yes, onAnswer }: { yes?: string; onAnswer?: (yes: boolean) => void }) {
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
      {onAnswer !== undefined && (
        <div class={style['answers']}>
          <Button kind="line" focused onPress={() => onAnswer(false)}>
            Keep titles hidden
          </Button>
          <Button kind="solid" onPress={() => onAnswer(true)}>
            {yes}
          </Button>
        </div>
      )}
    </section>
  );
}
