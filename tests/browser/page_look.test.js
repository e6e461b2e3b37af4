// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accept, connected, dial, loggedIn, logIn, notice, openDemo, overflow, talk,
} from './support/demo.js';
import { setStage } from './support/stage.js';

// The browser itself writes down that the page of the 404 test was a 404.
const stage = setStage({ except: /nowhere.*404/s });

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };
const longName = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter';

test('nothing reaches beyond the edge of a phone, on any screen', async () => {
  const alice = await openDemo(stage, { viewport: phone });
  assert.deepEqual(await overflow(alice), [], 'logged out');
  await logIn(alice, longName);
  const bob = await loggedIn(stage, 'bob', { viewport: { width: 320, height: 568 } });
  for (const page of [alice, bob]) assert.deepEqual(await overflow(page), [], 'idle');

  await dial(bob, `${longName} and nobody else`);
  await notice(bob, 'Nobody named');
  assert.deepEqual(await overflow(bob), [], 'notice');
  await dial(alice, 'bob');
  await bob.waitForSelector('#ring[open]');
  for (const page of [alice, bob]) assert.deepEqual(await overflow(page), [], 'ringing');
  await accept(bob);
  await Promise.all([connected(alice), connected(bob)]);
  for (const page of [alice, bob]) assert.deepEqual(await overflow(page), [], 'in call');
});

test('a call fits into the window, its keys in reach, upright and on its side', async () => {
  const alice = await loggedIn(stage, 'alice', { viewport: phone });
  const bob = await loggedIn(stage, 'bob', { viewport: { width: 844, height: 390 } });
  await talk(alice, bob, 'bob');
  for (const page of [alice, bob]) {
    for (const id of ['mute', 'camera', 'hang-up', 'local-video']) {
      const box = await page.locator(`#${id}`).boundingBox();
      const { height } = page.viewportSize() ?? phone;
      assert.ok(box && box.y >= 0 && box.y + box.height <= height, `${id} is in the window`);
      if (id !== 'local-video') assert.ok(box.width >= 44 && box.height >= 44, `${id} is touchable`);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollHeight),
      page.viewportSize()?.height);
  }
});

for (const viewport of [phone, desk]) {
  test(`light and dark both have contrast at ${viewport.width} pixels`, async () => {
    /** @type {string[]} */
    const grounds = [];
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const page = await openDemo(stage, { viewport, colorScheme });
      assert.ok((await page.screenshot()).length > 5000, 'something is painted');
      for (const id of ['login-title', 'login-lead', 'login-submit']) {
        const ratio = await page.$eval(`#${id}`, contrast);
        assert.ok(ratio >= 4.5, `${id}: ${ratio.toFixed(1)} in ${colorScheme}`);
      }
      grounds.push(await page.$eval('body', (body) => getComputedStyle(body).backgroundColor));
    }
    assert.notEqual(grounds[0], grounds[1]);
  });
}

test('nothing moves for who asked for less motion', async () => {
  const running = () => document.getAnimations()
    .filter(({ playState }) => playState === 'running').length;
  const calm = await openDemo(stage, { reducedMotion: 'reduce' });
  assert.equal(await calm.evaluate(running), 0);
  const lively = await openDemo(stage, { reducedMotion: 'no-preference' });
  assert.ok(await lively.evaluate(running) > 0);
});

test('every control has a name, and what changes is announced', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');
  await dial(alice, 'bob');
  await bob.waitForSelector('#ring[open]');
  assert.match(await bob.textContent('#announcer') ?? '', /alice is calling/);
  await accept(bob);
  await connected(alice);
  assert.match(await alice.textContent('#announcer') ?? '', /Connected to bob/);
  for (const page of [alice, await loggedIn(stage, 'carol'), await openDemo(stage)]) {
    const controls = await page.locator('button, input, a[href]').filter({ visible: true }).all();
    assert.ok(controls.length > 1);
    for (const control of controls) {
      assert.notEqual(await control.evaluate(accessibleName), '', await control.innerHTML());
    }
  }
});

test('the page leaves nothing in the global scope', async () => {
  const page = await openDemo(stage);
  const added = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const own = new Set(Object.getOwnPropertyNames(frame.contentWindow ?? {}));
    frame.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !own.has(name));
  });
  assert.deepEqual(added.filter((name) => !/^(\d+|__playwright|__pw)/.test(name)), []);
});

test('an address without a page has a page', async () => {
  const page = await stage.browser.open(`${stage.server.origin}/nowhere/at/all`);
  assert.equal(await page.innerText('h1'), 'The line ends here.');
  await page.click('text=Back to the first page');
  await page.waitForSelector('#login-form');
});

test('icon and manifest are there', async () => {
  const page = await openDemo(stage);
  for (const path of ['favicon.ico', 'icon.svg', 'manifest.webmanifest', 'app/icons.svg']) {
    const answer = await page.evaluate(async (each) => {
      const { ok } = await fetch(each);
      return ok;
    }, path);
    assert.equal(answer, true, path);
  }
});

/**
 * The contrast of an element's text with what is behind it, as WCAG 2 computes it.
 *
 * @param {Element} element
 */
function contrast(element) {
  const channels = (/** @type {string} */ color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (/** @type {string} */ color) => {
    const [red, green, blue] = channels(color).slice(0, 3).map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  let behind = element;
  while (channels(getComputedStyle(behind).backgroundColor)[3] === 0 && behind.parentElement) {
    behind = behind.parentElement;
  }
  const text = luminance(getComputedStyle(element).color);
  const ground = luminance(getComputedStyle(behind).backgroundColor);
  return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
}

/** @param {Element} control */
function accessibleName(control) {
  const { labels } = /** @type {HTMLInputElement} */ (control);
  return control.getAttribute('aria-label') || control.textContent?.trim()
    || labels?.[0]?.textContent?.trim() || '';
}
