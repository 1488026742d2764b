import type { WatchedVersion } from '#domain/drift.ts';
import { headerOf, type NameBeside } from './kept-headers.ts';
import { unnamed } from './report.ts';
import type { SentBody } from './sent-body.ts';
import { clean, flagOf, pageOf, windowOf } from './told-values.ts';

function besideBody({ headers }: SentBody, name: NameBeside): { readonly value: string | null; readonly at: string } {
  return { value: headers[headerOf(name)]?.trim() || null, at: `query ${name}` };
}

/** The version that address or headers name; fields that they leave out are null. */
export function versionBeside(body: SentBody): WatchedVersion {
  const named = (name: NameBeside) => {
    const { value } = besideBody(body, name);
    return value === null ? null : clean(value);
  };
  return {
    ...unnamed,
    registry: named('registry'),
    model: named('model'),
    version: named('version'),
    environment: named('environment'),
  };
}

/** What is said beside a body that names no model. Without it there, the catalogue may know what the connection watches. */
export function toldBeside(body: SentBody) {
  const [start, end, page, drill] = [
    besideBody(body, 'start'),
    besideBody(body, 'end'),
    besideBody(body, 'report_url'),
    besideBody(body, 'drill'),
  ];
  const [detector, baseline] = [besideBody(body, 'detector').value, besideBody(body, 'baseline').value];
  return {
    watched: versionBeside(body),
    detector: detector === null ? null : clean(detector),
    baseline: baseline === null ? null : clean(baseline),
    window: windowOf(start.value, end.value, { start: start.at, end: end.at }),
    reportUrl: pageOf(page.value, page.at),
    drill: flagOf(drill.value, drill.at) ?? false,
  };
}
