import { recent } from '../recent-promotions.ts';
import { defineSignal, share } from './define.ts';

export const g3FourEyes = defineSignal({
  id: 'G3',
  title: 'Changes are approved by somebody else',
  formula: 'promotions with an approver in the role who is not the requester / promotions',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['promotions'],
  capabilities: ['registry'],
  process: 'governance',
  bars: { evidenced: { atLeast: 0.9 }, verified: { atLeast: 1 } },
  measure: (scope) =>
    share(recent(scope), ({ requester, approvals }) =>
      approvals.some(({ person, inRole }) => inRole && person !== requester),
    ),
});
