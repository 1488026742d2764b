import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import type { ModelStatus } from './status-state.ts';
import { holdsText } from './status-words.ts';
import { counted } from './wording.ts';

/** A model that was found, and why. */
export interface FoundLine extends Pick<ModelStatus, 'model' | 'modelKey' | 'registry' | 'holds' | 'team'> {
  readonly description: string;
  readonly owner: string | null;
  readonly criticality: string | null;
  /** What of it fits what was looked for, each as half a sentence. */
  readonly because: readonly string[];
}

export interface FoundModels {
  /** What was looked for. */
  readonly text: string;
  /** A page of them, the best first. */
  readonly models: readonly FoundLine[];
  /** Whether these have all that was looked for; if not, they have some of it. */
  readonly all: boolean;
  readonly offset: number;
  readonly total: number;
  readonly now: Instant;
}

const maxModels = 10;
const maxCharacters = 700;

/** The answer to `/mlops find`: models that do what the words say, each with why it was found. */
export function foundModels({ text, models, all, offset, total, now }: FoundModels): Message {
  const words = label(text, 100);
  if (total === 0) {
    return message(
      sections([
        md`No model is found by “${words}”.`,
        md`Looked at: names, descriptions and tags in the registries; team, owner, labels, criticality, use case and data in models.yaml; ${code('capability=…')} looks at what they hold. Fewer or shorter words find more; ${code('/mlops status all')} lists all models.`,
      ]),
    );
  }
  const shown = models.slice(0, maxModels);
  const next = offset + shown.length;
  const blocks: KnownBlock[] = [
    header(`${counted(total, 'model')} found by “${label(text, 80)}”`),
    ...(all ? [] : [context(md`No model has all of it. These have some, the nearest first.`)]),
    ...shown.map((line) =>
      section(
        lineText(line, now),
        button('Details', encodeIntent('status-model', { model: line.modelKey }), {
          spoken: `Status of ${label(line.model, 50)}`,
        }),
        maxCharacters,
      ),
    ),
    ...(next < total
      ? [
          actions([
            button(`Show ${total - next} more`, encodeIntent('find-more', { text: label(text, 300), offset: next })),
          ]),
        ]
      : []),
  ];
  return message(blocks);
}

function lineText(line: FoundLine, now: Instant): Mrkdwn {
  const facts = [
    ...(line.team === null ? [] : [`team ${label(line.team, 40)}`]),
    ...(line.owner === null ? [] : [`owner ${label(line.owner, 40)}`]),
    ...(line.criticality === null ? [] : [`criticality ${label(line.criticality, 20)}`]),
    label(line.registry, 40),
  ];
  const what = line.description.trim() === '' ? md`` : md`\n${label(line.description, 160)}`;
  const why = line.because.slice(0, 5).map((reason) => label(reason, 120));
  const found = why.length === 0 ? md`` : md`\n› found by ${why.join(' · ')}`;
  return md`${bold(label(line.model, 60))}  ${holdsText(line, now)} · ${facts.join(' · ')}${what}${found}`;
}
