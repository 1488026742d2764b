import type { PlaybookKeys } from '../keys.ts';
import type { People } from '../playbook.ts';
import type { Problems } from './problems.ts';
import type { ReadFolder } from './read-folder.ts';
import type { ReadFile } from './readable-part.ts';

type Path = readonly PropertyKey[];

/** Reports every name, id, address and account that is used twice where it may be once. */
export function checkTwice(folder: ReadFolder, problems: Problems): void {
  const { org, people, models, playbooks } = folder;
  if (org !== null) {
    const check = twiceIn(org, problems);
    check('the connection id', org.value.connections, ({ id }) => id, ['connections'], ['id']);
    check('the budget', org.value.budgets ?? [], ({ id }) => id, ['budgets'], ['id']);
    check('the group of leaders', org.value.digest?.leaders ?? [], ({ id }) => id, ['digest', 'leaders'], ['id']);
    checkKeys(check, org.value.baseline ?? {}, ['baseline']);
  }
  if (models !== null)
    twiceIn(models, problems)('the model id', models.value.models, ({ id }) => id, ['models'], ['id']);
  if (people !== null) checkPeople(people, problems);
  for (const playbook of playbooks) {
    const check = twiceIn(playbook, problems);
    checkKeys(check, playbook.value, []);
    check('the test', playbook.value.tests, ({ name }) => name, ['tests'], ['name']);
  }
  const seen = new Set<string>();
  for (const { file, value, madeUp } of playbooks) {
    if (madeUp.has('name')) continue;
    if (seen.has(value.name)) {
      const sentence = `the playbook name "${value.name}" is used twice; give each file its own`;
      problems.add(file.path, file.at(['name']), 'duplicate_name', sentence);
    }
    seen.add(value.name);
  }
}

type Check = ReturnType<typeof twiceIn>;

function twiceIn<T>({ file }: ReadFile<T>, problems: Problems) {
  return <I>(what: string, items: readonly I[], name: (item: I) => string, at: Path, key: Path = []) => {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      const used = name(item);
      if (seen.has(used)) {
        const sentence = `${what} "${used}" is used twice; rename or drop one`;
        problems.add(file.path, file.at([...at, index, ...key]), 'duplicate_name', sentence);
      }
      seen.add(used);
    });
  };
}

function checkKeys(check: Check, keys: PlaybookKeys, at: Path): void {
  check('the rule', keys.rules ?? [], ({ name }) => name, [...at, 'rules'], ['name']);
  check('the evidence id', keys.evidence ?? [], ({ id }) => id, [...at, 'evidence'], ['id']);
  check('the alert id', keys.alerts ?? [], ({ id }) => id, [...at, 'alerts'], ['id']);
  check('the freeze', keys.timing?.freeze ?? [], ({ name }) => name, [...at, 'timing', 'freeze'], ['name']);
}

function checkPeople(people: ReadFile<People>, problems: Problems): void {
  const { file, value } = people;
  for (const key of ['slack', 'email'] as const) {
    const seen = new Set<string>();
    for (const [id, person] of Object.entries(value.people)) {
      person[key].forEach((one, index) => {
        const used = one.toLowerCase();
        if (seen.has(used)) {
          const sentence = `the ${key === 'slack' ? 'Slack account' : 'address'} "${one}" is used twice; it belongs to one person`;
          problems.add(file.path, file.at(['people', id, key, index]), 'duplicate_name', sentence);
        }
        seen.add(used);
      });
    }
  }
  const check = twiceIn(people, problems);
  for (const [id, role] of Object.entries(value.roles)) {
    if ('people' in role.source) check('the person', role.source.people, (one) => one, ['roles', id, 'people']);
  }
}
