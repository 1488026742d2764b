import { suggestion } from '#domain/suggestion.ts';
import { capabilityReferences, modelReferences, orgReferences, peopleReferences } from './company-references.ts';
import { declaredNames } from './declared-names.ts';
import type { Problems } from './problems.ts';
import type { ReadFolder } from './read-folder.ts';
import type { ReadFile } from './readable-part.ts';
import { playbookReferences, type Reference } from './references.ts';

/** Reports every name that names nothing, as far as the files can be read. */
export function checkReferences(folder: ReadFolder, problems: Problems): void {
  const declared = declaredNames(folder);
  const check = <T>(read: ReadFile<T> | null, references: (value: T) => readonly Reference[]) => {
    if (read === null) return;
    const { file, madeUp } = read;
    for (const { kind, name, path } of references(read.value)) {
      const known = declared.in(file.path, kind);
      if (known === null || known.has(name) || madeUp.has(String(path[0]))) continue;
      const near = suggestion(name, [...known]);
      const hint = near === null ? '' : `; did you mean "${near}"?`;
      const at = file.at(path, path.at(-1) === name ? 'key' : 'value');
      problems.add(
        file.path,
        at,
        'dangling_name',
        `there is no ${kind} "${name}"${hint}${near === null ? where[kind] : ''}`,
      );
    }
  };
  check(folder.org, orgReferences);
  check(folder.people, peopleReferences);
  check(folder.models, modelReferences);
  check(folder.capabilities, capabilityReferences);
  for (const playbook of folder.playbooks) check(playbook, playbookReferences);
}

/** Where a name that is like no other could be declared. */
const where: Readonly<Record<Reference['kind'], string>> = {
  role: '; roles are in people.yaml',
  person: '; people are in people.yaml',
  connection: '; connections are in org.yaml',
  evidence: '; add it under `evidence`',
  rule: '; add it under `rules`',
  playbook: '; it is the `name` of another file',
};
