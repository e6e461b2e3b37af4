// SPDX-License-Identifier: MIT

/** @typedef {import('playwright-core').Page} Page */

/**
 * The demo page, as somebody sees it who opens it.
 *
 * @param {{ browser: any, server: { origin: string } }} stage
 * @param {object} [settings]
 * @param {string} [settings.path]
 * @param {string} [settings.origin] default: the server's
 * @param {string} [settings.script] runs in the page before its own
 * @param {string[]} [settings.permissions] only these; default: camera and microphone
 * @param {{ width: number, height: number }} [settings.viewport]
 * @param {'light' | 'dark'} [settings.colorScheme]
 * @param {'reduce' | 'no-preference'} [settings.reducedMotion]
 * @returns {Promise<Page>}
 */
export async function openDemo(stage, settings = {}) {
  const { path = '/', origin = stage.server.origin, script, permissions } = settings;
  const { viewport = { width: 1280, height: 800 }, colorScheme = 'light' } = settings;
  const page = await stage.browser.open('about:blank');
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion: settings.reducedMotion ?? 'reduce' });
  if (permissions) await page.context().grantPermissions(permissions, { origin });
  if (script) await page.addInitScript(script);
  await page.goto(origin + path, { waitUntil: 'domcontentloaded' });
  return page;
}

/**
 * @param {Page} page
 * @param {string} name
 */
export async function logIn(page, name) {
  await page.fill('#login-name', name);
  await page.click('#login-submit');
  await page.waitForSelector('#lobby:not([hidden])');
}

/**
 * @param {{ browser: any, server: { origin: string } }} stage
 * @param {string} name
 * @param {Parameters<typeof openDemo>[1]} [settings]
 */
export async function loggedIn(stage, name, settings) {
  const page = await openDemo(stage, settings);
  await logIn(page, name);
  return page;
}

/**
 * @param {Page} page
 * @param {string} name
 */
export async function dial(page, name) {
  await page.fill('#call-name-input', name);
  await page.click('#call-video');
}

/** @param {Page} page */
export async function accept(page) {
  await page.waitForSelector('#ring[open]');
  await page.click('#accept');
}

/**
 * @param {Page} caller
 * @param {Page} callee
 * @param {string} name the callee's
 */
export async function talk(caller, callee, name) {
  await dial(caller, name);
  await accept(callee);
  await Promise.all([caller, callee].map(connected));
}

/** @param {Page} page */
export function connected(page) { return page.waitForSelector('#call[data-phase="connected"]'); }

/**
 * Waits until the other side's picture moves: a few more frames than now are decoded.
 *
 * @param {Page} page
 */
export async function seesMovingPicture(page) {
  await page.waitForSelector('#stage[data-picture="on"]');
  const now = await frames(page);
  await page.waitForFunction((least) => {
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('remote-video'));
    return video.getVideoPlaybackQuality().totalVideoFrames >= least;
  }, now + 5);
}

/** @param {Page} page */
function frames(page) {
  return page.$eval('#remote-video', (video) => /** @type {HTMLVideoElement} */ (video)
    .getVideoPlaybackQuality().totalVideoFrames);
}

/**
 * The kinds of tracks that arrive from the other side.
 *
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function arrivingKinds(page) {
  return page.$eval('#remote-video', (video) => {
    const stream = /** @type {HTMLVideoElement} */ (video).srcObject;
    return stream instanceof MediaStream ? stream.getTracks().map((t) => t.kind).sort() : [];
  });
}

/**
 * Waits for a notice whose title has this text; returns all its words.
 *
 * @param {Page} page
 * @param {string} text
 */
export async function notice(page, text) {
  const card = page.locator('.notice', { hasText: text });
  await card.waitFor();
  return card.innerText();
}

/** @param {Page} page */
export function focusedId(page) { return page.evaluate(() => document.activeElement?.id); }

/**
 * How far the page's content reaches beyond its right edge, in CSS pixels, and which elements do.
 *
 * @param {Page} page
 */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isOut = (/** @type {Element} */ each) => each.getBoundingClientRect().right > width + 0.5;
    const clipped = (/** @type {Element} */ each) => each.closest('.stage, .panel, .unseen, svg');
    return [...document.body.querySelectorAll('*')]
      .filter((each) => isOut(each) && !clipped(each))
      .map((each) => each.id || each.className || each.tagName);
  });
}
