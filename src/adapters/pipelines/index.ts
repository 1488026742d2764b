import { kubeflow } from './kubeflow/kubeflow.ts';
import type { RunnerKind } from './runner-definition.ts';
import { vertexPipelines } from './vertex-pipelines/vertex-pipelines.ts';
import { webhook } from './webhook/webhook.ts';

/** Every kind of system that runs pipelines and that a connection in `org.yaml` can name: one line each. */
export const runners = {
  kubeflow,
  'vertex-pipelines': vertexPipelines,
  webhook,
} satisfies { readonly [Kind in RunnerKind]: { readonly kind: Kind } };
