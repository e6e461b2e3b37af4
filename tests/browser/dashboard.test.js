// SPDX-License-Identifier: MIT
//
// The operator's page, with a server that has something to tell.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { overflow } from './support/demo.js';
import { call, connect, seen, setStage } from './support/stage.js';

// What the browser itself writes when a server wants a token, or is not there.
const stage = setStage({ except: /401|ERR_CONNECTION_REFUSED/ });

/** @typedef {import('playwright-core').Page} Page */

/**
 * @param {string} [origin]
 * @param {Parameters<Page['emulateMedia']>[0]} [media]
 * @returns {Promise<Page>}
 */
async function openDashboard(origin = stage.server.adminOrigin, media = {}) {
  const page = await stage.browser.open('about:blank');
  await page.emulateMedia(media);
  await page.goto(origin);
  return page;
}

/**
 * A figure of a panel.
 *
 * @param {Page} page
 * @param {string} title
 * @param {string} name
 */
const figure = (page, title, name) => page.locator('.panel')
  .filter({ has: page.getByText(title, { exact: true }) })
  .locator('dl div').filter({ has: page.getByText(name, { exact: true }) }).locator('dd');

/** @param {import('playwright-core').Locator} place @param {string | RegExp} text */
const says = (place, text) => place.filter({ hasText: text }).waitFor();

/** @param {Page} page @param {string | RegExp} text */
const stateIs = (page, text) => says(page.locator('#state'), text);

/** The server has no trouble but what other processes of this machine make it. @param {Page} page */
const isWell = (page) => stateIs(page, /All is well\.|Look at this:\s*A thread was late/);

/** Waits until the first panel has enough pixels of its first line's colour. @param {Page} page */
const isPainted = (page) => page.waitForFunction(() => {
  const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('canvas'));
  const probe = new OffscreenCanvas(1, 1).getContext('2d');
  const context = canvas.getContext('2d');
  if (!probe || !context) throw new Error('no canvas');
  probe.fillStyle = getComputedStyle(canvas).getPropertyValue('--first');
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) found += 1;
  }
  return found > 4;
});

test('who looks at it sees what happens', async () => {
  const page = await openDashboard();
  await isWell(page);
  await says(figure(page, 'Connections', 'logged in'), /^0$/);
  assert.match(await page.innerText('#version'), /^\d+\.\d+\.\d+/);

  const alice = await stage.peer({ name: 'alice', answer: 'accept' });
  const bob = await stage.peer({ name: 'bob' });
  await connect(bob, alice, 'alice');
  await call(bob, 'nobody');
  await seen(bob, 'ended user_unavailable');

  await says(figure(page, 'Connections', 'logged in'), /^2$/);
  await says(figure(page, 'Calls set up', 'calls'), /^[1-9]/);
  await says(figure(page, 'Messages', 'from clients'), /^\d.*\/s$/);
  await says(figure(page, 'Loop lag', 'at most'), /\d (µs|ms|s)$/);
  await says(figure(page, 'Memory', 'resident'), /MiB$/);
  await says(figure(page, 'Waiting for clients', 'to be sent'), /^0 B$/);
  await says(page.locator('#errors tr'), /user_unavailable\s*[1-9]/);
  await page.waitForFunction(() => document.title
    === `${document.getElementById('state-title')?.textContent} – Signalbox`);
  await isPainted(page);
});

test('what was is told where the pointer is', async () => {
  const page = await openDashboard();
  const loggedIn = figure(page, 'Connections', 'logged in');
  await says(loggedIn, /^0$/);
  await stage.peer({ name: 'alice' });
  await says(loggedIn, /^1$/);

  const load = page.locator('.u-over').nth(7);
  await load.hover({ position: { x: 1, y: 20 } });
  await says(loggedIn, /^0$/);
  await page.mouse.move(0, 0);
  await says(loggedIn, /^1$/);
});

test('a server that drains, and one that is gone, is told in words', async () => {
  await stage.peer({ name: 'alice' });
  const page = await openDashboard();
  await isWell(page);
  const { adminOrigin } = stage.server;
  assert.equal((await fetch(`${adminOrigin}/api/drain`, { method: 'POST' })).status, 202);
  await stateIs(page, 'The server is draining');
  await stage.server.kill();
  await stateIs(page, 'The server does not answer since');
});

test('connections that are turned away are an alarm', async () => {
  const server = await stage.anotherServer({ options: ['--max-connections', '1'] });
  const page = await openDashboard(server.adminOrigin);
  await isWell(page);
  const client = createConnection(server.port, '127.0.0.1');
  // Whoever is answered is counted.
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(client, 'data');
  assert.equal((await fetch(server.origin)).status, 503);
  await stateIs(page, 'Look at this:');
  await stateIs(page, /--max-connections/);
  await says(page.locator('#limits tr'), /max-connections\s*1/);
  client.destroy();
});

test('clients that the process has no file for are an alarm', async () => {
  const server = await stage.anotherServer({ files: 64 });
  const page = await openDashboard(server.adminOrigin);
  await isWell(page);
  const clients = Array.from({ length: 64 }, () => createConnection(server.port, '127.0.0.1'));
  for (const client of clients) client.on('error', () => {});
  await stateIs(page, /may open no more files: raise LimitNOFILE/);
  for (const client of clients) client.destroy();
});

test('a server with a token is asked with it', async () => {
  const token = '0123456789abcdef';
  const file = join(await mkdtemp(join(tmpdir(), 'signalbox-')), 'token');
  await writeFile(file, token);
  const server = await stage.anotherServer({ options: ['--admin-token-file', file] });
  const page = await openDashboard(server.adminOrigin);
  await page.fill('#token', 'fedcba9876543210');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('form')?.matches(':not([hidden])')
    && /** @type {HTMLInputElement} */ (document.getElementById('token')).value === '');
  await page.fill('#token', token);
  await page.keyboard.press('Enter');
  await isWell(page);
  assert.equal(await page.isHidden('#token-form'), true);
  await page.reload();
  await isWell(page);
});

test('it fits a phone, in the light and in the dark', async () => {
  const grounds = [];
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const page = await openDashboard(undefined, { colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await isWell(page);
    await says(figure(page, 'Connections', 'open'), /\d/);
    assert.deepEqual(await overflow(page), []);
    await isPainted(page);
    grounds.push(await page.$eval('body', (body) => getComputedStyle(body).backgroundColor));
  }
  assert.notEqual(grounds[0], grounds[1]);
});

test('the library that draws the plots is the one that was released', async () => {
  const folder = '../../dashboard/vendor/uplot';
  const released = 'node_modules/uplot';
  for (const [ours, theirs] of [
    ['LICENSE', 'LICENSE'],
    ['uPlot.esm.js', 'dist/uPlot.esm.js'],
    ['uPlot.esm.d.ts', 'dist/uPlot.d.ts'],
    ['uPlot.min.css', 'dist/uPlot.min.css'],
  ]) {
    const [mine, original] = await Promise.all(
      [`${folder}/${ours}`, `${released}/${theirs}`].map((file) => readFile(file, 'utf8')),
    );
    assert.ok(mine === original, ours);
  }
});
