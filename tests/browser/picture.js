// SPDX-License-Identifier: MIT
//
// Takes docs/images/call.png, the picture in the README: a call on the demo page between two
// painted people. Run it after a change of the page's look: tests/browser/run.sh picture.js

import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { loggedIn, seesMovingPicture, talk } from './support/demo.js';
import { setStage } from './support/stage.js';

const file = new URL('../../docs/images/call.png', import.meta.url);
const person = await readFile(new URL('./support/person.svg', import.meta.url), 'utf8');
const stage = setStage();

const maya = {
  wall: '#e5ad7c', light: '#ecbb8f', sky: '#bfe0e6', wood: '#b9794c', leaf: '#2f6f57',
  hair: '#33201d', skin: '#c98562', shade: '#b5744f', shirt: '#2c5d7c', collar: '#3d7699',
  ear: 'none', hairLength: '400',
};
const jonas = {
  wall: '#54788a', light: '#5e8497', sky: '#f3d9a4', wood: '#3b5766', leaf: '#8fb98a',
  hair: '#8a4b26', skin: '#f0c3a0', shade: '#dba682', shirt: '#d8573f', collar: '#b9432d',
  ear: '#dba682', hairLength: '200',
};

test('a picture of a call', async () => {
  const caller = await loggedIn(stage, 'jonas', { script: camera(jonas) });
  const callee = await loggedIn(stage, 'maya', { script: camera(maya) });
  await talk(caller, callee, 'maya');
  await seesMovingPicture(caller);
  await caller.waitForFunction(() => document.getElementById('call-clock')
    ?.textContent === '00:07');
  // What maya's camera films, before its compression: that would triple the file's size.
  await caller.evaluate(showOnStage, address(maya));
  await writeFile(file, await caller.screenshot());
});

/** @param {Record<string, string>} colors */
function address(colors) {
  const painted = person.replace(/\{(\w+)\}/g, (_, name) => colors[name]);
  return `data:image/svg+xml,${encodeURIComponent(painted)}`;
}

/**
 * What the page runs first: its camera films a painted person.
 *
 * @param {Record<string, string>} colors
 */
function camera(colors) {
  return `
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
      const image = Object.assign(new Image(), { src: ${JSON.stringify(address(colors))} });
      await image.decode();
      const paint = () => canvas.getContext('2d').drawImage(image, 0, 0);
      paint();
      setInterval(paint, 60);
      const sound = new AudioContext().createMediaStreamDestination().stream;
      return new MediaStream([...canvas.captureStream(20).getTracks(), ...sound.getTracks()]);
    };`;
}

/**
 * Runs in the page.
 *
 * @param {string} source
 */
async function showOnStage(source) {
  const video = document.getElementById('remote-video');
  const picture = Object.assign(new Image(), { className: 'stage__video', src: source });
  await picture.decode();
  video?.after(picture);
}
