import { basename } from 'node:path';
import { suggestion } from '#domain/suggestion.ts';
import { ConfigError } from '#errors.ts';
import type { Playbook, PlaybookSet } from '#playbook/playbook.ts';

/** The playbook of a file or of a name in any case. Throws a ConfigError that lists what there is. */
export function playbookNamed({ playbooks }: PlaybookSet, wanted: string): Playbook {
  const keysOf = ({ path, name }: Playbook) => [
    path,
    basename(path),
    basename(path).replace(/\.ya?ml$/, ''),
    name.toLowerCase(),
  ];
  const found = playbooks.find(
    (one) => keysOf(one).includes(wanted) || one.name.toLowerCase() === wanted.toLowerCase(),
  );
  if (found !== undefined) return found;
  const near = suggestion(wanted.toLowerCase(), playbooks.flatMap(keysOf));
  const offer = near === null ? '' : ` Did you mean "${near}"?`;
  const all = playbooks.map(({ path, name }) => `${basename(path)} ("${name}")`).join(', ');
  throw new ConfigError([`there is no playbook "${wanted}".${offer} There are: ${all}`]);
}
