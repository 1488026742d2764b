import { clearProblem } from '../alerts/clear-problem.ts';
import type { AlertRule } from '../keys.ts';
import type { PlaybookSet } from '../playbook.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';

/** Reports alerts that would end while they fire, or begin again as soon as they ended (§11). */
export function checkAlerts(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  const check = (alerts: readonly AlertRule[] | undefined, file: ParsedFile | undefined, above: readonly string[]) => {
    (alerts ?? []).forEach((alert, index) => {
      const sentence = clearProblem(alert);
      if (sentence === null || file === undefined) return;
      const at = file.at([...above, 'alerts', index, 'clear_when']);
      problems.add(file.path, at, 'clears_too_early', sentence);
    });
  };
  for (const playbook of set.playbooks) check(playbook.alerts, files.get(playbook.path), []);
  const org = [...files.values()].find(({ path }) => path === 'org.yaml' || path.endsWith('/org.yaml'));
  check(set.org.baseline?.alerts, org, ['baseline']);
}
