// SPDX-License-Identifier: MIT

/**
 * The element with this id. The page's markup and its scripts belong together, so a missing
 * element is a mistake of ours and ends at once instead of as a null somewhere later.
 *
 * @template {Element} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [type]
 * @returns {T}
 */
export function element(id, type) {
  const found = document.getElementById(id);
  const wanted = type ?? HTMLElement;
  if (!(found instanceof wanted)) {
    throw new Error(`index.html has no ${wanted.name} with the id "${id}"`);
  }
  return /** @type {T} */ (/** @type {unknown} */ (found));
}

/**
 * The first letter of a name, whole even where it takes several code points.
 *
 * @param {string} name
 */
export function initial(name) {
  if (!('Segmenter' in Intl)) return Array.from(name)[0] ?? '';
  for (const { segment } of new Intl.Segmenter().segment(name)) return segment;
  return '';
}
