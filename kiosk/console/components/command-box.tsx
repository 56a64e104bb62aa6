/** A command to paste, to the letter, and the button that takes it along. */

import { useEffect, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import style from './command-box.module.css';

/** As long as it takes to see that it worked. */
const SAID_MS = 4_000;

export function CommandBox({ command }: { command: string }) {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setCopied(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(command).then(
      () => setCopied('yes'),
      () => setCopied('no'),
    );
  return (
    <div class={style['box']}>
      <pre>
        <code>{command.split(/(?<=\s)/).map(unbroken)}</code>
      </pre>
      <Button kind="line" small onPress={() => void copy()}>
        <span aria-live="polite">
          {copied === 'yes' ? 'Copied' : copied === 'no' ? 'Mark it and copy by hand' : 'Copy'}
        </span>
      </Button>
    </div>
  );
}

/** A line may end between two words of a command, but not at a hyphen within one. */
function unbroken(word: string) {
  const kept = word.trimEnd();
  return [<span key="word">{kept}</span>, word.slice(kept.length)];
}
