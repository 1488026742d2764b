import type { ModelRegistry } from '#domain/registry.ts';
import { startPretendMlflow } from './mlflow/server.ts';
import { startPretendVertex } from './vertex/server.ts';

/** What every pretend registry can do: an adapter's kind without a line here does not compile. */
export interface PretendRegistry {
  readonly url: string;
  close(): Promise<void>;
}

export const pretendRegistries = {
  mlflow: startPretendMlflow,
  vertex: startPretendVertex,
} satisfies Readonly<Record<ModelRegistry['kind'], () => Promise<PretendRegistry>>>;
