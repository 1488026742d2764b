import { inflateSync } from 'node:zlib';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A PNG of 8-bit RGBA, decoded: its size, and how many pixels of a rectangle are darker than middle grey. */
export function pixelsOf(png: Buffer): { width: number; height: number; darkIn(box: Box): number } {
  const [width, height, depth, color] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  if (depth !== 8 || color !== 6) throw new Error(`not 8-bit RGBA: ${depth}, ${color}`);
  const rows = unfiltered(inflateSync(Buffer.concat(dataOf(png))), width, height);
  const dark = (x: number, y: number) => {
    const at = (y * width + x) * 4;
    const [red = 0, green = 0, blue = 0] = rows.subarray(at, at + 3);
    return red + green + blue < 3 * 128;
  };
  return {
    width,
    height,
    darkIn({ left, top, right, bottom }) {
      let count = 0;
      for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) if (dark(x, y)) count += 1;
      return count;
    },
  };
}

function dataOf(png: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return parts;
}

/** Takes the filter of each row off: https://www.w3.org/TR/png-3/#9Filters. */
function unfiltered(data: Buffer, width: number, height: number): Buffer {
  const stride = width * 4;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const here = y * stride + x;
      const left = x < 4 ? 0 : (out[here - 4] ?? 0);
      const up = y === 0 ? 0 : (out[here - stride] ?? 0);
      const corner = x < 4 || y === 0 ? 0 : (out[here - stride - 4] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      out[here] = ((data[y * (stride + 1) + 1 + x] ?? 0) + guess) & 255;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
