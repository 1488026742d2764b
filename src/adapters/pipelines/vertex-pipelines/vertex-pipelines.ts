import { defineRunner } from '../runner-definition.ts';
import { connectVertexPipelines } from './connect.ts';
import { vertexPipelinesOptions } from './options.ts';

export const vertexPipelines = defineRunner({
  kind: 'vertex-pipelines',
  title: 'Vertex AI Pipelines',
  summary: 'Vertex AI Pipelines of one project and region, from templates in Artifact Registry or Cloud Storage.',
  options: vertexPipelinesOptions,
  pretend: 'src/sandbox/vertex-pipelines',
  connect: connectVertexPipelines,
});
