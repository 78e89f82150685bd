/**
 * Loaded before a node: its wall clock is CLOCK_OFF_MS off from the first moment on, and SIGUSR2 sets it right.
 * (../server/support/jumping-clock.ts is for one that is right at first.)
 */
const real = Date.now;
let offMs = Number(process.env['CLOCK_OFF_MS']);
Date.now = () => real() + offMs;
process.on('SIGUSR2', () => {
  offMs = 0;
});
