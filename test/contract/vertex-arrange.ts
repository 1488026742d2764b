import { randomUUID } from 'node:crypto';
import type { Arrange } from './rest-arrange.ts';
import { finished, sendVertex, type VertexPlace } from './vertex-rest.ts';

type Run = Parameters<Arrange['run']>[0];

/**
 * Prepares a project of Vertex AI, pretend or real. A model exists with its first version only, so `model` waits for
 * it. `addJob` makes the pipeline job of a run, where that can be done; its id.
 */
export function arrangeVertex(place: VertexPlace, addJob: (run: Run) => string | null): Arrange {
  const names: string[] = [];
  const waiting = new Map<string, Record<string, string>>();
  const send = (method: string, path: string, body?: object) => sendVertex(place, method, path, body);
  const resource = (path: string) => `${place.base.slice(place.base.indexOf('projects/'))}/${path}`;

  async function upload(name: string, model: object): Promise<string> {
    const first = waiting.get(name);
    const given = { displayName: name, containerSpec: { imageUri: 'gcr.io/contract/serve:1' }, ...model };
    const target = first === undefined ? { parentModel: resource(`models/${name}`) } : { modelId: name };
    const done = await finished(place, await send('POST', 'models:upload', { ...target, model: given }));
    waiting.delete(name);
    if (first !== undefined && Object.keys(first).length > 0) {
      await send('PATCH', `models/${name}?updateMask=labels`, { name: resource(`models/${name}`), labels: first });
    }
    return done.response?.modelVersionId ?? '';
  }

  const arrange: Arrange = {
    freshName() {
      const name = `contract-${randomUUID().slice(0, 8)}`;
      names.push(name);
      return name;
    },
    async model(name, tags = {}) {
      if (!names.includes(name)) names.push(name);
      waiting.set(name, tags);
    },
    version: (name, { source, description } = {}) =>
      upload(name, {
        ...(source !== undefined && { artifactUri: source }),
        ...(description !== undefined && { versionDescription: description }),
      }),
    async deleteVersion(name, version) {
      await finished(place, await send('DELETE', `models/${name}@${version}:deleteVersion`));
    },
    async describeVersion(name, version, versionDescription) {
      const body = { name: resource(`models/${name}@${version}`), versionDescription };
      await send('PATCH', `models/${name}@${version}?updateMask=versionDescription`, body);
    },
    async alias(name, alias, version) {
      await send('POST', `models/${name}@${version}:mergeVersionAliases`, { versionAliases: [alias] });
    },
    async run(run) {
      const name = arrange.freshName();
      await arrange.model(name);
      const job = addJob(run);
      await upload(name, {
        ...(run.user !== undefined && { labels: { 'countersign-owner': run.user } }),
        ...(job !== null && { pipelineJob: resource(`pipelineJobs/${job}`) }),
      });
      for (const [key, value] of run.metrics ?? []) {
        await send('POST', `models/${name}@1/evaluations:import`, { modelEvaluation: { metrics: { [key]: value } } });
      }
      return `${name}@1`;
    },
    loggedModel: () => Promise.resolve(null),
    async removeAll() {
      for (const name of names.splice(0)) await send('DELETE', `models/${name}`).catch(() => null);
    },
  };
  return arrange;
}
