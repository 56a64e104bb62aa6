/** The check: what was tried, what came back, what to do, with the command to paste. What needs somebody comes first. */

import type { Instant } from '../../../shared/basics/instant.ts';
import type { CheckLine, CheckReport, CheckVerdict } from '../../../shared/wire/check.ts';
import { Button } from '../components/button.tsx';
import { CommandBox } from '../components/command-box.tsx';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import { SaidList, SaidRow } from '../components/said-row.tsx';
import type { CheckModel } from '../state/check-model.ts';
import type { Standing } from '../state/health-words.ts';
import { describeFailure } from '../text/notice.ts';
import { type SayTime, sayLength } from '../text/say-time.ts';
import style from './check-screen.module.css';

type Props = { check: CheckModel; mayRun: boolean; now: () => Instant; say: SayTime };

export function CheckScreen({ check, mayRun, now, say }: Props) {
  const report = check.report.value;
  const running = check.running.value;
  const failure = check.failure.value;
  return (
    <>
      <PageHead
        title={report?.summary.replace(/\.$/, '') ?? 'The check'}
        actions={
          mayRun && (
            <Button kind="solid" busy={running} onPress={() => void check.run()}>
              {running ? 'Checking' : report === null ? 'Run the check' : 'Check again'}
            </Button>
          )
        }
      >
        <p role="status">{lede(report, running, check.known.value, mayRun, say, now())}</p>
      </PageHead>
      {failure !== null && <NoticeBox notice={describeFailure(failure, say, now())} />}
      {report !== null && <h2 class="unseen">What was tried</h2>}
      {report !== null && (
        <SaidList>
          {[...report.lines].sort(byNeed).map((line) => (
            <CheckRow key={line.id} line={line} />
          ))}
        </SaidList>
      )}
    </>
  );
}

function lede(
  report: CheckReport | null,
  running: boolean,
  known: boolean,
  mayRun: boolean,
  say: SayTime,
  now: Instant,
): string {
  if (running) return 'Trying everything that Doorlight needs. This takes up to a minute; nothing is changed.';
  if (report === null) {
    if (!known) return 'Looking for the last result.';
    const run = mayRun ? 'Run it' : 'Ask an Operator to run it';
    return `Nobody has run it since the proxy started. ${run}: it tries everything that Doorlight needs, and changes nothing.`;
  }
  const took = sayLength(report.finishedAt - report.startedAt);
  return `Checked at ${say.clock(report.finishedAt, now)}, in ${took}. Nothing was changed.`;
}

const STANDINGS: Readonly<Record<CheckVerdict, Standing>> = {
  failed: 'bad',
  warning: 'look',
  skipped: 'look',
  ok: 'well',
};
const BY_NEED: readonly CheckVerdict[] = ['failed', 'warning', 'skipped', 'ok'];

function byNeed(a: CheckLine, b: CheckLine): number {
  return BY_NEED.indexOf(a.verdict) - BY_NEED.indexOf(b.verdict);
}

function CheckRow({ line }: { line: CheckLine }) {
  return (
    <SaidRow standing={STANDINGS[line.verdict]} name={line.title} words={line.cameBack}>
      {line.remedy !== null && <p class={style['remedy']}>{line.remedy}</p>}
      {line.command !== null && <CommandBox command={line.command} />}
      {line.verdict !== 'ok' && (
        <p class={style['aside']}>
          {line.tried} More in {line.guide}.
        </p>
      )}
    </SaidRow>
  );
}
