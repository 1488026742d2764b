import type { ModelRegistry } from '#domain/registry.ts';
import { Refusal } from '#errors.ts';
import type { Setting } from './setting.ts';

/** The registry that is connected under an id. Throws a Refusal if none is. */
export function registryOf(setting: Setting, id: string): ModelRegistry {
  const registry = setting.registries.get(id);
  if (registry !== undefined) return registry;
  throw new Refusal(
    'no_such_registry',
    `No registry ${id} is connected. Ask your platform team to add it to org.yaml.`,
  );
}
