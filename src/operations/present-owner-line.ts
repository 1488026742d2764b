import type { OwnerLine } from '#views/owner-line.ts';
import { verdictOf } from './load-request.ts';
import { ownerOf } from './present-duty.ts';
import type { PresentedRequest } from './present-request.ts';
import type { Setting } from './setting.ts';

/** What the owner of a playbook is told of a request that its people did not decide, or cannot. */
export async function ownerLineOf(
  setting: Setting,
  { loaded, names, card }: PresentedRequest,
  news: OwnerLine['news'],
): Promise<OwnerLine> {
  return {
    news,
    owner: await ownerOf(setting, names, loaded.policy.owner),
    deadline: loaded.row.deadline.toISOString(),
    needs: card.needs,
    because: verdictOf(loaded.row).because,
  };
}
