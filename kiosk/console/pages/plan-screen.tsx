/** A floor as it stands: its drawing with the rooms on it, in their doors' colours; and arranging them there. */

import { useState } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { Board } from '../../../shared/wire/board.ts';
import { Button } from '../components/button.tsx';
import { ChoiceField } from '../components/choice-field.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { PlanDrawing } from '../components/plan-drawing.tsx';
import { TextField } from '../components/text-field.tsx';
import type { PlanModel } from '../state/plan-model.ts';
import { planFinding, STATE_WORDS } from '../state/plan-words.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import style from './plan-screen.module.css';

type Props = { plans: PlanModel; mayChange: boolean; now: () => Instant; say: SayTime };

export function PlanScreen({ plans, mayChange, now, say }: Props) {
  const boards = plans.boards.value;
  const open = plans.open.value;
  const failure = plans.failure.value;
  const drawn = (boards ?? []).filter(({ plan }) => plan !== undefined);
  return (
    <>
      <PageHead
        title={open === null ? 'Floor plans' : planFinding(open, plans.states.value)}
        actions={
          mayChange &&
          plans.unsaved.value && (
            <>
              <Button kind="line" onPress={plans.putBack}>
                Put it back
              </Button>
              <Button kind="solid" busy={plans.busy.value} onPress={() => void plans.save()}>
                Save
              </Button>
            </>
          )
        }
      >
        <p role="status">{lede(boards, open, plans.unsaved.value)}</p>
      </PageHead>
      {failure !== null && <NoticeBox asked notice={drawingFailure(failure) ?? describeFailure(failure, say, now())} />}
      {plans.tooLarge.value && (
        <NoticeBox
          asked
          notice={{ heading: 'That file is too large.', sentence: 'A drawing may have 2 MB at most.' }}
        />
      )}
      {drawn.length > 1 && open !== null && !plans.unsaved.value && (
        <div class={style['choose']}>
          <ChoiceField
            label="Floor plan"
            value={open.id}
            choices={drawn.map(({ id, name }) => [id, name] as const)}
            onChoose={plans.choose}
          />
        </div>
      )}
      {open?.plan !== undefined && <OpenPlan plans={plans} board={open} mayChange={mayChange} />}
      {mayChange && !plans.unsaved.value && <NewPlan plans={plans} />}
    </>
  );
}

function lede(boards: readonly Board[] | null, open: Board | null, unsaved: boolean): string {
  if (boards === null) return 'Looking for floor plans.';
  if (unsaved) return 'Not saved yet.';
  if (open === null) return 'There is none yet. A drawing of the floor makes one.';
  return `${open.name}. A screen that is paired with this board shows the same.`;
}

/** Of a file the proxy says itself what is wrong with it. */
function drawingFailure(failure: PlanModel['failure']['value']) {
  if (failure?.kind !== 'problem' || failure.problem.status !== 400) return null;
  return { heading: 'That is no drawing we can show.', sentence: failure.problem.detail ?? '' };
}

function OpenPlan({ plans, board, mayChange }: { plans: PlanModel; board: Board; mayChange: boolean }) {
  const places = board.plan?.places ?? [];
  const rooms = plans.rooms.value;
  const states = plans.states.value;
  const missing = rooms.filter(({ id }) => !places.some(({ room }) => room === id));
  const nameOf = (id: string) => rooms.find((room) => room.id === id)?.displayName ?? 'A room that is gone';
  return (
    <div class={style['open']}>
      {board.plan !== undefined && (
        <PlanDrawing
          plan={board.plan}
          nameOf={nameOf}
          states={states}
          {...(mayChange && { onPlace: plans.place, onRemove: plans.remove })}
        />
      )}
      <ul class={style['key']} aria-label="What the colours mean">
        <li data-mood="free">Free</li>
        <li data-mood="expected">Somebody is expected</li>
        <li data-mood="used">In use</li>
        <li data-mood="none">Not known, or closed</li>
      </ul>
      {mayChange && missing.length > 0 && (
        <section aria-labelledby="plan-missing">
          <h2 id="plan-missing">Not on the plan yet</h2>
          <p class={style['aside']}>
            Press a room to put it in the middle, then drag it, or move it with the arrow keys. Delete takes it off.
          </p>
          <ul class={style['missing']}>
            {missing.map(({ id, displayName }) => (
              <li key={id}>
                <Button
                  kind="line"
                  small
                  onPress={() => {
                    plans.place(id, 500, 500);
                    requestAnimationFrame(() => document.getElementById(`sign-${id}`)?.focus());
                  }}
                >
                  {displayName}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="plan-list">
        <h2 id="plan-list">The same as a list</h2>
        <ul class={style['list']}>
          {places.map(({ room }) => (
            <li key={room}>
              <bdi>{nameOf(room)}</bdi>
              <span>{STATE_WORDS[states.get(room) ?? 'unknown']}</span>
            </li>
          ))}
        </ul>
      </section>
      {mayChange && (
        <FileField
          label="Another drawing for this floor"
          busy={plans.busy.value}
          onFile={(file) => void plans.draw(file, null)}
        />
      )}
    </div>
  );
}

function NewPlan({ plans }: { plans: PlanModel }) {
  const [name, setName] = useState('');
  return (
    <section class={style['new']} aria-labelledby="plan-new">
      <h2 id="plan-new">A new floor plan</h2>
      <TextField label="Its name, such as Third floor" value={name} onType={setName} />
      {name.trim() !== '' && (
        <FileField
          label="Its drawing: PNG, JPEG, WebP or SVG, 2 MB at most"
          busy={plans.busy.value}
          onFile={(file) => void plans.draw(file, name.trim()).then(() => setName(''))}
        />
      )}
    </section>
  );
}

function FileField({ label, busy, onFile }: { label: string; busy: boolean; onFile(file: File): void }) {
  return (
    <label class={style['file']}>
      <span>{label}</span>
      <input
        type="file"
        accept="image/png,image/jpeg,image/webp,image/svg+xml"
        disabled={busy}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file chosen again is asked for again.
          event.currentTarget.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </label>
  );
}
