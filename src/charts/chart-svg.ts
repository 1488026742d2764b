import { type Chart, countOf, hasValues, type Series } from './chart.ts';
import { categoryAxis, valueAxis } from './draw/axes.ts';
import { groupedBars, stackedBars } from './draw/bars.ts';
import { element, type Svg, together } from './draw/element.ts';
import { greyHatching, grounds, hatching, isWeekend, limitLine } from './draw/grounds.ts';
import { footnotes, heading, legend, type Stretch } from './draw/heading.ts';
import { lineNames, lines } from './draw/lines.ts';
import { hueOf, ink } from './draw/palette.ts';
import { picture, plotOf } from './draw/plot.ts';
import { rankedBars, rankedHeight, rankedRows } from './draw/ranked-bars.ts';
import { drawable, fittingLabels, fontFamily, textWidth, words } from './draw/words.ts';
import { type KeptSeries, keptSeries, sumAt } from './kept-series.ts';
import { plainLabel } from './plain-label.ts';

/** The chart as an SVG document 640 pixels wide on white, for a renderer that has the font Inter in 400 and 600. */
export function chartSvg(chart: Chart): string {
  const top = heading(chart.title, chart.summary);
  const kept = keptSeries(chart, 6);
  const body = bodyOf(chart, kept, top.height);
  const foot = footnotes(notesOf(chart, kept), top.height + body.height);
  const height = Math.round(top.height + body.height + foot.height + 16);
  const { width } = picture;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': fontFamily,
    },
    element('defs', {}, hatching, greyHatching),
    element('rect', { width, height, fill: '#ffffff' }),
    top.drawn,
    body.drawn,
    foot.drawn,
  ).svg;
}

function bodyOf(chart: Chart, kept: KeptSeries, top: number): Stretch {
  if (!hasValues(chart)) {
    const empty = words('No data', picture.width / 2, top + 90, { size: 18, color: ink.quiet, anchor: 'middle' });
    return { drawn: empty, height: 160 };
  }
  if (chart.kind === 'ranked') return { drawn: rankedBars(chart, top), height: rankedHeight(chart) + 12 };
  return chart.kind === 'line' ? linesBody(chart, kept.series, top) : barsBody(chart, kept, top);
}

function linesBody(chart: Chart, series: readonly Series[], top: number): Stretch {
  const colors = series.map((_, index) => hueOf(index).line);
  const names =
    series.length === 1
      ? []
      : fittingLabels(
          series.map(({ name }) => name),
          150,
          picture.tick * 1.05,
        );
  const room = names.length === 0 ? 0 : Math.max(...names.map((name) => textWidth(name, picture.tick, true))) + 12;
  const plot = plotOf(chart, series, top + 10, room);
  const drawn = together([
    grounds(chart, plot),
    valueAxis(plot),
    categoryAxis(chart, plot),
    lines(series, colors, plot),
    limitLine(chart, plot),
    ...(names.length === 0 ? [] : [lineNames(series, names, colors, plot)]),
  ]);
  return { drawn, height: plot.bottom - top + 40 };
}

function barsBody(chart: Chart, { series, hasOther }: KeptSeries, top: number): Stretch {
  const fills = series.map((_, index) => hueOf(index, hasOther && index === series.length - 1).fill);
  const names = fittingLabels(
    series.map(({ name }) => name),
    220,
    picture.tick,
  );
  const key: Stretch = series.length > 1 ? legend(names, fills, top) : { drawn: together([]), height: 0 };
  const plot = plotOf(chart, series, top + key.height + 10, 0);
  const bars: Svg = (chart.kind === 'stacked' ? stackedBars : groupedBars)(chart, series, fills, plot);
  const parts = [
    key.drawn,
    grounds(chart, plot),
    valueAxis(plot),
    categoryAxis(chart, plot),
    bars,
    limitLine(chart, plot),
  ];
  return { drawn: together(parts), height: plot.bottom - top + 40 };
}

/** What the marks mean, and what is not in the picture. */
function notesOf(chart: Chart, { series, leftOut }: KeptSeries): readonly string[] {
  const { categories, provisional = 0, band, kind } = chart;
  const weekends = kind !== 'ranked' && categories.scale === 'days' && categories.days.some(isWeekend);
  const rows = countOf(categories) - (kind === 'ranked' ? rankedRows(chart) : countOf(categories));
  const names = [chart.title, chart.summary, ...series.map(({ name }) => name), ...namesIn(chart)];
  const missing = names.some((name) => drawable(name) !== plainLabel(name));
  return [
    ...(weekends ? ['grey: weekend'] : []),
    ...(band === undefined ? [] : [`pale blue: ${drawable(band.label)}`]),
    ...(provisional > 0 && kind !== 'ranked' && categories.scale !== 'moments' ? ['hatched: provisional'] : []),
    ...(categories.scale === 'moments' && kind === 'line' ? ['times in UTC'] : []),
    ...(isEmptySomewhere(chart, series) ? ['–: no data'] : []),
    ...(leftOut > 0 ? [`${leftOut} more not shown`] : []),
    ...(rows > 0 ? [`${rows} more not shown`] : []),
    ...(missing ? ['□: a character this picture cannot draw'] : []),
  ];
}

/** Whether a category has no bar because nothing is known, and not because it is zero. */
function isEmptySomewhere({ kind, categories }: Chart, series: readonly Series[]): boolean {
  if (kind !== 'bars' && kind !== 'stacked') return false;
  return Array.from({ length: countOf(categories) }, (_, at) => sumAt(series, at)).includes(null);
}

function namesIn({ categories }: Chart): readonly string[] {
  return categories.scale === 'names' ? categories.names : [];
}
