/** The two ends of the range that people see as red, as oklch hues. */
const VERMILION = 38
const CRIMSON = 11

/**
 * The hue for dangerous actions, in degrees of oklch: the red that is farther from the accent (`#rrggbb`).
 */
export function dangerHue(accentColor: string): number {
  const hue = hueOf(accentColor)
  return distance(hue, VERMILION) > distance(hue, CRIMSON) ? VERMILION : CRIMSON
}

/** The distance of two hues on a circle of 360 degrees. */
function distance(a: number, b: number): number {
  const apart = Math.abs(a - b) % 360
  return Math.min(apart, 360 - apart)
}

/** The hue in oklch, by Björn Ottosson's matrices: https://bottosson.github.io/posts/oklab/ */
function hueOf(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(color.slice(at, at + 2), 16)))
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const blueness = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return (Math.atan2(blueness, a) * 180) / Math.PI
}

/** The linear light, 0 to 1, of one sRGB channel, 0 to 255. */
function linear(channel: number): number {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
