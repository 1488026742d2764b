import { recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const s1PayloadLog = defineSignal({
  id: 'S1',
  title: 'Online models keep a log of requests',
  formula: 'online resources that log a sample of their requests / online resources of which it is known',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['resources'],
  capabilities: ['serving'],
  process: 'serving',
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 1 } },
  measure: (scope) => {
    const online = recordsOf(scope.facts, 'resources').filter(({ kind }) => kind === 'online');
    if (online.length === 0) return { notApplicable: 'Nothing serves online.' };
    return share(
      online.filter(({ payloadLogged }) => payloadLogged !== null),
      ({ payloadLogged }) => payloadLogged === true,
    );
  },
});
