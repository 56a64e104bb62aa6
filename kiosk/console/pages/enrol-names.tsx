/** The list of names as facilities keep it in a spreadsheet: what each line would do, and then doing it. */

import type { NameLine } from '../../../shared/wire/enrolment.ts';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import type { EnrolModel } from '../state/enrol-model.ts';
import { saveFile } from '../state/save-file.ts';
import { plural } from '../text/say-time.ts';
import style from './enrol-screen.module.css';

const VERDICT_WORDS: Readonly<Record<NameLine['verdict'], string>> = {
  set: 'new',
  change: 'changes',
  same: 'stays',
  fault: 'left out',
};

export function EnrolNames({ enrol }: { enrol: EnrolModel }) {
  const lines = enrol.preview.value;
  const taken = enrol.taken.value;
  const good = lines?.filter(({ verdict }) => verdict === 'set' || verdict === 'change').length ?? 0;
  const moves = lines?.reduce((sum, line) => sum + line.moves.length, 0) ?? 0;
  const links = lines?.filter(({ verdict, name }) => verdict !== 'fault' && !name.includes('*')).length ?? 0;
  async function saveNames(): Promise<void> {
    const names = await enrol.readNames();
    if (names.ok) saveFile('tablets.csv', names.value);
  }
  return (
    <>
      <p class={style['aside']}>
        A tablet that is opened at <b>{location.origin}/?device=NAME</b> says this name; most device managers put a
        serial number or name of their own there. The list says which room a name belongs to: a line each, <b>device</b>{' '}
        and <b>room</b>. A star stands for any letters.
      </p>
      <div class={style['bar']}>
        <label class={style['file']}>
          <span>Read a list</span>
          <input
            type="file"
            accept=".csv,text/csv,text/plain"
            onChange={async ({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file !== undefined) await enrol.enterFile(new Uint8Array(await file.arrayBuffer()));
              // The same file, mended, is another choice.
              currentTarget.value = '';
            }}
          />
        </label>
        <Button kind="line" small onPress={() => void saveNames()}>
          Save the list as it stands
        </Button>
      </div>
      <label class={style['paste']}>
        <span>Or paste it here</span>
        <textarea
          rows={5}
          value={enrol.csv.value}
          placeholder={'device,room\nLIS-01,Lisbon'}
          onChange={({ currentTarget }) => void enrol.enterCsv(currentTarget.value)}
        />
      </label>
      {enrol.notAList.value !== null && (
        <NoticeBox notice={{ heading: 'This file cannot be taken.', sentence: enrol.notAList.value }} />
      )}
      {lines !== null && (
        <section aria-labelledby="what-it-does">
          <h2 id="what-it-does">
            <span role="status">{taken ? 'Done.' : foretold(lines.length, good, moves)}</span>
          </h2>
          <ul class={style['rows']}>
            {lines.map((line) => (
              <li key={line.line} class={line.verdict === 'same' ? style['past'] : ''}>
                <span>
                  <small>Line {line.line}</small>{' '}
                  <b>
                    <bdi>{line.name || '(no name)'}</bdi>
                  </b>{' '}
                  <bdi>{line.place}</bdi>
                </span>
                <span>
                  {line.verdict === 'fault' ? <b>{line.words}</b> : VERDICT_WORDS[line.verdict]}
                  {line.verdict !== 'fault' && line.words !== null && `. ${line.words}`}
                  {line.moves.length > 0 && `. Moves ${plural(line.moves.length, 'tablet')}`}
                </span>
              </li>
            ))}
          </ul>
          <div class={style['bar']}>
            {!taken && good + moves > 0 && (
              <Button kind="solid" busy={enrol.busy.value} onPress={() => void enrol.takeCsv()}>
                Take {plural(good + (good === 0 ? moves : 0), 'line')}
              </Button>
            )}
            {links > 0 && (
              <Button kind="line" busy={enrol.busy.value} onPress={() => void enrol.makeForNames()}>
                Make {plural(links, 'link')}, one for each name
              </Button>
            )}
          </div>
        </section>
      )}
    </>
  );
}

function foretold(all: number, good: number, moves: number): string {
  if (good === 0 && moves === 0) return 'This would change nothing.';
  const moved = moves === 0 ? '' : `, and move ${plural(moves, 'tablet')} that hang elsewhere`;
  return `This would set ${good} of ${plural(all, 'line')}${moved}. Nothing has happened yet.`;
}
