import type { State } from './state.ts';

/** A page for people who follow a link to a version: what the pretend server holds, in one table. */
export function modelsPage({ models }: State): string {
  const rows = [...models.values()].map(
    ({ name, description, aliases, lastVersion }) =>
      `<tr><td>${escaped(name)}<td>${escaped(aliases.map((held) => `${held.alias} → v${held.version}`).join(', '))}` +
      `<td>v${lastVersion}<td>${escaped(description ?? '')}`,
  );
  return [
    '<!doctype html>',
    '<html lang="en"><meta charset="utf-8"><title>Pretend MLflow</title>',
    '<style>body{font:15px system-ui;margin:2rem}td,th{text-align:left;padding:.3rem 1rem .3rem 0}</style>',
    '<h1>Pretend MLflow</h1><p>The model registry of the local workspace. It answers the REST API of MLflow.</p>',
    `<table><tr><th>Model<th>Aliases<th>Newest<th>Description${rows.join('')}</table>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
