import { describe, expect, it } from 'vitest';
import { svgPng } from '#adapters/images/svg-png.ts';
import { chartSvg } from '#charts/chart-svg.ts';
import { pixelsOf } from './pixels.ts';
import { anomaly, dailyCost, driftHistory, movedFeatures, weeks } from './sample-charts.ts';

describe('a picture of a chart', () => {
  it('breaks a line where nothing is known', () => {
    const path = /<path d="([^"]+)" fill="none"/.exec(chartSvg(anomaly))?.[1] ?? '';
    expect(path.match(/M/g)).toHaveLength(2);
  });

  it('draws a bar of every value to scale, one on the other', () => {
    const { limit: _, ...free } = weeks;
    const svg = chartSvg({
      ...free,
      kind: 'stacked',
      categories: { scale: 'names', names: ['a', 'b'] },
      series: [
        { name: 'x', values: [100, 200] },
        { name: 'y', values: [50, -100] },
      ],
      provisional: 0,
    });
    const bars = [
      ...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="#(?:3b82f6|f59e0b)"\/>/g),
    ];
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = bars.map(([, , height]) => Number(height));
    expect(bars).toHaveLength(4);
    expect((x2 + 1) / (x1 + 1)).toBeCloseTo(2, 1);
    expect((y2 + 1) / (y1 + 1)).toBeCloseTo(2, 1);
    const tops = bars.map(([, top]) => Number(top));
    expect(tops[1]).toBeLessThan(tops[0] ?? 0);
    expect(tops[3]).toBeGreaterThan(tops[2] ?? 0);
  });

  it('is drawn however small or close its values are', () => {
    const { limit: _, band: __, ...free } = anomaly;
    for (const values of [
      [5e-324, 0],
      [5e-324, 1e-323],
      [1e15, 1e15 + 1],
      [-5e-324, 5e-324],
    ]) {
      const series = [{ name: 'x', values }];
      const categories = { scale: 'names', names: ['a', 'b'] } as const;
      expect(chartSvg({ ...free, categories, series, provisional: 0 })).toMatch(/^<svg/);
    }
  });

  it('marks weekends, what is provisional, the limit, and what it cannot draw', () => {
    expect(chartSvg(dailyCost)).toContain('grey: weekend · hatched: provisional');
    expect(chartSvg(dailyCost).match(/fill="#f3f4f6"/g)).toHaveLength(8);
    expect(chartSvg(weeks)).toContain('budget of a week €4,600');
    expect(chartSvg(movedFeatures)).toContain('□□□□ &amp; &lt;b&gt;');
    expect(chartSvg(movedFeatures)).toContain('□: a character this picture cannot draw');
    expect(chartSvg(driftHistory)).toContain('times in UTC');
  });

  it('paints as past the limit what is on its wrong side, also where low is wrong', () => {
    const red = (svg: string) => svg.match(/<rect[^>]*fill="#b91c1c"/g)?.length ?? 0;
    expect(red(chartSvg(movedFeatures))).toBe(2);
    const low = { ...movedFeatures, limit: { value: 0.05, label: 'p-value', past: 'below' as const } };
    expect(red(chartSvg(low))).toBe(2);
  });

  it('tells a week without data from one that cost nothing', () => {
    const series = [{ name: 'billed', values: [100, null, 0] }];
    const some = { ...weeks, categories: { scale: 'names' as const, names: ['a', 'b', 'c'] }, series, provisional: 0 };
    expect(chartSvg(some).match(/>–</g)).toHaveLength(1);
    expect(chartSvg(some)).toContain('–: no data');
  });

  it('says so where there is no data at all', () => {
    expect(chartSvg({ ...weeks, series: [] })).toContain('>No data<');
  });
});

describe('as PNG', () => {
  it('has dark pixels where text stands: the fonts are found', async () => {
    const image = pixelsOf(await svgPng(chartSvg(dailyCost), 1));
    expect([image.width, image.height > 300]).toEqual([640, true]);
    expect(image.darkIn({ left: 20, top: 18, right: 290, bottom: 42 })).toBeGreaterThan(400);
    expect(image.darkIn({ left: 40, top: 100, right: 130, bottom: 116 })).toBeGreaterThan(60);
    expect(image.darkIn({ left: 400, top: 4, right: 640, bottom: 16 })).toBe(0);
  });

  it('is no picture at all of what is no SVG', async () => {
    await expect(svgPng('no svg')).rejects.toThrow();
  });
});
