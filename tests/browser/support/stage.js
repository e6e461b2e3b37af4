// SPDX-License-Identifier: MIT

import { after, afterEach, before, beforeEach } from 'node:test';
import { startBrowser } from './browser.js';
import { startProxy } from './proxy.js';
import { startServer } from './server.js';
import { startSite } from './site.js';

/** Without its browser, a test that hangs fails. */
const TEST_DEADLINE_MS = 90_000;

/**
 * What nearly every test needs: a server, a site of another origin, a browser; and after each
 * test the check that no page has written an error to its console.
 *
 * @param {{ except?: RegExp, extraPages?: Record<string, string> }} [settings] except: complaints
 *   that the test file provokes
 */
export function setStage({ except, extraPages } = {}) {
  /** @type {(() => Promise<void>)[]} */
  const endings = [];
  const stage = {
    server: /** @type {Awaited<ReturnType<typeof startServer>>} */ ({}),
    site: /** @type {Awaited<ReturnType<typeof startSite>>} */ ({}),
    browser: /** @type {Awaited<ReturnType<typeof startBrowser>>} */ ({}),

    /**
     * A page that uses the library, logged in if it has a name.
     *
     * @param {Record<string, string>} parameters see pages/peer.js
     */
    async peer(parameters) {
      const query = new URLSearchParams({ server: stage.server.origin, ...parameters });
      const page = await stage.browser.open(`${stage.site.origin}/peer.html?${query}`);
      await ready(page);
      return page;
    },

    /**
     * A page with a client as tutorials write them.
     *
     * @param {string} name
     */
    async tutorial(name) {
      const query = new URLSearchParams({ url: stage.server.webSocketUrl, name });
      const page = await stage.browser.open(`${stage.site.origin}/tutorial.html?${query}`);
      await ready(page);
      return page;
    },

    /** A proxy in front of the server, until the test ends. */
    async proxy() {
      const proxy = await startProxy(stage.server.port);
      endings.push(proxy.stop);
      return proxy;
    },

    /**
     * A server of the test's own, until the test ends.
     *
     * @param {Parameters<typeof startServer>} settings
     */
    async anotherServer(...settings) {
      const server = await startServer(...settings);
      endings.push(server.stop);
      return server;
    },
  };

  before(async () => {
    stage.server = await startServer();
    stage.site = await startSite(extraPages);
    stage.browser = await startBrowser();
  });
  /** @type {NodeJS.Timeout} */
  let deadline;
  beforeEach(() => {
    deadline = setTimeout(() => stage.browser.stop?.(), TEST_DEADLINE_MS);
  });
  afterEach(async () => {
    clearTimeout(deadline);
    await stage.browser.finish?.({ except });
    await Promise.all(endings.splice(0).map((end) => end()));
  });
  after(async () => {
    await stage.browser.stop?.();
    await stage.site.stop?.();
    await stage.server.stop?.();
  });
  return stage;
}

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
export function ready(page) { return page.waitForFunction(() => globalThis.ready); }

/**
 * Calls from one page with its camera, and waits until both sides are connected.
 *
 * @param {Page} from
 * @param {Page} to
 * @param {string} name of the called
 */
export async function connect(from, to, name) {
  await call(from, name);
  await state(from, 'connected');
  await state(to, 'connected');
}

/**
 * @param {Page} page
 * @param {string} name
 */
export function call(page, name) {
  return page.evaluate((other) => { watch(signalbox.call(other, stream)); }, name);
}

/**
 * Waits until the page's newest call is in a state.
 *
 * @param {Page} page
 * @param {string} wanted
 */
export async function state(page, wanted) {
  try {
    await page.waitForFunction((name) => globalThis.call?.state === name, wanted);
  } catch (cause) {
    const seen = await page.evaluate(() => globalThis.events);
    throw new Error(`The call isn't ${wanted}. Seen: ${seen?.join(', ')}`, { cause });
  }
}

/**
 * Waits until pages receive video and audio.
 *
 * @param {...Page} pages
 */
export async function mediaArrives(...pages) {
  const deadline = AbortSignal.timeout(30_000);
  await Promise.race([
    Promise.all(pages.map((page) => page.evaluate(() => mediaArrives()))),
    new Promise((_, reject) => {
      deadline.addEventListener('abort', () => reject(new Error('No media within 30 seconds.')));
    }),
  ]);
}

/**
 * Waits until a page has seen an event.
 *
 * @param {Page} page
 * @param {string} event
 */
export async function seen(page, event) {
  try {
    await page.waitForFunction((text) => globalThis.events.includes(text), event);
  } catch (cause) {
    const all = await page.evaluate(() => globalThis.events);
    throw new Error(`Never saw '${event}', but: ${all.join(', ')}`, { cause });
  }
}
