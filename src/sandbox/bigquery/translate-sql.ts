/** A query that BigQuery, or this pretence of it, does not take. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
}

interface Token {
  readonly kind: 'word' | 'table' | 'text' | 'number' | 'parameter' | 'sign' | 'end';
  readonly text: string;
}

const forms: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['table', /`[^`]+`/y],
  ['text', /'[^'\\\n]*'/y],
  ['number', /\d+/y],
  ['parameter', /@[a-z]\w*/y],
  ['word', /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y],
  ['sign', /<=|>=|[(),=<>+*]|-(?!-)/y],
];

/** What GoogleSQL reserves, so that it is no name: https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/lexical#reserved_keywords. */
const reserved = new Set(
  `ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE CURRENT
  DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH FOLLOWING FOR FROM FULL
  GROUP GROUPING GROUPS HASH HAVING IF IGNORE IN INNER INTERSECT INTERVAL INTO IS JOIN LATERAL LEFT LIKE LIMIT LOOKUP
  MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR ORDER OUTER OVER PARTITION PRECEDING PROTO QUALIFY RANGE RECURSIVE
  RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED UNION UNNEST USING WHEN
  WHERE WINDOW WITH WITHIN`.split(/\s+/),
);

/** The reserved words that mean the same in DuckDB; every other is refused, so that a changed query is noticed. */
const keywords = new Set(
  'ALL AND AS BY CASE DESC END FROM GROUP IS NOT NULL ORDER OVER PARTITION QUALIFY SELECT THEN TRUE WHEN WHERE WITH'.split(
    ' ',
  ),
);

/** What is called, with how many arguments, and its name in DuckDB or in the macros of the pretend. */
const functions: ReadonlyMap<string, { readonly least: number; readonly most: number; readonly as: string }> = new Map([
  ['ABS', { least: 1, most: 1, as: 'abs' }],
  ['CAST', { least: 1, most: 1, as: 'CAST' }],
  ['COALESCE', { least: 1, most: 99, as: 'COALESCE' }],
  ['CONCAT', { least: 1, most: 999, as: 'concat' }],
  ['COUNT', { least: 1, most: 1, as: 'COUNT' }],
  ['DATE', { least: 2, most: 2, as: 'bq_date' }],
  ['FARM_FINGERPRINT', { least: 1, most: 1, as: 'bq_farm_fingerprint' }],
  ['FORMAT_TIMESTAMP', { least: 2, most: 2, as: 'bq_format_timestamp' }],
  ['IFNULL', { least: 2, most: 2, as: 'IFNULL' }],
  ['MAX', { least: 1, most: 1, as: 'MAX' }],
  ['MIN', { least: 1, most: 1, as: 'MIN' }],
  ['NULLIF', { least: 2, most: 2, as: 'NULLIF' }],
  ['ROW_NUMBER', { least: 0, most: 0, as: 'ROW_NUMBER' }],
  ['SUM', { least: 1, most: 1, as: 'SUM' }],
  ['TIMESTAMP', { least: 2, most: 2, as: 'bq_timestamp' }],
  ['TO_JSON_STRING', { least: 1, most: 1, as: 'bq_to_json_string' }],
  ['UNIX_MICROS', { least: 1, most: 1, as: 'epoch_us' }],
  ['UNNEST', { least: 1, most: 1, as: 'UNNEST' }],
]);

const types: ReadonlyMap<string, string> = new Map([
  ['STRING', 'VARCHAR'],
  ['NUMERIC', 'DECIMAL(38,9)'],
  ['DATE', 'DATE'],
]);

/** What DuckDB needs to know before it can run what comes out of `translateSql`. */
export const macros: readonly string[] = [
  'CREATE MACRO bq_date(moment, zone) AS CAST(timezone(zone, moment) AS DATE)',
  'CREATE MACRO bq_timestamp(day, zone) AS timezone(zone, CAST(day AS TIMESTAMP))',
  "CREATE MACRO bq_format_timestamp(form, moment) AS strftime(timezone('UTC', moment), form)",
  // Another hash than Google's, of the same kind: what is asked of either is only that it tells texts apart.
  'CREATE MACRO bq_farm_fingerprint(said) AS CAST(CAST(hash(said) AS HUGEINT) - 9223372036854775808 AS BIGINT)',
  "CREATE MACRO bq_to_json_string(said) AS COALESCE(CAST(to_json(said) AS VARCHAR), 'null')",
];

