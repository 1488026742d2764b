import { describe, expect, test } from 'vitest';
import { type AskedRequest, type AskNote, askNote } from '#views/ask-note.ts';
import { type EscalationLine, escalationLine } from '#views/escalation-line.ts';
import { outline } from '#views/outline.ts';
import { expectGolden } from './golden.ts';
import { facts, needs, press } from './scene.ts';

const asked: AskedRequest = {
  ...facts,
  number: 12,
  role: 'Risk',
  principal: null,
  standing: 'asked',
  outcome: 'done',
  needs,
  deadline: '2026-12-03T16:00:00.000Z',
  failing: ['p99 latency'],
  changed: [],
  press,
};
const churn: AskedRequest = { ...asked, model: 'churn', version: '4', code: 'A1B2-C3', failing: [] };

const notes: Record<string, AskNote> = {
  first: { kind: 'first', requests: [asked] },
  again: {
    kind: 'again',
    requests: [
      {
        ...asked,
        changed: [
          { title: 'p99 latency', before: '81 ms', now: '94 ms' },
          { title: 'Model card', before: null, now: 'section “limits” is empty' },
        ],
      },
    ],
  },
  'stand-in': { kind: 'first', requests: [{ ...asked, principal: 'Mei Tanaka' }] },
  reminder: { kind: 'reminder', requests: [asked] },
  reminders: { kind: 'reminder', requests: [asked, churn, { ...churn, model: 'ranker', standing: 'approved' }] },
  'reminders-over': {
    kind: 'reminder',
    requests: [
      { ...asked, standing: 'over' },
      { ...churn, standing: 'not_needed' },
    ],
  },
  escalation: { kind: 'escalation', requests: [{ ...asked, role: null }] },
  approved: { kind: 'first', requests: [{ ...asked, standing: 'approved' }] },
  'not-needed': { kind: 'first', requests: [{ ...asked, standing: 'not_needed' }] },
  over: { kind: 'first', requests: [{ ...asked, standing: 'over', outcome: 'rejected' }] },
};

describe('what somebody is asked in a direct message', () => {
  test.each(Object.entries(notes))('%s', (name, note) => {
    expectGolden(`ask-note-${name}`, askNote(note));
  });

  test('offers to approve only while it waits for them', () => {
    for (const [name, note] of Object.entries(notes)) {
      const offers = outline(askNote(note).blocks).includes('[Approve…]');
      expect([name, offers]).toEqual([name, ['first', 'stand-in', 'again', 'reminder', 'reminders'].includes(name)]);
    }
  });
});

describe('who is told that a request waits too long', () => {
  const line: EscalationLine = {
    facts,
    told: { role: 'Risk', people: ['mei', 'jon'] },
    afterMs: 2 * 86_400_000,
    deadline: '2026-12-03T16:00:00.000Z',
    needs,
    press,
  };
  test('a role, in the thread', () => {
    expectGolden('escalation-line-role', escalationLine(line));
  });
  test('a channel', () => {
    expectGolden('escalation-line-channel', escalationLine({ ...line, told: null }));
  });
});
