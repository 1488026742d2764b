import { createHash } from 'node:crypto';
import type { Endpoint, World } from './endpoint.ts';
import { runWithId, versionNumbered } from './lookups.ts';
import { absent } from './refusal.ts';
import type { State } from './state.ts';

type Files = Readonly<Record<string, string>>;

/** The files of a version by their path below its source, as its training left them or somebody overwrote them since. */
function filesOf({ overwritten }: State, source: string): Files {
  const over = overwritten.get(source);
  if (over === null) return {};
  const weights = createHash('sha256').update(source).digest('hex');
  return {
    MLmodel: `flavors:\n  python_function:\n    loader_module: mlflow.sklearn\nartifact_path: ${source}\n`,
    'model.pkl': `weights ${weights}\n`,
    'extras/columns.json': '["amount", "country", "merchant"]\n',
    ...over,
  };
}

/** Writes another content over a file, as whoever may write to the store can: the registry is not told. */
export function overwriteFile(world: World, model: string, version: string, path: string, text: string): void {
  const { source } = versionNumbered(world.state, model, version).row;
  world.state.overwritten.set(source, { ...world.state.overwritten.get(source), [path]: text });
}

/** Keeps the files of a version from being read, or lets them be read again. */
export function hideFiles(world: World, model: string, version: string, hidden: boolean): void {
  const { source } = versionNumbered(world.state, model, version).row;
  if (hidden) world.state.overwritten.set(source, null);
  else world.state.overwritten.delete(source);
}

/** The text of one file of a version, as `/model-versions/get-artifact` hands it out. */
export function versionFile({ state }: World, name: string, version: string, path: string): string {
  const text = filesOf(state, versionNumbered(state, name, version).row.source)[path];
  if (text === undefined) throw absent(`Artifact ${path}`);
  return text;
}

export const artifacts: readonly Endpoint[] = [
  {
    method: 'GET',
    path: 'artifacts/list',
    write: false,
    answer({ state }, { args }) {
      const run = runWithId(state, args.text('run_id'));
      const root = `file:///mlruns/${run.experimentId}/${run.id}/artifacts`;
      return { root_uri: root, ...listing(underRun(state, root), args.optionalText('path')) };
    },
  },
  {
    method: 'GET',
    path: 'logged-models/{id}/artifacts/directories',
    write: false,
    feature: 'loggedModels',
    answer({ state }, { id, args }) {
      const model = state.loggedModels.get(id);
      if (model === undefined) throw absent(`Logged model with ID '${id}'`);
      const root = `file:///mlruns/${model.experimentId}/models/${id}/artifacts`;
      return {
        root_uri: root,
        ...listing(filesOf(state, `models:/${id}`), args.optionalText('artifact_directory_path')),
      };
    },
  },
];

/** Everything that versions registered from one run have below its root. */
function underRun(state: State, root: string): Files {
  const sources = [...state.models.values()].flatMap(({ versions }) => versions.map(({ source }) => source));
  const below = sources.filter((source) => source.startsWith(`${root}/`));
  return Object.fromEntries(
    below.flatMap((source) =>
      Object.entries(filesOf(state, source)).map(([path, text]) => [`${source.slice(root.length + 1)}/${path}`, text]),
    ),
  );
}

/** One level below `directory`; paths are from the root, as MLflow gives them. */
function listing(files: Files, directory: string): object {
  const prefix = directory === '' ? '' : `${directory}/`;
  const entries = new Map<string, object>();
  for (const [path, text] of Object.entries(files)) {
    if (!path.startsWith(prefix)) continue;
    const [name = '', ...deeper] = path.slice(prefix.length).split('/');
    const at = `${prefix}${name}`;
    if (deeper.length > 0) entries.set(at, { path: at, is_dir: true });
    else entries.set(at, { path: at, is_dir: false, file_size: Buffer.byteLength(text) });
  }
  return entries.size === 0 ? {} : { files: [...entries.values()] };
}
