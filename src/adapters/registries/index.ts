import { mlflow } from './mlflow/mlflow.ts';
import type { RegistryKind } from './registry.ts';
import { vertex } from './vertex/vertex.ts';

/** Every kind of registry that a connection in `org.yaml` can name: one line each. */
export const registries = {
  mlflow,
  vertex,
} satisfies { readonly [Kind in RegistryKind]: { readonly kind: Kind } };
