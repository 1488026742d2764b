import { defineRegistry } from '../registry.ts';
import { connectMlflow } from './connect.ts';
import { mlflowOptions } from './options.ts';

export const mlflow = defineRegistry({
  kind: 'mlflow',
  title: 'MLflow',
  summary: 'The model registry of an MLflow tracking server, 2.9 to 3.x, open source.',
  options: mlflowOptions,
  pretend: 'src/sandbox/mlflow',
  connect: connectMlflow,
});
