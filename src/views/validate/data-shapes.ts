import { blockId } from './composition.ts';
import { richText } from './rich-text.ts';
import {
  all,
  boolean,
  byType,
  type Fields,
  integer,
  is,
  isRow,
  list,
  number,
  object,
  refuse,
  type Shape,
  shownString,
} from './shape.ts';

const rawText = object({ type: is('raw_text'), text: shownString(10_000, 1) });
const cell = byType({ raw_text: rawText, rich_text: richText });

/** At most 10,000 characters in one table, and one table of any kind in a message. */
function counted(table: Shape): Shape {
  return (value, pointer, walk) => {
    const before = walk.characters;
    table(value, pointer, walk);
    if (walk.characters - before > 10_000) {
      refuse(walk, pointer, 'too_long', 'a table must be less than 10001 characters');
    }
    walk.tables += 1;
    if (walk.surface === 'message' && walk.tables > 1) {
      refuse(walk, pointer, 'only_one_table_allowed', 'only one table allowed');
    }
  };
}

const equalRows: Shape = (value, pointer, walk) => {
  if (!isRow(value) || !Array.isArray(value['rows'])) return;
  const lengths = value['rows'].map((row) => (Array.isArray(row) ? row.length : 0));
  for (const [index, length] of lengths.entries()) {
    if (length !== lengths[0])
      refuse(walk, `${pointer}/rows/${index}`, 'unequal_rows', 'must have as many cells as the first row');
  }
};

const plainHeader: Shape = (value, pointer, walk) => {
  if (!isRow(value) || !Array.isArray(value['rows']) || !Array.isArray(value['rows'][0])) return;
  for (const [index, each] of value['rows'][0].entries()) {
    if (isRow(each) && each['type'] === 'rich_text') {
      refuse(walk, `${pointer}/rows/0/${index}`, 'invalid_value', 'header cells must not be rich_text');
    }
  }
};

const table = object(
  { type: is('table'), rows: list(list(cell, 20), 100) },
  {
    block_id: blockId,
    column_settings: list(object({}, { align: is('left', 'center', 'right'), is_wrapped: boolean }), 20),
  },
);

const dataTable = all(
  object(
    { type: is('data_table'), caption: shownString(3000, 1), rows: list(list(cell, 20), 101, 2) },
    { block_id: blockId, page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
  ),
  equalRows,
  plainHeader,
);

const shortLabel = shownString(20, 1);
const point = object({ label: shortLabel, value: number });
const series = object({ name: shortLabel, data: list(point, 20) });
const axis = object({ categories: list(shortLabel, 20) }, { x_label: shownString(50), y_label: shownString(50) });

/** A series has one point for each category, under the same labels and in the same order; its name is its own. */
const pointsFitCategories: Shape = (value, pointer, walk) => {
  if (!isRow(value) || !Array.isArray(value['series']) || !isRow(value['axis_config'])) return;
  const categories = JSON.stringify(value['axis_config']['categories']);
  const names = new Set<unknown>();
  for (const [index, one] of value['series'].entries()) {
    if (!isRow(one) || !Array.isArray(one['data'])) continue;
    const at = `${pointer}/series/${index}`;
    if (names.has(one['name'])) refuse(walk, `${at}/name`, 'duplicate_series', 'series names must be unique');
    names.add(one['name']);
    const labels = JSON.stringify(one['data'].map((each) => (isRow(each) ? each['label'] : null)));
    if (labels !== categories) {
      refuse(walk, `${at}/data`, 'points_do_not_fit', 'must have exactly one point for each category');
    }
  }
};

const positive: Shape = (value, pointer, walk) => {
  number(value, pointer, walk);
  if (typeof value === 'number' && value <= 0) refuse(walk, pointer, 'too_small', 'must be greater than 0');
};

function lines(type: string): Shape {
  return all(object({ type: is(type), series: list(series, 6), axis_config: axis }), pointsFitCategories);
}

const chartShapes: Fields = {
  bar: lines('bar'),
  area: lines('area'),
  line: lines('line'),
  pie: object({ type: is('pie'), segments: list(object({ label: shortLabel, value: positive }), 6) }),
};

const chart = object(
  { type: is('data_visualization'), title: shownString(50, 1), chart: byType(chartShapes) },
  { block_id: blockId },
);

const atMostTwo: Shape = (_value, pointer, walk) => {
  walk.charts += 1;
  if (walk.charts > 2) refuse(walk, pointer, 'too_many_charts', 'no more than 2 data_visualization blocks allowed');
};

/** Blocks that show tables and charts. */
export const dataShapes: Fields = {
  table: counted(table),
  data_table: counted(dataTable),
  data_visualization: all(chart, atMostTwo),
};
