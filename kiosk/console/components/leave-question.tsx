/** Asked of whoever is about to leave something unsaved. The harmless answer has the focus, and the Escape key. */

import { Button } from './button.tsx';
import style from './leave-question.module.css';

export function LeaveQuestion({ onAnswer }: { onAnswer(leave: boolean): void }) {
  return (
    <dialog class={style['question']} ref={openOnce} aria-labelledby="leave-question" onCancel={() => onAnswer(false)}>
      <h2 id="leave-question">What you have changed is not saved</h2>
      <p>If you leave now, it is lost. Nothing has changed at any door yet.</p>
      <div class={style['answers']}>
        <Button kind="line" onPress={() => onAnswer(true)}>
          Leave without saving
        </Button>
        <Button kind="solid" focused onPress={() => onAnswer(false)}>
          Stay here
        </Button>
      </div>
    </dialog>
  );
}

function openOnce(dialog: HTMLDialogElement | null): void {
  if (dialog !== null && !dialog.open) dialog.showModal();
}
