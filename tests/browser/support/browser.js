// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // The test machine's only network is the loopback interface.
  '--allow-loopback-in-peer-connection',
  // A renderer kept ready for the next page costs as much as one that is used.
  '--disable-features=WebRtcHideLocalIpsWithMdns,SpareRendererForSitePerProcess',
];

/** What the browser itself writes when a WebSocket can't be opened; no page can prevent it. */
export const webSocketFailed = /WebSocket connection to '.*' failed/;

/** The same, where a test takes a network from under whatever the browser is loading. */
export const networkFailed = new RegExp(`${webSocketFailed.source}|net::ERR_NETWORK_CHANGED`);

/** Chromium without the windows that nobody sees: for the same pages half of the work. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

/**
 * Chromium with fake cameras. It remembers what its pages complain about.
 *
 * @param {{ executablePath?: string, moreFlags?: string[] }} [settings]
 */
export async function startBrowser({ executablePath = HEADLESS_SHELL, moreFlags = [] } = {}) {
  const browser = await chromium.launch({ executablePath, args: [...flags, ...moreFlags] });
  /** @type {import('playwright-core').BrowserContext[]} */
  const contexts = [];
  /** @type {string[]} */
  let complaints = [];
  return {
    /**
     * A page in a context of its own, as if on another person's machine.
     *
     * @param {string} url
     * @param {{ answers?: string[] }} [settings] answers to prompt()
     */
    async open(url, { answers = [] } = {}) {
      // Who may use them may use all of the machine's addresses, too; the shell asks nobody.
      const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('dialog', (dialog) => dialog.accept(answers.shift()));
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.stack}`));
      page.on('console', (message) => {
        if (message.type() !== 'error') return;
        complaints.push(`${page.url()}: ${message.text()} ${message.location().url}`);
      });
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      return page;
    },
    /**
     * Closes all pages, and fails if one of them has complained.
     *
     * @param {{ except?: RegExp }} [settings]
     */
    async finish({ except } = {}) {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      const found = complaints.filter((text) => !except?.test(text));
      complaints = [];
      assert.deepEqual(found, [], 'a page has written errors to its console');
    },
    stop: () => browser.close(),
  };
}
