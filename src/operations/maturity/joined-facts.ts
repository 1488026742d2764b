import type { MaturityFacts, Observed, ObservedRecords } from '#domain/maturity-facts.ts';

/** Records of all models at once, which hold what is nobody's too. */
type Whole = Pick<ObservedRecords, 'resources' | 'spend' | 'idleFindings' | 'outsideChanges'>;

/** What was read of some models at a time, as if it were read of all of them. */
export function joinedFacts(
  parts: readonly MaturityFacts[],
  { whole, historyOfAll }: { readonly whole: Whole; readonly historyOfAll: MaturityFacts['historyOfAll'] },
): MaturityFacts {
  const all = <T>(of: (part: MaturityFacts) => Observed<readonly T[]>) =>
    joined(parts.map((part) => ({ observed: of(part), models: part.models })));
  return {
    ...whole,
    versions: all((part) => part.versions),
    runs: all((part) => part.runs),
    triggers: all((part) => part.triggers),
    evaluations: all((part) => part.evaluations),
    promotions: all((part) => part.promotions),
    monitors: all((part) => part.monitors),
    alerts: all((part) => part.alerts),
    drills: all((part) => part.drills),
    releases: all((part) => part.releases),
    pipelines: all((part) => part.pipelines),
    featureViews: all((part) => part.featureViews),
    featureSources: all((part) => part.featureSources),
    rubric: all((part) => part.rubric),
    models: parts.flatMap(({ models }) => models),
    attestations: parts.flatMap(({ attestations }) => attestations),
    waivers: parts.flatMap(({ waivers }) => waivers),
    history: Object.assign({}, ...parts.map(({ history }) => history)),
    historyOfAll,
  };
}

interface Part<T> {
  readonly observed: Observed<readonly T[]>;
  readonly models: MaturityFacts['models'];
}

/** Known where it is known of any, as old as the oldest, and silent on those of whom it is not known. */
function joined<T>(parts: readonly Part<T>[]): Observed<readonly T[]> {
  const known = parts.flatMap(({ observed }) => (observed.known ? [observed] : []));
  const unknown = parts.flatMap(({ observed, models }) =>
    observed.known ? [] : [{ because: observed.because, models }],
  );
  const [first] = known;
  if (first === undefined) {
    return { known: false, because: unknown[0]?.because ?? 'No model is in a registry yet.' };
  }
  const untold = unknown.flatMap(({ because, models }) => models.map(({ id }) => [id, because] as const));
  return {
    known: true,
    value: known.flatMap(({ value }) => value),
    provenance: known.some(({ provenance }) => provenance === 'declared') ? 'declared' : 'machine',
    asOf: known.reduce((oldest, { asOf }) => (asOf < oldest ? asOf : oldest), first.asOf),
    silentOn: Object.assign({}, ...known.map(({ silentOn }) => silentOn ?? {}), Object.fromEntries(untold)),
  };
}
