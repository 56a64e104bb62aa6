/** Which step of deciding one is at: choosing the places, deciding for them, looking it over, or looking at a file. */

import { useEffect } from 'preact/hooks';
import type { Instant } from '../../../shared/basics/instant.ts';
import { NoticeBox } from '../components/notice-box.tsx';
import { PageHead } from '../components/page-head.tsx';
import type { Place } from '../state/place-model.ts';
import { MARKED, type PolicyModel } from '../state/policy-model.ts';
import { describeFailure } from '../text/notice.ts';
import type { SayTime } from '../text/say-time.ts';
import { PolicyEditor } from './policy-editor.tsx';
import { PolicyImportView } from './policy-import-view.tsx';
import { PolicyPlaces } from './policy-places.tsx';
import { PolicyReview } from './policy-review.tsx';

type Props = {
  policy: PolicyModel;
  of: string | null;
  mayChange: boolean;
  go(place: Place): void;
  now: () => Instant;
  say: SayTime;
};

export function PolicyScreen({ policy, of, mayChange, go, now, say }: Props) {
  useEffect(() => {
    void policy.load();
  }, [policy]);
  const loaded = policy.loaded.value;
  const keys = loaded === null ? [] : keysOf(policy, of);
  const asked = JSON.stringify(keys);
  useEffect(() => policy.edit(JSON.parse(asked) as string[]), [policy, asked]);

  const failure = policy.failure.value;
  const notice = failure === null ? null : <NoticeBox notice={describeFailure(failure, say, now())} />;
  if (loaded === null) {
    return (
      <>
        <PageHead title="Rooms and policy">
          {failure === null && <p role="status">Reading what is decided.</p>}
        </PageHead>
        {notice}
      </>
    );
  }
  const toList = () => go({ page: 'policy', of: null });
  if (keys.length > 0 && policy.reviewing.value) return <PolicyReview policy={policy} notice={notice} />;
  if (keys.length > 0) {
    return <PolicyEditor key={asked} policy={policy} mayChange={mayChange} notice={notice} go={go} onList={toList} />;
  }
  if (policy.imported.value !== null) return <PolicyImportView policy={policy} notice={notice} />;
  return <PolicyPlaces policy={policy} mayChange={mayChange} notice={notice} go={go} />;
}

/** A scope's key, a room's id, or what is marked; places that are no more are none. */
function keysOf(policy: PolicyModel, of: string | null): readonly string[] {
  if (of === null) return [];
  if (of === MARKED) return policy.places.value.map(({ key }) => key).filter((key) => policy.marked.value.has(key));
  const found = policy.places.value.find(
    ({ key, scope }) => key === of || (scope.kind === 'room' && scope.room === of),
  );
  return found === undefined ? [] : [found.key];
}
