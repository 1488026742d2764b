import { mlflow } from './mlflow/mlflow.ts';
import type { RegistryKind } from './registry.ts';

/** Every kind of registry that a connection in `org.yaml` can name: one line each. */
export const registries = {
  mlflow,
} satisfies { readonly [Kind in RegistryKind]: { readonly kind: Kind } };
