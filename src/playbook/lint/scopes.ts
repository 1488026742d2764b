import type { Action } from '../facts.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import { namePattern } from './name-pattern.ts';
import type { Scope } from './scope.ts';

/** Actions that move an alias, or the traffic of one. */
const targeted: readonly Action[] = ['promote', 'rollback', 'traffic'];

const registryKinds = ['mlflow', 'vertex'];

/** The scopes of every entry of the catalogue, for each action that some playbook governs and each target. */
export function catalogueScopes(set: PlaybookSet, governing: readonly Playbook[]): readonly Scope[] {
  const aims = aimsOf(governing);
  return set.models.models.flatMap((entry) =>
    Object.keys(entry.in).flatMap((registry) =>
      aims.map((aim) => ({ ...aim, registry, names: namePattern(entry.id), entry })),
    ),
  );
}

/** The scopes of the models that are in a registry and not in the catalogue. */
export function outsideScopes(set: PlaybookSet, governing: readonly Playbook[]): readonly Scope[] {
  const aims = aimsOf(governing);
  return set.org.connections
    .filter(({ kind }) => registryKinds.includes(kind))
    .flatMap(({ id }) =>
      aims.map((aim) => ({ ...aim, registry: id, names: { before: `${id}/`, after: '' }, entry: null })),
    );
}

/** Every action with every target that a playbook names for it. Changes of playbooks have rules of their own (§10.5). */
function aimsOf(governing: readonly Playbook[]): readonly Pick<Scope, 'action' | 'target'>[] {
  const actions = [...new Set(governing.flatMap(({ appliesTo }) => appliesTo.action))];
  return actions
    .filter((action) => action !== 'change_playbook')
    .flatMap((action) => targetsOf(action, governing).map((target) => ({ action, target })));
}

function targetsOf(action: Action, governing: readonly Playbook[]): readonly (string | null)[] {
  const named = (playbooks: readonly Playbook[]) => [
    ...new Set(playbooks.flatMap(({ appliesTo }) => appliesTo.to ?? []).map(anExample)),
  ];
  const own = named(governing.filter(({ appliesTo }) => appliesTo.action.includes(action)));
  if (own.length > 0) return own;
  if (!targeted.includes(action)) return [null];
  const others = named(governing);
  return others.length > 0 ? others : ['production'];
}

/** An alias that a glob matches. */
function anExample(glob: string): string {
  return glob.replaceAll(/\*+|\?/g, 'x');
}
