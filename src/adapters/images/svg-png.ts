import { createRequire } from 'node:module';

/** Fonts go by path: without one, text vanishes from the picture without an error, and slim images have none. */
function fontFiles(): string[] {
  const require = createRequire(import.meta.url);
  return [
    require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
    require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  ];
}

/**
 * An SVG document as PNG, `scale` pixels to each of its own; text must be in Inter, 400 or 600. The renderer is native
 * code and loaded when first used; it draws on a thread of its own and encodes on ours. Throws what it says of an SVG
 * that it cannot read.
 */
export async function svgPng(svg: string, scale = 2): Promise<Buffer> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
    },
  });
  return image.asPng();
}
