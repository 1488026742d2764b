import { kindOf } from './file-kinds.ts';
import type { ParsedFile } from './parse-file.ts';
import type { ReadFolder } from './read-folder.ts';
import type { ReferenceKind } from './references.ts';

/** Names that may be used; null where they cannot be told, because a file that declares some is no YAML. */
type Names = ReadonlySet<string> | null;

/** What a folder declares, taken from what is written, so that one mistake in an item does not hide its name. */
export interface DeclaredNames {
  /** The names of a kind that may be used in a file. */
  readonly in: (path: string, kind: ReferenceKind) => Names;
}

const longestChain = 3;

export function declaredNames({ parsed, complete }: ReadFolder): DeclaredNames {
  const byKind = (kind: string) => parsed.find(({ path }) => kindOf(path) === kind);
  const [org, people, models] = [byKind('org'), byKind('people'), byKind('models')];
  const playbooks = parsed.filter(({ path }) => kindOf(path) === 'playbook');
  const byName = new Map(playbooks.map((file) => [member(file.value, 'name'), file]));
  const byPath = new Map(parsed.map((file) => [file.path, file]));
  const shared: Readonly<Record<'role' | 'person' | 'connection' | 'playbook' | 'team', Names>> = {
    role: people === undefined ? null : keysAt(people, 'roles'),
    person: people === undefined ? null : keysAt(people, 'people'),
    connection: org === undefined ? null : textsAt(member(org.value, 'connections'), 'id'),
    team: models === undefined ? null : teamsIn(models, member(member(org?.value, 'labels'), 'team') ?? 'team'),
    playbook: complete ? new Set([...byName.keys()].filter((name) => typeof name === 'string')) : null,
  };
  /** A file with those above it, the baseline last; null if one of them cannot be seen. */
  const chain = (path: string): readonly unknown[] | null => {
    const levels: unknown[] = [];
    let file: ParsedFile | undefined = byPath.get(path);
    if (file === org) return [member(org?.value, 'baseline')];
    for (let depth = 0; file !== undefined && depth < longestChain; depth += 1) {
      levels.push(file.value);
      const above = member(file.value, 'extends');
      if (above === undefined) return org === undefined ? null : [...levels, member(org.value, 'baseline')];
      file = byName.get(above);
    }
    return file === undefined ? null : [...levels, member(org?.value, 'baseline')];
  };
  const inherited = (path: string, list: string, key: string): Names => {
    const levels = chain(path);
    return levels === null ? null : new Set(levels.flatMap((level) => [...textsAt(member(level, list), key)]));
  };
  const known = new Map<string, Names>();
  return {
    in: (path, kind) => {
      if (kind !== 'evidence' && kind !== 'rule') return shared[kind];
      const key = `${kind} ${path}`;
      const names =
        known.get(key) ?? (kind === 'rule' ? inherited(path, 'rules', 'name') : inherited(path, 'evidence', 'id'));
      known.set(key, names);
      return names;
    },
  };
}

function member(value: unknown, key: string): unknown {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function keysAt(file: ParsedFile, key: string): ReadonlySet<string> {
  const map = member(file.value, key);
  return new Set(isMap(map) ? Object.keys(map) : []);
}

/** The teams of models, as the label of this key on each has them. */
function teamsIn(models: ParsedFile, key: unknown): ReadonlySet<string> {
  const list = member(models.value, 'models');
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  const teams = items.map((item) => member(member(item, 'labels'), String(key)) ?? member(item, 'team'));
  return new Set(teams.filter((team) => typeof team === 'string'));
}

function textsAt(list: unknown, key: string): ReadonlySet<string> {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return new Set(items.map((item) => member(item, key)).filter((name) => typeof name === 'string'));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
