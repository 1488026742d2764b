import { roleName } from '#domain/role-name.ts';
import { type CriterionRow, criterionOfRequest, openCriteriaOfModels } from '#store/criteria.ts';
import type { ModelKey } from '#store/model-keys.ts';
import type { CriterionEnded, OpenCriterion } from '#views/criterion.ts';
import type { SetCriterion } from '#views/criterion-line.ts';
import { type Names, readNames } from '../names.ts';
import { writePress } from '../press.ts';
import type { Setting } from '../setting.ts';
import { criterionText } from './criterion-text.ts';

/** What is demanded now of candidates of these models, by model and oldest first. */
export async function openCriteriaOf(
  setting: Setting,
  keys: readonly ModelKey[],
  names: Names,
): Promise<readonly { readonly registry: string; readonly name: string; readonly criterion: OpenCriterion }[]> {
  const rows = await openCriteriaOfModels(setting.db, setting.workspaceId, keys);
  return rows.map(({ criterion, number, generation, code }) => ({
    registry: criterion.registry,
    name: criterion.modelName,
    criterion: {
      what: criterionText(criterion),
      target: criterion.target,
      due: criterion.dueAt?.toISOString() ?? null,
      setBy: names.of(criterion.setBy),
      request: number,
      press: writePress(setting, { number, generation, code, openedBy: null }),
    },
  }));
}

/** What a rejection demanded and how that stands, as its card says it. */
export function setCriterionOf(row: CriterionRow, names: Names): SetCriterion {
  return {
    what: criterionText(row),
    due: row.dueAt?.toISOString() ?? null,
    ended: endingOf(row, names),
  };
}

/** The line that says how what a rejection demanded has ended. Throws an Error if it has not. */
export async function criterionEndedOf(setting: Setting, requestId: string): Promise<CriterionEnded> {
  const row = await criterionOfRequest(setting.db, setting.workspaceId, requestId);
  const names = await readNames(setting, setting.db);
  const ended = row === null ? null : endingOf(row, names);
  if (row === null || ended === null) throw new Error(`no criterion of request ${requestId} has ended`);
  return { what: criterionText(row), target: row.target, ended, owner: roleName([row.owner]) };
}

function endingOf({ ended, metBy, withdrawnBy, reason, dueAt }: CriterionRow, names: Names): SetCriterion['ended'] {
  switch (ended) {
    case 'met':
      return { how: 'met', version: metBy ?? '' };
    case 'lapsed':
      return { how: 'lapsed', at: dueAt?.toISOString() ?? '' };
    case 'withdrawn':
      return { how: 'withdrawn', by: withdrawnBy === null ? '' : names.of(withdrawnBy), reason: reason ?? '' };
    case null:
      return null;
  }
}
