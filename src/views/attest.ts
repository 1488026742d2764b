import { capabilityDoes, capabilityName } from '#domain/capability-name.ts';
import type { Instant } from '#domain/instant.ts';
import { type Capability, capabilities } from '#domain/maturity.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import type { Modal } from './frames.ts';
import { input, select } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, md } from './mrkdwn.ts';
import { onRecordForm } from './on-record.ts';

/** What somebody said of a capability, while it counts. */
interface SaidOfCapability {
  readonly capability: Capability;
  readonly has: boolean;
  readonly by: string;
  readonly at: Instant;
  readonly note: string;
}

export interface AttestForm {
  /** As its registry calls it. */
  readonly model: string;
  /** The id that it is kept under. */
  readonly modelId: string;
  /** Null while none is picked. */
  readonly capability: Capability | null;
  /** What others said, and the person before. */
  readonly said: readonly SaidOfCapability[];
  /** How many days it counts. */
  readonly countsDays: number;
  readonly filled: { readonly has: string; readonly note: string };
  readonly mistakes: readonly string[];
}

/** The blocks of what was filled in. */
export const attestFields = { capability: 'attest-capability', has: 'attest-has', note: 'attest-note' } as const;

/** Asks whether a capability that no record shows is there. */
export function attestForm(state: AttestForm): Modal {
  const { model, modelId, capability, said, countsDays, filled, mistakes } = state;
  const choices = capabilities.map((one) => ({
    label: capabilityName(one),
    value: one,
    description: capabilityDoes(one),
  }));
  return onRecordForm(
    {
      title: 'Attest a capability',
      submit: 'Attest',
      intent: encodeIntent('attest-submit', { model: modelId }),
      lead: [
        md`What no record shows of ${code(label(model, 60))} can be said by somebody who knows. It is shown with your name, counts as declared for ${countsDays} days, and never as evidence.`,
      ],
      mistakes,
      picks: [input(attestFields.capability, 'What', select('capability', 'Pick a capability', choices, capability))],
      question: {
        field: attestFields.has,
        label: 'Is it there?',
        yes: 'Yes, it is there',
        no: 'No, it is not',
        filled: filled.has,
      },
      where: {
        field: attestFields.note,
        label: 'How can others see that?',
        placeholder: 'Where it is, or what is missing',
        hint: 'A link, a place or a name that others can look up. It stays on the record.',
        filled: filled.note,
      },
    },
    [
      ...sections(said.slice(0, 6).map(saidLine), 300),
      ...(said.length > 6 ? [context(md`${said.length - 6} more were said`)] : []),
    ],
  );
}

function saidLine({ capability, has, by, at, note }: SaidOfCapability) {
  const what = has ? 'it is there' : 'it is not there';
  return md`• ${bold(capabilityName(capability))}: ${label(by, 40)} said on ${dateToken(at, 'date')} that ${what} (“${label(note, 120)}”)`;
}
