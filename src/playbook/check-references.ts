import { suggestion } from '#domain/suggestion.ts';
import { inheritedKeys } from './inherit.ts';
import type { ParsedFile } from './parse-file.ts';
import type { PlaybookSet } from './playbook.ts';
import type { Problems } from './problems.ts';
import {
  keyReferences,
  playbookReferences,
  type Reference,
  type ReferenceKind,
  refer,
  referOne,
} from './references.ts';

/** Reports every name that names nothing, and every name used twice. */
export function checkReferences(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  const shared = {
    role: Object.keys(set.people.roles),
    person: Object.keys(set.people.people),
    connection: set.org.connections.map(({ id }) => id),
    playbook: set.playbooks.map(({ name }) => name),
  };
  for (const file of files.values()) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const playbook = set.playbooks.find(({ path }) => path === file.path);
    const keys = playbook === undefined ? set.org.baseline : inheritedKeys(set, playbook);
    const known: Record<ReferenceKind, readonly string[]> = {
      ...shared,
      evidence: (keys?.evidence ?? []).map(({ id }) => id),
      rule: (keys?.rules ?? []).map((rule) => rule.name),
    };
    const references = playbook === undefined ? sharedReferences(name, set) : playbookReferences(playbook);
    for (const { kind, name: used, path } of references) {
      if (known[kind].includes(used)) continue;
      const near = suggestion(used, known[kind]);
      const sentence = `there is no ${kind} "${used}"${near === null ? '' : `; did you mean "${near}"?`}`;
      problems.add(
        file.path,
        file.at(path, typeof path.at(-1) === 'string' ? 'key' : 'value'),
        'dangling_name',
        sentence,
      );
    }
  }
  checkTwice(set, files, problems);
}

function sharedReferences(file: string, set: PlaybookSet): Reference[] {
  if (file === 'org.yaml') {
    return [...referOne('role', set.org.owner, ['owner']), ...keyReferences(set.org.baseline ?? {}, ['baseline'])];
  }
  if (file === 'people.yaml') {
    return [
      ...referOne('role', set.people.owner, ['owner']),
      ...Object.entries(set.people.roles).flatMap(([id, role]) => [
        ...('people' in role.source ? refer('person', role.source.people, ['roles', id, 'people']) : []),
        ...refer('role', role.excludes, ['roles', id, 'excludes']),
      ]),
      ...set.people.delegations.flatMap(({ from, to, roles }, i) => [
        ...referOne('person', from, ['delegations', i, 'from']),
        ...referOne('person', to, ['delegations', i, 'to']),
        ...refer('role', roles, ['delegations', i, 'roles']),
      ]),
    ];
  }
  return [
    ...referOne('role', set.models.owner, ['owner']),
    ...set.models.models.flatMap((model, i) => [
      ...referOne('person', model.owner, ['models', i, 'owner']),
      ...refer('person', model.businessOwner, ['models', i, 'business_owner']),
      ...refer('person', model.dataOwner, ['models', i, 'data_owner']),
      ...Object.keys(model.in).flatMap((id) => referOne('connection', id, ['models', i, 'in', id])),
      ...referOne('connection', model.retrain?.connection, ['models', i, 'retrain', 'connection']),
      ...model.monitors.flatMap(({ connection }, m) =>
        referOne('connection', connection, ['models', i, 'monitors', m, 'connection']),
      ),
    ]),
  ];
}

function checkTwice(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  const fileNamed = (name: string) =>
    [...files.values()].find(({ path }) => path === name || path.endsWith(`/${name}`));
  const twice = (
    file: ParsedFile | undefined,
    names: readonly string[],
    what: string,
    at: (index: number) => PropertyKey[],
  ) => {
    names.forEach((name, index) => {
      if (file === undefined || names.indexOf(name) === index) return;
      problems.add(file.path, file.at(at(index)), 'duplicate_name', `${what} "${name}" is used twice`);
    });
  };
  twice(
    fileNamed('org.yaml'),
    set.org.connections.map(({ id }) => id),
    'the connection id',
    (i) => ['connections', i],
  );
  twice(
    fileNamed('models.yaml'),
    set.models.models.map(({ id }) => id),
    'the model id',
    (i) => ['models', i],
  );
  const people = Object.entries(set.people.people);
  for (const key of ['slack', 'email'] as const) {
    const uses = people.flatMap(([id, person]) => person[key].map((value) => ({ id, value: value.toLowerCase() })));
    twice(
      fileNamed('people.yaml'),
      uses.map(({ value }) => value),
      `the ${key}`,
      (i) => ['people', uses[i]?.id ?? '', key],
    );
  }
  set.playbooks.forEach((playbook, index) => {
    const file = files.get(playbook.path);
    if (file !== undefined && set.playbooks.findIndex(({ name }) => name === playbook.name) !== index) {
      problems.add(
        file.path,
        file.at(['name']),
        'duplicate_name',
        `the playbook name "${playbook.name}" is used twice`,
      );
    }
    twice(
      file,
      (playbook.rules ?? []).map(({ name }) => name),
      'the rule',
      (i) => ['rules', i, 'name'],
    );
    twice(
      file,
      (playbook.evidence ?? []).map(({ id }) => id),
      'the evidence id',
      (i) => ['evidence', i, 'id'],
    );
    twice(
      file,
      (playbook.alerts ?? []).map(({ id }) => id),
      'the alert id',
      (i) => ['alerts', i, 'id'],
    );
    twice(
      file,
      playbook.tests.map(({ name }) => name),
      'the test',
      (i) => ['tests', i, 'name'],
    );
  });
}
