import type { Page } from 'puppeteer-core';

// Runs in the page. Colours go through a canvas because computed styles may be in any colour space.
const MEASURE = `(() => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (above, below) => [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3]));
  const linear = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const groundOf = (node) => {
    const layers = [];
    for (let at = node; at !== null; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reduceRight((ground, layer) => over(layer, ground), [255, 255, 255]);
  };
  const exempt = '.visually-hidden, .skip, svg, :disabled, [aria-disabled]';
  const found = [];
  const texts = document.createTreeWalker(document.querySelector('dialog[open]') ?? document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    const text = texts.currentNode.textContent.trim();
    if (text === '' || !node.checkVisibility({ checkOpacity: true }) || node.closest(exempt) !== null) continue;
    const ground = groundOf(node);
    const ink = over(rgba(getComputedStyle(node).color), ground);
    const [high, low] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    found.push({ text, ratio: (high + 0.05) / (low + 0.05) });
  }
  return found;
})()`;

/** Contrast of every visible text of the page, or of its open dialog, as WCAG 2 measures it. */
export async function contrasts(page: Page): Promise<readonly { text: string; ratio: number }[]> {
  return (await page.evaluate(MEASURE)) as { text: string; ratio: number }[];
}
