/** On the widget's launcher, as in icons.ts; by itself, since the loader needs no other of them. */
export const launcherIcon = 'M12 4c-5 0-8 3-8 7 0 3 1 4 3 6l-1 3 4-2h2c5 0 8-3 8-7s-3-7-8-7ZM8.5 11h0M12 11h0M15.5 11h0';
