import { deleteAlias, setAlias } from './aliases.ts';
import { hideFiles, overwriteFile } from './artifacts.ts';
import type { World } from './endpoint.ts';
import { versionNumbered } from './lookups.ts';
import { createModel } from './registered-models.ts';
import type { ModelRow, Stage } from './state.ts';
import { setTag } from './tags.ts';
import { type Training, trainVersion } from './training.ts';
import { deleteVersion, moveToStage } from './versions.ts';

/**
 * Changes that somebody makes past Countersign. Webhooks hear of them as of any others; each throws what MLflow would
 * answer.
 */
export interface Outside {
  addModel(name: string, options?: { description?: string; tags?: Readonly<Record<string, string>> }): void;
  /** Trains and registers the next version; its number. */
  addVersion(model: string, training?: Training): string;
  moveAlias(model: string, alias: string, version: string): void;
  removeAlias(model: string, alias: string): void;
  deleteVersion(model: string, version: string): void;
  moveToStage(model: string, version: string, stage: Stage): void;
  setVersionTag(model: string, version: string, key: string, value: string): void;
  /** Another content behind the same version. */
  overwriteFile(model: string, version: string, path: string, text: string): void;
  /** Keeps the files of a version from being read, as a store does that lost them; or lets them be read again. */
  hideFiles(model: string, version: string, hidden: boolean): void;
  /** Model by name, as the server holds it; null if there is none. */
  model(name: string): ModelRow | null;
}

/** `write` wraps each change, so that the past is kept where reads may be stale. */
export function outside(world: () => World, write: <T>(change: (world: World) => T) => T): Outside {
  return {
    addModel: (name, { description, tags = {} } = {}) =>
      write((w) => {
        const rows = Object.entries(tags).map(([key, value]) => ({ key, value }));
        createModel(w, name, description ?? null, rows);
      }),
    addVersion: (model, training = {}) => write((w) => String(trainVersion(w, model, training).version)),
    moveAlias: (model, alias, version) => write((w) => setAlias(w, model, alias, version)),
    removeAlias: (model, alias) => write((w) => deleteAlias(w, model, alias)),
    deleteVersion: (model, version) => write((w) => deleteVersion(w, model, version)),
    moveToStage: (model, version, stage) => write((w) => moveToStage(w, model, version, stage, false)),
    setVersionTag: (name, version, key, value) =>
      write((w) => {
        setTag(versionNumbered(w.state, name, version).row.tags, key, value);
        w.announce({ entity: 'model_version_tag', action: 'set', data: { name, version, key, value } });
      }),
    overwriteFile: (model, version, path, text) => write((w) => overwriteFile(w, model, version, path, text)),
    hideFiles: (model, version, hidden) => write((w) => hideFiles(w, model, version, hidden)),
    model: (name) => structuredClone(world().state.models.get(name) ?? null),
  };
}
