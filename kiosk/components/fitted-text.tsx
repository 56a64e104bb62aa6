/**
 * One line of large text in the largest step that fits its box. The steps are sizes in the style sheet, chosen by
 * `data-fit`; the browser measures, so every script, language and font is right.
 */

import type { RefCallback } from 'preact';

type Props = { readonly text: string; readonly fit: RefCallback<HTMLElement>; readonly class?: string | undefined };

export function FittedText({ text, fit, class: look }: Props) {
  return (
    <p key={`${look} ${text}`} ref={fit} class={look} data-fit="1">
      <span>{text}</span>
    </p>
  );
}

/** Fits now, and again whenever the box or the font has changed; another text is another box. */
export function fitInto(steps: number): RefCallback<HTMLElement> {
  return (box) => {
    if (box === null) return;
    let measured = '';
    const fitOnce = () => {
      const ground = `${box.clientWidth} ${getComputedStyle(document.documentElement).fontSize} ${document.fonts.status}`;
      // A new step changes the box's height, and the observer would call again for ever.
      if (ground === measured) return;
      measured = ground;
      fit(box, steps);
    };
    fitOnce();
    const watcher = new ResizeObserver(fitOnce);
    watcher.observe(box);
    document.fonts.addEventListener?.('loadingdone', fitOnce);
    return () => {
      watcher.disconnect();
      document.fonts.removeEventListener?.('loadingdone', fitOnce);
    };
  };
}

function fit(box: HTMLElement, steps: number): void {
  const span = box.firstElementChild as HTMLElement;
  for (let step = 1; step <= steps; step += 1) {
    box.dataset['fit'] = String(step);
    if (span.offsetWidth <= box.clientWidth) break;
  }
  span.style.setProperty('--bearing', String(sideBearing(span)));
}

/** Ink is measured in whole pixels, so large; but above 255 px Chromium measures the outline in steps of 1/64 em. */
const PEN_PX = 250;
const MOST_AIR_EM = 0.25;

let pen: CanvasRenderingContext2D | null = null;

/** The air before the first letter's ink, in em: trimmed, so that word, phrase and ribbon share one left edge. */
function sideBearing(span: HTMLElement): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (pen === null) return 0;
  const { fontWeight, fontFamily, direction } = getComputedStyle(span);
  pen.font = `${fontWeight} ${PEN_PX}px ${fontFamily}`;
  pen.textAlign = 'left';
  const ink = pen.measureText(span.textContent ?? '');
  const air = (direction === 'rtl' ? ink.width - ink.actualBoundingBoxRight : -ink.actualBoundingBoxLeft) / PEN_PX;
  // No letter has as much. Firefox counts but the last of a line that is written in two directions.
  return air < MOST_AIR_EM ? air : 0;
}
