// SPDX-License-Identifier: MIT

import { after, afterEach, before, beforeEach } from 'node:test';
import { startBrowser } from './browser.js';
import { Proxy } from './proxy.js';
import { startServer } from './server.js';
import { startSite } from './site.js';

/** Without its browser, a test that hangs fails. */
const TEST_DEADLINE_MS = 90_000;

/**
 * What nearly every test needs: a server, a site of another origin, a browser.
 */
class Stage {
  server = /** @type {Awaited<ReturnType<typeof startServer>>} */ ({});
  site = /** @type {Awaited<ReturnType<typeof startSite>>} */ ({});
  browser = /** @type {Awaited<ReturnType<typeof startBrowser>>} */ ({});
  /** What a test has started for itself. @type {{ stop(): Promise<void> }[]} */
  #props = [];

  /** @param {Record<string, string>} [extraPages] see startSite() */
  async start(extraPages) {
    this.site = await startSite(extraPages);
    this.browser = await startBrowser();
  }

  /** Whatever has been started; a start may have failed halfway. */
  async stop() { for (const part of [this.browser, this.site]) await part.stop?.(); }

  /** A server of its own for each test: sessions outlive the pages of the test before. */
  async set() { this.server = await startServer(); }

  async clear() {
    await Promise.all(this.#props.splice(0).map((prop) => prop.stop()));
    await this.server.kill?.();
  }

  /**
   * A page that uses the library, logged in if it has a name.
   *
   * @param {Record<string, string>} parameters see pages/peer.js
   */
  peer(parameters) { return this.#open('peer', { server: this.server.origin, ...parameters }); }

  /**
   * A page with a client as tutorials write them.
   *
   * @param {string} name
   */
  tutorial(name) { return this.#open('tutorial', { url: this.server.webSocketUrl, name }); }

  /**
   * A proxy in front of a server, until the test ends.
   *
   * @param {{ port: number }} [server] default: the test's
   */
  async proxy(server = this.server) {
    const proxy = new Proxy(server.port);
    await proxy.start();
    this.#props.push(proxy);
    return proxy;
  }

  /**
   * A server of the test's own, until the test ends.
   *
   * @param {Parameters<typeof startServer>} settings
   */
  async anotherServer(...settings) {
    const server = await startServer(...settings);
    this.#props.push(server);
    return server;
  }

  /**
   * @param {string} page
   * @param {Record<string, string>} parameters
   */
  async #open(page, parameters) {
    const query = new URLSearchParams(parameters);
    const opened = await this.browser.open(`${this.site.origin}/${page}.html?${query}`);
    await ready(opened);
    return opened;
  }
}

/**
 * Sets the stage for a file's tests. After each one, no page may have written an error to its
 * console.
 *
 * @param {{ except?: RegExp, extraPages?: Record<string, string> }} [settings] except: complaints
 *   that the tests provoke
 */
export function setStage({ except, extraPages } = {}) {
  const stage = new Stage();
  /** @type {NodeJS.Timeout} */
  let deadline;
  before(() => stage.start(extraPages));
  beforeEach(async () => {
    deadline = setTimeout(() => stage.browser.stop?.(), TEST_DEADLINE_MS);
    await stage.set();
  });
  afterEach(async () => {
    clearTimeout(deadline);
    try {
      await stage.browser.finish?.({ except });
    } finally {
      await stage.clear();
    }
  });
  after(() => stage.stop());
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
