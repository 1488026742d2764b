import type { Stage } from '#views/approval-stages.ts';
import type { ApprovalRequest } from '#views/approval-state.ts';
import type { Person } from '#views/people.ts';
import type { Decider, EvidenceRow, Need, RequestFacts } from '#views/request-facts.ts';
import type { RequestLine } from '#views/request-line.ts';

/** One team on one day: ana asks to replace fraud-scorer v5 by v7; ben, mei, jon and tom may decide. */
export const now = '2026-11-26T14:10:00.000Z';
export const press = 'R-1042.3.kq8ZtT0mW1';

export const person = (name: string): Person => ({ name, slackId: `U0${name.toUpperCase()}` });

export const facts: RequestFacts = {
  code: 'K7QF-92',
  model: 'fraud-scorer',
  version: '7',
  target: 'production',
  registry: 'MLflow',
  champion: { version: '5', since: '2026-10-16T09:00:00.000Z' },
  requester: 'ana',
  requestedAt: '2026-11-26T08:50:00.000Z',
  reason: 'Retrained on October data after the drift alert of 12 Nov.',
  playbook: 'Fraud to production',
  links: [{ label: 'Open in MLflow', url: 'https://mlflow.example.com/#/models/fraud-scorer/versions/7' }],
};

export const evidence: readonly EvidenceRow[] = [
  {
    status: 'passed',
    title: 'AUC',
    candidate: '0.912',
    champion: '0.904',
    limit: '≥ 0.902',
    difference: '+0.008',
    because: '0.912 against 0.904 - 0.002',
  },
  {
    status: 'passed',
    title: 'Recall, region EU',
    candidate: '0.81',
    champion: '0.80',
    limit: '≥ 0.79',
    difference: '+0.01',
    because: '0.81 against 0.80 - 0.01',
  },
  {
    status: 'failed',
    title: 'p99 latency',
    candidate: '94 ms',
    champion: '71 ms',
    limit: '≤ 90 ms',
    difference: '+23 ms',
    because: '94 ms is above 90 ms',
  },
  {
    status: 'missing',
    title: 'Model card',
    candidate: null,
    champion: null,
    limit: null,
    difference: null,
    because: 'section “limits” is empty',
  },
];

export const needs: readonly Need[] = [
  { role: 'ML engineering', count: 1, filledBy: ['ben'], couldBeFilledBy: [] },
  { role: 'Risk', count: 2, filledBy: ['mei'], couldBeFilledBy: [person('jon'), person('tom')] },
  { role: 'Product', count: 1, filledBy: [], couldBeFilledBy: [person('tom')] },
];

export const deciders: readonly Decider[] = [
  { name: 'ben', role: 'ML engineering' },
  { name: 'mei', role: 'Risk' },
  { name: 'jon', role: 'Risk' },
  { name: 'tom', role: 'Product' },
];

export function card(stage: Stage, change: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    ...facts,
    stage,
    evidence,
    needs,
    votesNotCounted: [],
    deadline: '2026-12-03T16:00:00.000Z',
    heldBy: [],
    press,
    native: true,
    ...change,
  };
}

export function line(change: Partial<RequestLine> = {}): RequestLine {
  const { code, model, version, target, requester, requestedAt } = facts;
  return { code, model, version, target, requester, requestedAt, standing: 'needs Risk (1 more)', press, ...change };
}
