import type { z } from 'zod';
import type { PipelineRunner } from '#domain/pipeline.ts';

export type RunnerKind = PipelineRunner['kind'];

/**
 * A kind of system that runs pipelines. `pretend` names the folder of the pretend server that the contract suite judges
 * it by; `src/sandbox/runners.ts` has to start one for every kind.
 */
export interface RunnerDefinition<Kind extends RunnerKind, Options extends { readonly id: string }> {
  readonly kind: Kind;
  /** The name people use for it. */
  readonly title: string;
  readonly summary: string;
  /** What a connection needs, secrets included. */
  readonly options: z.ZodType<Options>;
  readonly pretend: `src/sandbox/${Kind}`;
  /** Makes no request itself. Throws a ConfigError for options that cannot work. */
  connect(options: Options): PipelineRunner;
}

export function defineRunner<Kind extends RunnerKind, Options extends { readonly id: string }>(
  definition: RunnerDefinition<Kind, Options>,
): RunnerDefinition<Kind, Options> {
  return definition;
}
