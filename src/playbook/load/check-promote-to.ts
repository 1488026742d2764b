import type { PlaybookSet } from '../playbook.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';

/** Reports `promote_to` where nothing is retrained: only a training run makes a version that could be proposed. */
export function checkPromoteTo(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  for (const { path, afterApproval, appliesTo } of set.playbooks) {
    const file = files.get(path);
    if (file === undefined || afterApproval?.promoteTo === undefined) continue;
    if (appliesTo.action.includes('retrain')) continue;
    const sentence = 'only a retraining makes a version to propose; name retrain in applies_to.action, or drop this';
    problems.add(file.path, file.at(['after_approval', 'promote_to'], 'key'), 'promotes_nothing', sentence);
  }
}
