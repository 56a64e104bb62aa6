/** The drawing of a floor with its rooms. Where they may be moved: by dragging, or by the arrow keys; Delete takes one off. */

import { useRef } from 'preact/hooks';
import { type FloorPlan, PLAN_PICTURES, type PlanPlace } from '../../../shared/wire/board.ts';
import type { PlanState } from '../state/plan-model.ts';
import { moodOf, STATE_WORDS } from '../state/plan-words.ts';
import style from './plan-drawing.module.css';

type Props = {
  plan: FloorPlan;
  nameOf(room: string): string;
  states: ReadonlyMap<string, PlanState>;
  /** Left out where rooms stay where they are. In thousandths from the left and from the top. */
  onPlace?: (room: string, x: number, y: number) => void;
  onRemove?: (room: string) => void;
};

/** Thousandths: a hair, and with Shift a hand's breadth. */
const STEP = 5;
const LEAP = 50;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function PlanDrawing({ plan, nameOf, states, onPlace, onRemove }: Props) {
  const frame = useRef<HTMLDivElement>(null);

  function drag(event: PointerEvent, room: string): void {
    const box = frame.current?.getBoundingClientRect();
    if (onPlace === undefined || box === undefined || event.buttons === 0) return;
    onPlace(room, (1_000 * (event.clientX - box.left)) / box.width, (1_000 * (event.clientY - box.top)) / box.height);
  }

  function press(event: KeyboardEvent, { room, x, y }: PlanPlace): void {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined && onPlace !== undefined) {
      const by = event.shiftKey ? LEAP : STEP;
      event.preventDefault();
      onPlace(room, x + arrow[0] * by, y + arrow[1] * by);
    }
    if ((event.key === 'Delete' || event.key === 'Backspace') && onRemove !== undefined) {
      event.preventDefault();
      onRemove(room);
    }
  }

  return (
    <div class={style['frame']} ref={frame} style={{ aspectRatio: `${plan.width} / ${plan.height}` }}>
      <img src={`${PLAN_PICTURES}${plan.picture}`} alt="" draggable={false} />
      {plan.places.map((place) => {
        const { room, x, y } = place;
        const state = states.get(room);
        const words = `${nameOf(room)}: ${STATE_WORDS[state ?? 'unknown']}`;
        const where = { left: `${x / 10}%`, top: `${y / 10}%` };
        if (onPlace === undefined) {
          return (
            <p key={room} class={style['sign']} style={where} data-mood={moodOf(state)} title={words}>
              {nameOf(room)}
            </p>
          );
        }
        return (
          <button
            key={room}
            id={`sign-${room}`}
            type="button"
            class={`${style['sign']} ${style['movable']}`}
            style={where}
            data-mood={moodOf(state)}
            aria-label={`${words}. Arrow keys move it, Delete takes it off.`}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={(event) => drag(event, room)}
            onKeyDown={(event) => press(event, place)}
          >
            {nameOf(room)}
          </button>
        );
      })}
    </div>
  );
}
