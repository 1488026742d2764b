import { roleName } from '#domain/role-name.ts';
import { isLoosening, type PolicyChange } from '#playbook/change/policy-change.ts';
import { isUnknown } from '#playbook/facts.ts';
import { fileNameOf } from '#playbook/portable-set.ts';
import type { Executor } from '#store/database.ts';
import type { PlaybookChange } from '#views/changed-files.ts';
import type { LoadedRequest } from '../load-request.ts';
import { isPlaybookChange, readChange } from './playbook-change.ts';

/** Changes as people read them, file by file, roles by their names. */
export function shownChange(
  changes: readonly PolicyChange[],
  rest: Pick<PlaybookChange, 'from' | 'to' | 'newlyApproved'>,
): PlaybookChange {
  const files = Map.groupBy(changes, ({ file }) => fileNameOf(file));
  return {
    ...rest,
    files: [...files].map(([file, some]) => ({
      file,
      changes: some.map(({ direction, sentence, disempowers }) => ({
        direction,
        sentence,
        loses: disempowers.map((role) => roleName([role])),
      })),
    })),
    restart: changes.some((change) => isLoosening(change) && change.key === 'connections'),
  };
}

/** What a request would change of the playbooks; null for a request about a model. */
export async function changeOf(db: Executor, { row, facts }: LoadedRequest): Promise<PlaybookChange | null> {
  if (!isPlaybookChange(row)) return null;
  const { changes } = await readChange(db, row.workspaceId, facts);
  const { newlyApproved } = row.outcome;
  const { champion } = facts;
  return shownChange(changes, {
    from: champion !== null && !isUnknown(champion) ? champion.version : '0',
    to: row.version,
    newlyApproved: Array.isArray(newlyApproved) ? newlyApproved.map(String) : [],
  });
}
