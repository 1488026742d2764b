/** A model by its id in the catalogue, with the pipeline that trains it, null where none is known. */
interface Trained {
  readonly id: string;
  readonly pipeline: string | null;
}

/** Models that look like one model for several places, with the pipelines that train them, each once. */
export interface Siblings {
  readonly models: readonly string[];
  readonly pipelines: readonly string[];
}

/** Words of a name that say where a model is for, and not what it does. */
const places =
  /^(?:eu|emea|apac|latam|na|us|usa|uk|gb|ie|de|at|ch|fr|be|nl|lu|es|pt|it|dk|se|no|fi|pl|cz|ro|gr|tr|in|cn|jp|kr|au|nz|sg|br|mx|ca|za|ae|north|south|east|west|central|europe|asia|americas|america|nordics|global|region\d*|store\d*|site\d*|plant\d*)$/;

/**
 * Models whose names differ only in where they are for, and which are trained in different ways or by nothing that is
 * known: one pipeline could train them all. Only those with one of the models `asked` about are told, and of `all`
 * models those of any team.
 */
export function siblingsOf(all: readonly Trained[], asked: readonly string[]): readonly Siblings[] {
  const wanted = new Set(asked);
  const groups = Map.groupBy(
    all.filter(({ id }) => stemOf(id) !== null),
    ({ id }) => stemOf(id) ?? id,
  );
  return [...groups.values()].flatMap((group) => {
    const ids = group.map(({ id }) => id);
    if (ids.length < 2 || !ids.some((id) => wanted.has(id))) return [];
    const pipelines = [...new Set(group.flatMap(({ pipeline }) => pipeline ?? []))];
    const shared = pipelines.length === 1 && group.every(({ pipeline }) => pipeline !== null);
    return shared ? [] : [{ models: ids, pipelines }];
  });
}

/** The last part of an id without its places; null where it names none, or nothing besides. */
function stemOf(id: string): string | null {
  const words = (id.split('/').at(-1) ?? '').toLowerCase().split(/[-_.]/);
  const rest = words.filter((word) => !places.test(word));
  return rest.length === words.length || rest.length === 0 ? null : rest.join('-');
}
