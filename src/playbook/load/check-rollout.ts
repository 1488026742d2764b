import { inheritedKeys } from '../inherit.ts';
import type { PlaybookSet } from '../playbook.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';

/** Reports rollouts in steps that no registry of the playbook can do (§5). */
export function checkRollout(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  for (const playbook of set.playbooks) {
    const file = files.get(playbook.path);
    if (file === undefined || playbook.abstract) continue;
    const { afterApproval } = inheritedKeys(set, playbook);
    if ((afterApproval?.rollout ?? []).length === 0 || movesTraffic(set, playbook.appliesTo.registry)) continue;
    const sentence = 'only Vertex AI endpoints move traffic in steps; name such a registry in applies_to, or drop this';
    problems.add(file.path, file.at(['after_approval', 'rollout'], 'key'), 'unsupported_rollout', sentence);
  }
}

/** Every registry is a Vertex AI one, whose models have endpoints. */
function movesTraffic(set: PlaybookSet, registries: readonly string[] | null): boolean {
  const kinds = (registries ?? []).map((id) => set.org.connections.find((one) => one.id === id)?.kind);
  return kinds.length > 0 && kinds.every((kind) => kind === 'vertex');
}
