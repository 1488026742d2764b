import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from '#errors.ts';
import type { Setting } from './setting.ts';

type Signer = Pick<Setting, 'workspaceId' | 'pressKey'>;

/** The opaque text of a button about an effect. */
export function effectPress(signer: Signer, effectId: string): string {
  return `${effectId}.${mac(signer, effectId)}`;
}

/** The effect's id. Throws a Refusal for text that `effectPress` did not make for this workspace. */
export function readEffectPress(signer: Signer, text: string): string {
  const [, effectId = '', given = ''] = /^([\w-]+)\.([\w-]{22})$/.exec(text) ?? [];
  if (given === '' || !timingSafeEqual(Buffer.from(mac(signer, effectId)), Buffer.from(given))) {
    throw new Refusal(
      'forged_press',
      'This button was not made by Countersign for this workspace. See the channel of the message for what is there.',
    );
  }
  return effectId;
}

/** What a button can be about that is one row. */
type RowKind =
  | 'alert'
  | 'anomaly'
  | 'claim'
  | 'delegation'
  | 'doubt'
  | 'idle'
  | 'link'
  | 'outside'
  | 'run'
  | 'spot-check'
  | 'waiver';

/** The opaque text of a button about a row. */
export function rowPress(signer: Signer, kind: RowKind, id: string): string {
  return effectPress(signer, `${kind}-${id}`);
}

/** The row's id. Throws a Refusal for text that `rowPress` did not make for a row of this kind in this workspace. */
export function readRowPress(signer: Signer, kind: RowKind, text: string): string {
  const about = readEffectPress(signer, text);
  if (about.startsWith(`${kind}-`)) return about.slice(kind.length + 1);
  throw new Refusal(
    'not_known',
    'This button is about something else. The newest message about it has its own buttons.',
  );
}

function mac({ workspaceId, pressKey }: Signer, effectId: string): string {
  return createHmac('sha256', pressKey).update(`effect\n${workspaceId}\n${effectId}`).digest('base64url').slice(0, 22);
}
