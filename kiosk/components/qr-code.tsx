/** A square for a phone's camera. Its modules are always the darker ink; on dark paper it lies on a tile of the light one. */

import { useEffect, useState } from 'preact/hooks';
import style from './qr-code.module.css';

type Props = { readonly text: string; readonly label: string };
type Square = { readonly text: string; readonly size: number; readonly path: string };

/** Modules of light around the code, without which many readers do not find it (ISO/IEC 18004). Light paper is enough. */
const QUIET_ZONE = 4;

export function QrCode({ text, label }: Props) {
  const [square, setSquare] = useState<Square | null>(null);
  useEffect(() => {
    let wanted = true;
    // Only a tablet without a room needs the encoder: it stays out of the script that every door loads.
    const draw = async () => {
      const { generate } = await import('lean-qr/nano');
      const code = generate(text);
      if (wanted) setSquare({ text, size: code.size, path: modules(code) });
    };
    draw().catch(() => undefined); // Without its chunk there is no square, and the code in letters still works.
    return () => {
      wanted = false;
    };
  }, [text]);
  if (square?.text !== text) return <div class={style['tile']} />;
  const quiet = `${(QUIET_ZONE / (square.size + 2 * QUIET_ZONE)) * 100}%`;
  return (
    <svg
      class={style['tile']}
      style={{ '--quiet': quiet }}
      viewBox={`0 0 ${square.size} ${square.size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={square.path} />
    </svg>
  );
}

/** One run of dark modules after the other, row by row. */
function modules({ size, get }: { readonly size: number; get(x: number, y: number): boolean }): string {
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!get(x, y)) continue;
      const from = x;
      while (get(x + 1, y)) x += 1;
      const width = x - from + 1;
      path += `M${from} ${y}h${width}v1h${-width}z`;
    }
  }
  return path;
}