/** A call or a bracket that is open. */
interface Open {
  readonly name: string | null;
  commas: number;
  empty: boolean;
}

/**
 * The part of GoogleSQL that our queries are written in, as DuckDB takes it. Anything else is refused with a SqlError,
 * as BigQuery would refuse a reserved word for a name. `tableOf` gives DuckDB's name of a table, and may throw.
 */
export function translateSql(sql: string, tableOf: (name: string) => string): string {
  const tokens = tokensOf(sql);
  const open: Open[] = [];
  let closed: Open | undefined;
  const out = tokens.map((token, at) => {
    const before = tokens[at - 1];
    const after = tokens[at + 1];
    const inside = open.at(-1);
    if (inside !== undefined && token.text !== ')') inside.empty = false;
    if (token.text === '(') {
      const called =
        before?.kind === 'word' && functions.has(before.text.toUpperCase()) ? before.text.toUpperCase() : null;
      open.push({ name: called, commas: 0, empty: true });
    } else if (token.text === ')') {
      closed = open.pop();
      if (closed === undefined) throw new SqlError('Syntax error: Unexpected ")"');
      checkArguments(closed);
    } else if (token.text === ',' && inside !== undefined) {
      inside.commas += 1;
    }
    const unnested = before?.text === 'AS' && tokens[at - 2]?.text === ')' && closed?.name === 'UNNEST';
    return translated(token, { before, after, inside, unnested }, tableOf);
  });
  if (open.length > 0) throw new SqlError('Syntax error: Expected ")" but got end of statement');
  return out.join(' ');
}

interface Around {
  readonly before: Token | undefined;
  readonly after: Token | undefined;
  readonly inside: Open | undefined;
  readonly unnested: boolean;
}

function translated(token: Token, around: Around, tableOf: (name: string) => string): string {
  if (token.kind === 'table') return tableOf(token.text.slice(1, -1));
  if (token.kind === 'parameter') return `$${token.text.slice(1)}`;
  return token.kind === 'word' ? word(token.text, around) : token.text;
}

function word(text: string, { before, after, inside, unnested }: Around): string {
  const upper = text.toUpperCase();
  if (before?.text === 'AS' && inside?.name === 'CAST') {
    const type = types.get(upper);
    if (type === undefined) throw new SqlError(`Type not found: ${text}`);
    return type;
  }
  if (upper === 'TIMESTAMP' && after?.kind === 'text') return 'TIMESTAMPTZ';
  if (after?.text === '(' && !keywords.has(upper)) {
    const called = functions.get(upper);
    if (called === undefined) throw new SqlError(`Function not found: ${text}`);
    return called.as;
  }
  if (reserved.has(upper) && (!keywords.has(upper) || before?.text === 'AS')) {
    throw new SqlError(`Syntax error: Unexpected keyword ${upper}`);
  }
  return unnested ? `unnested(${text})` : text;
}

function checkArguments({ name, commas, empty }: Open): void {
  const called = name === null ? undefined : functions.get(name);
  if (called === undefined) return;
  const count = empty ? 0 : commas + 1;
  if (count < called.least || count > called.most) {
    throw new SqlError(`No matching signature for function ${name} with ${count} arguments`);
  }
}

function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length; ) {
    const found = forms
      .map(([kind, form]) => {
        form.lastIndex = at;
        return { kind, text: form.exec(sql)?.[0] };
      })
      .find(({ text }) => text !== undefined);
    if (found?.text === undefined) throw new SqlError(`Syntax error: Illegal input character "${sql[at]}" at ${at}`);
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: found.text });
    at += found.text.length;
  }
  return tokens;
}
