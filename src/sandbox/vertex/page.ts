import type { State } from './state.ts';

/** A page for people who follow a link to a version: what the pretend project holds, in two tables. */
export function modelsPage({ models, endpoints }: State): string {
  const rows = [...models.values()].map(({ id, displayName, description, versions, lastVersion }) => {
    const held = versions.flatMap(({ aliases, version }) => aliases.map((alias) => `${alias} → v${version}`));
    return row([displayName, id, held.join(', '), `v${lastVersion}`, description]);
  });
  const serving = [...endpoints.values()].map(({ id, displayName, deployed, traffic }) => {
    const shares = deployed.map((one) => `${one.model} v${one.version}: ${traffic[one.id] ?? 0} %`);
    return row([displayName, id, shares.join(', ')]);
  });
  return [
    '<!doctype html>',
    '<html lang="en"><meta charset="utf-8"><title>Pretend Vertex AI</title>',
    '<style>body{font:15px system-ui;margin:2rem}td,th{text-align:left;padding:.3rem 1rem .3rem 0}</style>',
    '<h1>Pretend Vertex AI</h1><p>One project of the local workspace. It answers the REST API of Vertex AI.</p>',
    `<table><tr><th>Model<th>Id<th>Aliases<th>Newest<th>Description${rows.join('')}</table>`,
    `<h2>Endpoints</h2><table><tr><th>Endpoint<th>Id<th>Traffic${serving.join('')}</table>`,
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}`).join('')}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
