import fc from 'fast-check';
import { delegateForm } from '#views/delegate-form.ts';
import { delegationList } from '#views/delegation-list.ts';
import { delegationEnded, delegationMade, delegationNote } from '#views/delegation-note.ts';
import * as any from './any-state.ts';

const { text, instant, maybe, press, rows } = any;
const reader = fc.constantFrom('principal' as const, 'delegate' as const);
const day = fc.constantFrom('', '2026-12-14');

const delegation = fc.record({
  principal: text,
  delegate: text,
  roles: rows(text),
  startsAt: instant,
  endsAt: instant,
  reason: text,
  standing: fc.constantFrom('coming' as const, 'running' as const, 'over' as const),
  endedBy: maybe(text),
  press: maybe(press),
});

export const delegationLists = fc.record({ given: rows(delegation), held: rows(delegation) });

export const delegationViews = {
  delegationNote: fc.tuple(delegation, reader).map((state) => delegationNote(...state)),
  delegationEnded: fc.tuple(delegation, reader).map((state) => delegationEnded(...state)),
  delegationMade: delegation.map(delegationMade),
  delegationList: delegationLists.map(delegationList),
  delegateForm: fc
    .record({
      roles: fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[a-z]{1,20}$/), name: text }), {
        minLength: 1,
        selector: ({ id }) => id,
      }),
      mostDays: fc.nat(366),
      filled: fc.record({
        to: fc.constantFrom('', 'U0USER1'),
        roles: fc.array(text),
        from: day,
        until: day,
        reason: text,
      }),
      mistakes: rows(text),
    })
    .map(delegateForm),
};
