// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setStage } from './support/stage.js';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
const example = /^```html\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
const pages = { '/readme.html': '' };
const stage = setStage({ extraPages: pages });

test("the README's example is ten lines, and a video call on another origin", async () => {
  assert.equal(example.trimEnd().split('\n').length, 10 + 1, 'ten lines and the closing tag');
  assert.match(example, /http:\/\/localhost:8080\//);
  // As a page: the example as it stands, but for the port.
  pages['/readme.html'] = `<!doctype html>\n${
    example.replaceAll('localhost:8080', `localhost:${stage.server.port}`)}`;
  const url = `${stage.site.origin}/readme.html`;

  const playing = (/** @type {import('playwright-core').Page} */ page) => page.waitForFunction(
    () => {
      const video = document.querySelector('video');
      return video && video.getVideoPlaybackQuality().totalVideoFrames > 5 &&
        /** @type {MediaStream} */ (video.srcObject)?.getAudioTracks().length === 1;
    });
  const bob = await stage.browser.open(url, { answers: ['bob', ''] });
  await bob.waitForFunction(() => document.readyState === 'complete');
  const alice = await stage.browser.open(url, { answers: ['alice', 'bob'] });
  await playing(alice);
  await playing(bob);
});
