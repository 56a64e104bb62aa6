/** The door's code on its field, always as dark modules on light: on a dark field it gets a tile of the light ink. */

import style from './door-code.module.css';
import { QrCode } from './qr-code.tsx';

export function DoorCode({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class={style['code']}>
      <QrCode text={text} label={label} />
    </div>
  );
}
