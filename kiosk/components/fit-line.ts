/**
 * As many lines as there is room for: what is read never comes down into the day, however long a title, a word or a font.
 * Style sheets say how many at most. It comes a moment after the first picture, with the day that it keeps free.
 */

/** More than any style sheet allows. */
const MOST_LINES = 5;
/** The day keeps as much air above its blocks, into which a tail may reach. */
const AIR_REM = 0.75;

export function fitLine(box: HTMLElement | null): undefined | (() => void) {
  const ground = box?.closest('main');
  if (!box || !ground) return;
  const fitOnce = () => {
    const air = AIR_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    box.style.webkitLineClamp = '';
    for (let lines = MOST_LINES; lines > 0 && ground.scrollHeight > ground.clientHeight + air; lines -= 1) {
      box.style.webkitLineClamp = String(lines);
    }
  };
  fitOnce();
  const watcher = new ResizeObserver(fitOnce);
  watcher.observe(ground);
  return () => watcher.disconnect();
}
