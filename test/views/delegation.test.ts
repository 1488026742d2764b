import { expect, test } from 'vitest';
import { delegateForm } from '#views/delegate-form.ts';
import { delegationList } from '#views/delegation-list.ts';
import { delegationEnded, delegationNote } from '#views/delegation-note.ts';
import type { ShownDelegation } from '#views/delegation-state.ts';
import { outline } from '#views/outline.ts';
import { expectGolden } from './golden.ts';

const running: ShownDelegation = {
  principal: 'Mei Tanaka',
  delegate: 'Lea Fontaine',
  roles: ['Risk', 'Legal'],
  startsAt: '2026-11-26T10:00:00.000Z',
  endsAt: '2026-11-28T23:00:00.000Z',
  reason: 'On leave <!channel>',
  standing: 'running',
  endedBy: null,
  press: 'delegation-1',
};
const over: ShownDelegation = { ...running, standing: 'over', endsAt: '2026-11-27T09:30:00.000Z' };

test('both are told who acts for whom, for how long, what that means and how it ends', () => {
  expectGolden('delegation-of-principal', delegationNote(running, 'principal'));
  expectGolden('delegation-of-delegate', delegationNote({ ...running, standing: 'coming' }, 'delegate'));
});

test('the end says whether somebody ended it, and what holds from then on', () => {
  expectGolden('delegation-over', delegationNote({ ...over, endedBy: 'Lea Fontaine' }, 'principal'));
  expectGolden('delegation-ended', delegationEnded(over, 'principal'));
  expect(outline(delegationEnded(over, 'delegate').blocks)).toContain(
    'Nothing is asked of you for Mei Tanaka any more.',
  );
});

test('the list has what ends each, but for those of people.yaml', () => {
  expectGolden('delegation-list', delegationList({ given: [running], held: [{ ...running, press: null }] }));
  expect(outline(delegationList({ given: [], held: [] }).blocks)).toContain('Nobody acts for you');
});

test('the form offers the roles of whoever asks', () => {
  expectGolden(
    'delegate-form',
    delegateForm({
      roles: [
        { id: 'risk', name: 'Risk' },
        { id: 'legal', name: 'Legal' },
      ],
      mostDays: 21,
      filled: { to: 'U0BEN', roles: ['risk'], from: '', until: '2026-12-14', reason: 'on leave' },
      mistakes: ['Ben de Vries is in Fraud ML, whose people never decide as Risk. Pick somebody else.'],
    }),
  );
});
