import type { Button } from '@slack/types';
import { button, context, sections } from './blocks.ts';
import { changeLines, type PlaybookChange, setName, setNameFirst } from './changed-files.ts';
import { reasonField } from './confirm-decision.ts';
import { type Modal, modal } from './frames.ts';
import { input, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { bold, md } from './mrkdwn.ts';
import { missingText } from './needs.ts';
import type { Need } from './request-facts.ts';

export interface ProposePlaybooks {
  readonly digest: string;
  readonly change: PlaybookChange;
  /** Who must agree, if this person proposes it. */
  readonly needs: readonly Need[];
  /** Why it could not be approved as things are, as a clause; null if it could. */
  readonly blocked: string | null;
}

export function proposeButton(digest: string): Button {
  return button('Propose this change…', encodeIntent('playbooks-propose', { digest }), { style: 'primary' });
}

/** Asks for the reason of a change of the playbooks, once more showing what it does and who must agree. */
export function proposePlaybooks({ digest, change, needs, blocked }: ProposePlaybooks): Modal {
  const intent = encodeIntent('playbooks-propose-submit', { digest });
  const missing = missingText(needs);
  return modal({ title: 'Propose this change?', submit: 'Propose', close: 'Cancel', intent }, [
    ...sections(
      [
        md`${bold(setNameFirst(change.to))} would take the place of ${setName(change.from)}. Nothing changes until it is approved.`,
        ...changeLines(change, 20),
        ...(missing === null ? [] : [md`Needs ${missing}.`]),
        ...(blocked === null ? [] : [md`✗ As things are it could not be approved: ${blocked}.`]),
      ],
      600,
    ),
    input(reasonField, 'Reason', textArea(reasonField, 'Why the rules should change', 10), {
      hint: 'You are its author on the record, and fill no seat of it.',
    }),
    context(md`A newer proposal takes the place of an older one`),
  ]);
}
