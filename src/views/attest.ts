import { capabilityDoes, capabilityName } from '#domain/capability-name.ts';
import type { Instant } from '#domain/instant.ts';
import { type Capability, capabilities } from '#domain/maturity.ts';
import { context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import { input, select, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, md, sentence } from './mrkdwn.ts';

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
  const intent = encodeIntent('attest-submit', { model: modelId });
  const choices = capabilities.map((one) => ({
    label: capabilityName(one),
    value: one,
    description: capabilityDoes(one),
  }));
  return modal({ title: 'Attest a capability', submit: 'Attest', close: 'Cancel', intent }, [
    ...sections(
      [
        md`What no record shows of ${code(label(model, 60))} can be said by somebody who knows. It is shown with your name, counts as declared for ${countsDays} days, and never as evidence.`,
        ...mistakes.map((one) => md`✗ ${sentence(one, 400)}`),
      ],
      500,
    ),
    input(attestFields.capability, 'What', select('capability', 'Pick a capability', choices, capability)),
    input(
      attestFields.has,
      'Is it there?',
      select(
        'has',
        'Pick one',
        [
          { label: 'Yes, it is there', value: 'yes' },
          { label: 'No, it is not', value: 'no' },
        ],
        filled.has,
      ),
    ),
    input(
      attestFields.note,
      'How can others see that?',
      textArea('note', 'Where it is, or what is missing', 10, filled.note),
      {
        hint: 'A link, a place or a name that others can look up. It stays on the record.',
      },
    ),
    ...sections(said.slice(0, 6).map(saidLine), 300),
    ...(said.length > 6 ? [context(md`${said.length - 6} more were said`)] : []),
  ]);
}

function saidLine({ capability, has, by, at, note }: SaidOfCapability) {
  const what = has ? 'it is there' : 'it is not there';
  return md`• ${bold(capabilityName(capability))}: ${label(by, 40)} said on ${dateToken(at, 'date')} that ${what} (“${label(note, 120)}”)`;
}
