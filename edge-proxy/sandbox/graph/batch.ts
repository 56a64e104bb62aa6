/**
 * Up to twenty requests in one, each judged alone, answered in any order.
 * @see https://learn.microsoft.com/graph/json-batching
 */

import type { SandboxChance } from '../sandbox-chance.ts';
import {
  type GraphAnswer,
  type GraphRequest,
  isObject,
  jsonBody,
  problem,
  problems,
  readTarget,
} from './graph-answer.ts';

const MOST_REQUESTS = 20;
/** For Outlook the service runs four of a batch at a time, whatever their mailboxes. */
const LANES = 4;

type Step = { id: string; request: GraphRequest; dependsOn: readonly string[] };

type Serve = (request: GraphRequest) => Promise<GraphAnswer>;

export async function answerBatch(request: GraphRequest, chance: SandboxChance, serve: Serve): Promise<GraphAnswer> {
  const body = jsonBody(request);
  const requests = body?.['requests'];
  if (body === null || !Array.isArray(requests)) return problems.notJson();
  if (requests.length > MOST_REQUESTS) {
    return problems.badRequest(`Number of batch request steps exceeds the maximum value of ${MOST_REQUESTS}.`);
  }
  const steps = requests.map((entry) => readStep(entry, request));
  const ids = new Set(steps.map((step) => step?.id));
  if (steps.includes(null) || ids.size < steps.length) {
    return problems.badRequest('Each batch request step must have a unique id, a method and a relative url.');
  }

  const queue = steps.filter((step) => step !== null);
  const done = new Map<string, GraphAnswer>();
  const lanes = queue.some(({ dependsOn }) => dependsOn.length > 0) ? 1 : LANES;
  const work = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      const isHeld = step.dependsOn.some((id) => (done.get(id)?.status ?? 424) >= 400);
      done.set(step.id, isHeld ? failedDependency() : await serve(step.request));
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));

  const responses = [...done]
    .map(([id, answer]) => ({ place: chance.fraction(), response: { id, ...printed(answer) } }))
    .sort((a, b) => a.place - b.place)
    .map(({ response }) => response);
  return { status: 200, body: { responses } };
}

function readStep(entry: unknown, { header }: GraphRequest): Step | null {
  if (!isObject(entry) || typeof entry['id'] !== 'string' || typeof entry['method'] !== 'string') return null;
  const url = entry['url'];
  const target = typeof url === 'string' ? `/${url.replace(/^\//, '')}` : null;
  const read = target === null ? null : readTarget(target);
  if (target === null || read === null) return null;
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(isObject(entry['headers']) ? entry['headers'] : {})) {
    headers.set(name.toLowerCase(), String(value));
  }
  return {
    id: entry['id'],
    request: {
      ...read,
      method: entry['method'].toUpperCase(),
      target,
      // Only who asks is taken from the batch itself.
      header: (name) => headers.get(name.toLowerCase()) ?? (name === 'Authorization' ? header(name) : null),
      bodyText: entry['body'] === undefined ? '' : JSON.stringify(entry['body']),
    },
    dependsOn: Array.isArray(entry['dependsOn']) ? entry['dependsOn'].map(String) : [],
  };
}

function printed({ status, headers = {}, body }: GraphAnswer) {
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return { status, headers: { ...headers, ...type }, ...(body === undefined ? {} : { body }) };
}

function failedDependency(): GraphAnswer {
  return problem(424, 'FailedDependency', 'A request that this one depends on has failed.');
}
