import { defineRunner } from '../runner-definition.ts';
import { connectKubeflow } from './connect.ts';
import { kubeflowOptions } from './options.ts';

export const kubeflow = defineRunner({
  kind: 'kubeflow',
  title: 'Kubeflow Pipelines',
  summary: 'Kubeflow Pipelines 2.0 or later, its v2beta1 API, standalone or in multi-user mode.',
  options: kubeflowOptions,
  pretend: 'src/sandbox/kubeflow',
  connect: connectKubeflow,
});
