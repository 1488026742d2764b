import { deploymentsOf, versionAnswer } from './answers.ts';
import type { JsonObject } from './json-object.ts';
import { modelNamed, newId, versionNamed, versionNumbered } from './lookups.ts';
import { beginOperation } from './operations.ts';
import { pageOf } from './pages.ts';
import { invalid, unmet, VertexRefusal } from './refusal.ts';
import type { Route } from './route.ts';
import type { Labels, VersionRow } from './state.ts';
import { mergeAliases, uploadVersion } from './versions.ts';

const listVersions: Route = {
  method: 'GET',
  path: 'models/{model}:listVersions',
  permission: 'aiplatform.models.list',
  write: false,
  answer(world, { ids: [id = ''], query }) {
    const model = modelNamed(world.state, id);
    const order = query.get('orderBy') ?? 'create_time';
    if (!/^(create|update)_time( (asc|desc))?$/.test(order)) throw invalid(`Invalid order_by '${order}'.`);
    const at = (row: VersionRow) => (order.startsWith('create') ? row.createdMs : row.updatedMs);
    const sorted = [...model.versions].sort((a, b) => at(a) - at(b) || a.version - b.version);
    const rows = order.endsWith(' desc') ? sorted.toReversed() : sorted;
    return pageOf(query, 'models', rows, (row) => versionAnswer(world, model, row, true));
  },
};

const update: Route = {
  method: 'PATCH',
  path: 'models/{model}',
  permission: 'aiplatform.models.update',
  write: true,
  answer(world, { ids: [reference = ''], query, body }) {
    const fields = (query.get('updateMask') ?? '')
      .split(',')
      .map((field) => field.replaceAll(/_(\w)/g, (_, c: string) => c.toUpperCase()));
    const onVersion = /@\d+$/.test(reference);
    const { model, row } = versionNamed(world.state, reference);
    if (body.has('etag') && body.text('etag') !== row.etag)
      throw new VertexRefusal('ABORTED', 'The etag does not match.');
    const allowed = onVersion ? ['versionDescription', 'labels'] : ['displayName', 'description', 'labels'];
    const wrong = fields.find((field) => !allowed.includes(field));
    if (wrong !== undefined) throw invalid(`Field '${wrong}' cannot be updated here.`);
    if (fields.includes('labels')) (onVersion ? row : model).labels = labelsIn(body);
    if (fields.includes('displayName')) model.displayName = body.text('displayName');
    if (fields.includes('description')) model.description = body.text('description');
    if (fields.includes('versionDescription')) row.description = body.text('versionDescription');
    row.updatedMs = world.now();
    row.etag = newId(world.state);
    return versionAnswer(world, model, row);
  },
};

function labelsIn(body: JsonObject): Labels {
  const labels = body.labels('labels');
  if (Object.keys(labels).length > 64) throw invalid('A resource can have at most 64 labels.');
  return labels;
}

const upload: Route = {
  method: 'POST',
  path: 'models:upload',
  permission: 'aiplatform.models.upload',
  write: true,
  answer(world, { body }) {
    const given = body.object('model');
    if (given === null || (given.text('displayName') === '' && body.text('parentModel') === '')) {
      throw invalid('model.display_name is required.');
    }
    const parent = /\/models\/([^/@]+)$/.exec(body.text('parentModel'))?.[1];
    if (parent !== undefined) modelNamed(world.state, parent);
    const id = parent ?? (body.text('modelId') || newId(world.state));
    if (parent === undefined && world.state.models.has(id)) {
      throw new VertexRefusal('ALREADY_EXISTS', `The Model "${id}" already exists.`);
    }
    const { row } = uploadVersion(world, id, {
      displayName: given.text('displayName'),
      description: given.text('description'),
      versionDescription: given.text('versionDescription'),
      labels: labelsIn(given),
      artifactUri: given.text('artifactUri'),
      imageUri: given.object('containerSpec')?.text('imageUri') ?? '',
      pipelineJob: given.text('pipelineJob').split('/').at(-1) ?? '',
      aliases: given.texts('versionAliases'),
    });
    const response = { model: `${world.parent}/models/${id}`, modelVersionId: String(row.version) };
    return beginOperation(world, `models/${id}`, { kind: 'nothing', type: 'UploadModel', response });
  },
};

const remove: Route = {
  method: 'DELETE',
  path: 'models/{model}',
  permission: 'aiplatform.models.delete',
  write: true,
  answer(world, { ids: [id = ''] }) {
    const model = modelNamed(world.state, id);
    if (model.versions.some(({ version }) => deploymentsOf(world.state, id, version).length > 0)) {
      throw unmet('The Model is deployed.');
    }
    world.state.models.delete(id);
    return beginOperation(world, `models/${id}`, { kind: 'nothing', type: 'Delete', response: {} });
  },
};

const removeVersion: Route = {
  method: 'DELETE',
  path: 'models/{model}:deleteVersion',
  permission: 'aiplatform.models.delete',
  write: true,
  answer(world, { ids: [reference = ''] }) {
    const { model, row } = versionNumbered(world.state, reference);
    if (row.aliases.includes('default')) throw unmet('The default version cannot be deleted.');
    if (deploymentsOf(world.state, model.id, row.version).length > 0) throw unmet('The version is deployed.');
    model.versions = model.versions.filter((one) => one !== row);
    return beginOperation(world, `models/${model.id}`, { kind: 'nothing', type: 'Delete', response: {} });
  },
};

export const models: readonly Route[] = [
  {
    method: 'GET',
    path: 'models',
    permission: 'aiplatform.models.list',
    write: false,
    answer(world, { query }) {
      return pageOf(query, 'models', [...world.state.models.keys()], (id) => {
        const { model, row } = versionNamed(world.state, id);
        return versionAnswer(world, model, row);
      });
    },
  },
  {
    method: 'GET',
    path: 'models/{model}',
    permission: 'aiplatform.models.get',
    write: false,
    answer(world, { ids: [reference = ''] }) {
      const { model, row } = versionNamed(world.state, reference);
      return versionAnswer(world, model, row);
    },
  },
  listVersions,
  update,
  upload,
  remove,
  removeVersion,
  {
    method: 'POST',
    path: 'models/{model}:mergeVersionAliases',
    permission: 'aiplatform.models.update',
    write: true,
    answer(world, { ids: [reference = ''], body }) {
      const { model, row } = versionNumbered(world.state, reference);
      mergeAliases(world.state, model, row, body.texts('versionAliases'));
      return versionAnswer(world, model, row);
    },
  },
  {
    method: 'POST',
    path: 'models/{model}:testIamPermissions',
    permission: '',
    write: false,
    answer: (_world, { query, permitted }) => ({ permissions: permitted(query.getAll('permissions')) }),
  },
];
