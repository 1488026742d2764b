import { svg } from '../core/dom.js';

const SIZE = 180;
const RADIUS = 84;
const HOLE = 48;

function at(turn, radius) {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return `${(SIZE / 2 + radius * Math.cos(angle)).toFixed(2)},${(SIZE / 2 + radius * Math.sin(angle)).toFixed(2)}`;
}

/** A ring of shares, the first from twelve o'clock. */
export function pie({ segments }, title) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0);
  let turned = 0;
  const slices = segments.map(({ label, value }, index) => {
    const start = turned;
    turned += value / total;
    // A full ring would start and end on the same point and so draw nothing.
    const end = Math.min(turned, start + 0.9999);
    const large = end - start > 0.5 ? 1 : 0;
    const path = `M${at(start, RADIUS)} A${RADIUS},${RADIUS} 0 ${large} 1 ${at(end, RADIUS)} L${at(end, HOLE)} A${HOLE},${HOLE} 0 ${large} 0 ${at(start, HOLE)} Z`;
    return svg(
      'path',
      { d: path, class: `chart-slice chart-fill-${index + 1}` },
      svg('title', {}, `${label}: ${value.toLocaleString('en-GB')}`),
    );
  });
  return svg(
    'svg',
    { viewBox: `0 0 ${SIZE} ${SIZE}`, role: 'img', 'aria-label': `${title}: pie chart; the numbers follow as a table` },
    slices,
  );
}
