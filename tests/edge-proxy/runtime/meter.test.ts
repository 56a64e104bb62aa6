import { expect, test } from 'vitest';
import { createMeter } from '../../../edge-proxy/runtime/meter.ts';
import { createProcessFigures } from '../../../edge-proxy/runtime/process-figures.ts';

test('what is counted adds up by its labels, and every counter is told of, counted or not', () => {
  const meter = createMeter();
  meter.count('room_reads_total', { outcome: 'good' });
  meter.count('room_reads_total', { outcome: 'good' });
  meter.count('room_reads_total', { outcome: 'throttled' });
  meter.count('graph_lane_wait_seconds_total', { urgency: 'person' }, 0.25);
  meter.count('graph_lane_wait_seconds_total', { urgency: 'person' }, 0.5);

  const samplesOf = (name: string) => meter.counted().find((one) => one.name === name)?.samples;
  expect(samplesOf('room_reads_total')).toEqual([
    { labels: { outcome: 'good' }, value: 2 },
    { labels: { outcome: 'throttled' }, value: 1 },
  ]);
  expect(samplesOf('graph_lane_wait_seconds_total')).toEqual([{ labels: { urgency: 'person' }, value: 0.75 }]);
  expect(samplesOf('graph_retries_total')).toEqual([]);
});

test('names follow the convention: a counter ends in _total, and says its unit before', () => {
  for (const { name, type } of createMeter().counted()) {
    expect({ name, type }).toEqual({ name: expect.stringMatching(/^[a-z_]+_total$/), type: 'counter' });
  }
});

test('the process tells its memory, its CPU time and how late its timers run, in base units', () => {
  const figures = createProcessFigures();
  const told = new Map(figures.figures().map(({ name, samples }) => [name, samples[0]?.value ?? Number.NaN]));
  figures.close();

  expect(told.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  expect(told.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  for (const [name, value] of told)
    expect({ name, isFinite: Number.isFinite(value) }).toEqual({ name, isFinite: true });
});
