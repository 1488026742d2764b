import { defineRegistry } from '../registry.ts';
import { connectVertex } from './connect.ts';
import { vertexOptions } from './options.ts';

export const vertex = defineRegistry({
  kind: 'vertex',
  title: 'Vertex AI',
  summary: 'The model registry of Vertex AI, which Google now also calls Agent Platform.',
  options: vertexOptions,
  pretend: 'src/sandbox/vertex',
  connect: connectVertex,
});
