import type { z } from 'zod';
import type { ModelRegistry } from '#domain/registry.ts';

export type RegistryKind = ModelRegistry['kind'];

/**
 * A kind of model registry. `pretend` names the folder of the pretend server that the contract suite judges it by;
 * `src/sandbox/registries.ts` has to start one for every kind.
 */
export interface RegistryDefinition<Kind extends RegistryKind, Options extends { readonly id: string }> {
  readonly kind: Kind;
  /** The name people use for it. */
  readonly title: string;
  readonly summary: string;
  /** What a connection needs, secrets included. */
  readonly options: z.ZodType<Options>;
  readonly pretend: `src/sandbox/${Kind}`;
  connect(options: Options): ModelRegistry;
}

export function defineRegistry<Kind extends RegistryKind, Options extends { readonly id: string }>(
  definition: RegistryDefinition<Kind, Options>,
): RegistryDefinition<Kind, Options> {
  return definition;
}
