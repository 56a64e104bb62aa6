/** What the meetings are called, by the kind of room and the hour, in the languages that are spoken here. */

import type { Dice } from './dice.ts';

const TALKS = [
  '1:1',
  'Catch-up',
  'Pairing on the importer',
  'Mentoring',
  'Kurze Abstimmung',
  'Ponto de situação',
  'Coffee and roadmap',
  'Onboarding buddy',
];
const TEAM = [
  'Sprint planning',
  'Sprint review',
  'Retrospective',
  'Design critique',
  'Incident review',
  'Backlog refinement',
  'Angebotsbesprechung',
  'Revisão de arquitetura',
  'Supplier call: Hafenlogistik',
  'Budget Q1',
  'Usability findings',
  'Launch checklist',
  'Security review',
  'Customer call: Fjordbank',
  'Réunion produit',
];
const LARGE = [
  'Quarterly business review',
  'All-hands rehearsal',
  'Customer workshop',
  'Training: new expenses tool',
  'Hiring debrief',
  'Roadshow preparation',
  'Betriebsrat',
  'Vendor demo',
];
const CONFIDENTIAL = [
  'Interview: backend engineer',
  'Interview: key account manager',
  'Gehaltsgespräch',
  'Return-to-work talk',
  'Contract review',
  'Performance review',
];
const AFTER_HOURS = [
  'Call with Singapore',
  'Call with San Francisco',
  'Release watch',
  'On-call hand-over',
  'Support shift',
  'Migration window',
  'Yoga',
  'Language class: Português',
];

type Setting = { capacity: number; afterHours: boolean; confidential: boolean };

export function pickSubject({ capacity, afterHours, confidential }: Setting, dice: Dice): string {
  if (confidential) return dice.pick(CONFIDENTIAL);
  if (afterHours) return dice.pick(AFTER_HOURS);
  if (capacity <= 4) return dice.pick(TALKS);
  return dice.pick(capacity <= 10 ? TEAM : [...TEAM, ...LARGE, ...LARGE]);
}
