/** Loaded before a server: SIGUSR2 sets its clock back by an hour, the next one an hour ahead. */
const HOUR = 3_600_000;
const real = Date.now;
let shift = 0;
Date.now = () => real() + shift;
process.on('SIGUSR2', () => {
  shift = shift < 0 ? HOUR : -HOUR;
});
