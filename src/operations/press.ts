import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from '#errors.ts';
import type { Setting } from './setting.ts';

type Signer = Pick<Setting, 'workspaceId' | 'pressKey'>;

/** What a button or modal carries: which request, and what of it the person saw. Never authority. */
export interface Press {
  readonly number: number;
  readonly generation: number;
  readonly code: string;
  /** For a modal, the Slack user it was opened for; null on a card, which everybody sees. */
  readonly openedBy: string | null;
}

/** The opaque text of a press: its parts and our MAC over them and the workspace. */
export function writePress(signer: Signer, press: Press): string {
  const parts = `${press.number}.${press.generation}.${press.code}.${press.openedBy ?? ''}`;
  return `${parts}.${mac(signer, parts)}`;
}

/** Throws a Refusal for text that `writePress` did not make for this workspace, or made for somebody else. */
export function readPress(signer: Signer, text: string, slackUser: string): Press {
  const match = /^((\d{1,9})\.(\d{1,9})\.([0-9A-Z]{4}-[0-9A-Z]{2})\.(\w*))\.([\w-]{22})$/.exec(text);
  const [, parts = '', number, generation, code = '', openedBy = '', given = ''] = match ?? [];
  const expected = mac(signer, parts);
  if (match === null || !timingSafeEqual(Buffer.from(expected), Buffer.from(given))) {
    throw new Refusal(
      'forged_press',
      'This button was not made by Countersign for this workspace. Open the request anew with `/mlops requests`.',
    );
  }
  if (openedBy !== '' && openedBy !== slackUser) {
    throw new Refusal(
      'not_the_opener',
      'This form was opened by somebody else. Press the button on the card yourself.',
    );
  }
  return { number: Number(number), generation: Number(generation), code, openedBy: openedBy === '' ? null : openedBy };
}

function mac(signer: Signer, parts: string): string {
  return createHmac('sha256', signer.pressKey)
    .update(`press\n${signer.workspaceId}\n${parts}`)
    .digest('base64url')
    .slice(0, 22);
}
