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

function mac({ workspaceId, pressKey }: Signer, effectId: string): string {
  return createHmac('sha256', pressKey).update(`effect\n${workspaceId}\n${effectId}`).digest('base64url').slice(0, 22);
}
