/** How well chances foretold what happened; `chances[i]` belongs to `outcomes[i]`. */
export interface Scores {
  /** Area under the ROC curve; 0.5 where one of the outcomes is missing. */
  readonly auc: number;
  /** Mean squared difference of chance and outcome. */
  readonly brier: number;
  /** Share of the late flights that are among the fifth with the highest chances. */
  readonly recall: number;
}

export function scoresOf(chances: readonly number[], outcomes: readonly boolean[]): Scores {
  const rows = chances.map((chance, index) => ({ chance, late: outcomes[index] === true }));
  rows.sort((a, b) => b.chance - a.chance);
  const late = rows.filter((row) => row.late).length;
  const caught = rows.slice(0, Math.ceil(rows.length / 5)).filter((row) => row.late).length;
  const squares = rows.reduce((sum, row) => sum + (row.chance - Number(row.late)) ** 2, 0);
  return {
    auc: rounded(area(rows, late)),
    brier: rounded(squares / Math.max(1, rows.length)),
    recall: rounded(caught / Math.max(1, late)),
  };
}

/** The share of pairs of a late and a punctual flight in which the late one has the higher chance; ties count half. */
function area(rows: readonly { readonly chance: number; readonly late: boolean }[], late: number): number {
  const punctual = rows.length - late;
  if (late === 0 || punctual === 0) return 0.5;
  let pairs = 0;
  let lateAbove = 0;
  for (let start = 0; start < rows.length; ) {
    const tied = rows.slice(start).findIndex((row) => row.chance !== rows[start]?.chance);
    const group = rows.slice(start, tied < 0 ? rows.length : start + tied);
    const lateHere = group.filter((row) => row.late).length;
    pairs += (group.length - lateHere) * (lateAbove + lateHere / 2);
    lateAbove += lateHere;
    start += group.length;
  }
  return pairs / (late * punctual);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
