import type { DigestFacts, DigestMaturity } from '#domain/weekly-digest.ts';
import { listed } from '#views/wording.ts';
import { capabilityWords } from '../capability-words.ts';
import { defineSection, everybody, line } from '../define-section.ts';

const nothing = { fit: null, fitBefore: null, provisional: false, level: null, changes: [], gaps: [] } as const;

/** One thing to do, or that it is good enough. */
export const nextStep = defineSection({
  name: 'next_step',
  title: 'Next step',
  summary: 'The one capability that brings most for its effort, who has it already, or that what there is, is enough.',
  audience: everybody,
  standing: true,
  say({ maturity }: DigestFacts) {
    const next = maturity?.next ?? null;
    return next === null ? null : { lines: [line(words(next))] };
  },
  examples: [
    {
      facts: {
        maturity: {
          ...nothing,
          next: { kind: 'adopt', capability: 'online_experimentation', models: ['fraud-scorer'], heldBy: ['recs'] },
        },
      },
      says: 'adopt canary and online experiments for `fraud-scorer`; team recs has it',
    },
    { facts: { maturity: { ...nothing, next: { kind: 'stop' } } }, says: 'good enough: what is needed is there' },
    { facts: { maturity: null }, says: null },
  ],
});

function words(next: NonNullable<DigestMaturity['next']>): string {
  switch (next.kind) {
    case 'stop':
      return 'good enough: what is needed is there';
    case 'observe':
      return `connect what tells of ${listed(next.capabilities.map((one) => capabilityWords[one]))}; too little is known to say more`;
    case 'build':
    case 'adopt': {
      const models = listed(
        next.models.map((model) => `\`${model}\``),
        3,
      );
      const held = next.heldBy.length === 0 ? '' : `; team ${listed(next.heldBy, 3)} has it`;
      return `${next.kind} ${capabilityWords[next.capability]} for ${models}${held}`;
    }
  }
}
